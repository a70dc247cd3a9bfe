package dev.samara.http;

import dev.samara.http.limits.WireOptions;
import dev.samara.http.site.SiteOptions;
import dev.samara.http.upload.UploadLimits;
import dev.samara.http.upload.UploadOptions;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How a gateway runs.
 *
 * @param host the address to listen on; loopback by default
 * @param port the TCP port, 0 to 65535; 0 takes any free one
 * @param uploadDirectory where uploads are kept; made if it does not exist
 * @param uploads what uploads may take, and how they are kept
 * @param maxRpcBodyBytes the most bytes of the arguments of a call, 1 or more
 * @param idleTimeout a connection without a byte in either direction for so long is closed, 100 ms
 *     or more
 * @param rpcTimeout how long a call may take, 1 ms to 1 day
 * @param maxConnections the most connections at once, 1 or more; further ones are closed
 * @param eventLoops how many event loops serve connections, 1 to 256
 * @param wire what a connection of HTTP/1.x may do
 * @param site what is done for whole paths or connections, TLS among it
 */
public record GatewayOptions(
    String host,
    int port,
    Path uploadDirectory,
    UploadOptions uploads,
    int maxRpcBodyBytes,
    Duration idleTimeout,
    Duration rpcTimeout,
    int maxConnections,
    int eventLoops,
    WireOptions wire,
    SiteOptions site) {

  /** How long a connection may be silent unless told otherwise. */
  public static final Duration IDLE_TIMEOUT = Duration.ofSeconds(60);

  /** Checks each value. */
  public GatewayOptions {
    if (host.isBlank()) {
      throw new IllegalArgumentException("host is empty, expected an address or a name");
    }
    range("port", port, 0, 65_535);
    range("maxRpcBodyBytes", maxRpcBodyBytes, 1, Integer.MAX_VALUE);
    range("idleTimeout in ms", idleTimeout.toMillis(), 100, Integer.MAX_VALUE);
    range("rpcTimeout in ms", rpcTimeout.toMillis(), 1, 86_400_000);
    range("maxConnections", maxConnections, 1, Integer.MAX_VALUE);
    range("eventLoops", eventLoops, 1, 256);
    if (site.http3() && site.tls().isEmpty()) {
      throw new IllegalArgumentException("site.http3: true without tls (expected: with it)");
    }
  }

  /**
   * 127.0.0.1:8080; uploads of at most 16 GiB, 64 at once; calls of at most 1 MiB and 30 s; 60 s
   * idle; 1024 connections; one event loop per processor.
   *
   * @param uploadDirectory where uploads are kept
   * @return these options
   */
  public static GatewayOptions defaults(Path uploadDirectory) {
    return new GatewayOptions(
        "127.0.0.1",
        8080,
        uploadDirectory,
        UploadOptions.defaults(),
        1 << 20,
        IDLE_TIMEOUT,
        Duration.ofSeconds(30),
        1024,
        Math.min(Runtime.getRuntime().availableProcessors(), 256),
        WireOptions.defaults(),
        SiteOptions.defaults());
  }

  /**
   * The same with another address.
   *
   * @param newHost an address or a name
   * @return a copy
   */
  public GatewayOptions withHost(String newHost) {
    return new GatewayOptions(
        newHost,
        port,
        uploadDirectory,
        uploads,
        maxRpcBodyBytes,
        idleTimeout,
        rpcTimeout,
        maxConnections,
        eventLoops,
        wire,
        site);
  }

  /**
   * The same with another port.
   *
   * @param newPort 0 to 65535
   * @return a copy
   */
  public GatewayOptions withPort(int newPort) {
    return new GatewayOptions(
        host,
        newPort,
        uploadDirectory,
        uploads,
        maxRpcBodyBytes,
        idleTimeout,
        rpcTimeout,
        maxConnections,
        eventLoops,
        wire,
        site);
  }

  /**
   * The same with other limits of uploads.
   *
   * @param newMaxBytes the most bytes of one upload, 1 or more
   * @param newMaxUploads the most uploads at once, 1 or more
   * @return a copy
   */
  public GatewayOptions withUploadLimits(long newMaxBytes, int newMaxUploads) {
    UploadLimits old = uploads.limits();
    return withUploads(
        uploads.withLimits(
            new UploadLimits(
                newMaxBytes,
                newMaxUploads,
                old.maxQueuedBytes(),
                old.maxQueuedBytesInAll(),
                old.writers())));
  }

  /**
   * The same with other options of uploads.
   *
   * @param newUploads what uploads may take, and how they are kept
   * @return a copy
   */
  public GatewayOptions withUploads(UploadOptions newUploads) {
    return new GatewayOptions(
        host,
        port,
        uploadDirectory,
        newUploads,
        maxRpcBodyBytes,
        idleTimeout,
        rpcTimeout,
        maxConnections,
        eventLoops,
        wire,
        site);
  }

  /**
   * The same with other limits of calls.
   *
   * @param newMaxBodyBytes the most bytes of the arguments, 1 or more
   * @param newTimeout how long a call may take, 1 ms to 1 day
   * @return a copy
   */
  public GatewayOptions withRpcLimits(int newMaxBodyBytes, Duration newTimeout) {
    return new GatewayOptions(
        host,
        port,
        uploadDirectory,
        uploads,
        newMaxBodyBytes,
        idleTimeout,
        newTimeout,
        maxConnections,
        eventLoops,
        wire,
        site);
  }

  /**
   * The same with other limits of connections.
   *
   * @param newMaxConnections the most at once, 1 or more
   * @param newIdleTimeout how long one may be silent, 100 ms or more
   * @return a copy
   */
  public GatewayOptions withConnectionLimits(int newMaxConnections, Duration newIdleTimeout) {
    return new GatewayOptions(
        host,
        port,
        uploadDirectory,
        uploads,
        maxRpcBodyBytes,
        newIdleTimeout,
        rpcTimeout,
        newMaxConnections,
        eventLoops,
        wire,
        site);
  }

  /**
   * The same on another number of event loops.
   *
   * @param count how many serve connections, 1 to 256
   * @return a copy
   */
  public GatewayOptions withEventLoops(int count) {
    return new GatewayOptions(
        host,
        port,
        uploadDirectory,
        uploads,
        maxRpcBodyBytes,
        idleTimeout,
        rpcTimeout,
        maxConnections,
        count,
        wire,
        site);
  }

  /**
   * The same with other limits of connections of HTTP/1.x.
   *
   * @param newWire what one may do
   * @return a copy
   */
  public GatewayOptions withWire(WireOptions newWire) {
    return new GatewayOptions(
        host,
        port,
        uploadDirectory,
        uploads,
        maxRpcBodyBytes,
        idleTimeout,
        rpcTimeout,
        maxConnections,
        eventLoops,
        newWire,
        site);
  }

  /**
   * The same with something else done for whole paths or connections.
   *
   * @param newSite what is done
   * @return a copy
   */
  public GatewayOptions withSite(SiteOptions newSite) {
    return new GatewayOptions(
        host,
        port,
        uploadDirectory,
        uploads,
        maxRpcBodyBytes,
        idleTimeout,
        rpcTimeout,
        maxConnections,
        eventLoops,
        wire,
        newSite);
  }

  private static void range(String option, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          option + " is " + value + ", expected " + least + " to " + most);
    }
  }
}
