package dev.samara.node.config;

import dev.samara.http.GatewayOptions;
import dev.samara.http.limits.WireOptions;
import dev.samara.http.upload.UploadOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The HTTP gateway.
 *
 * @param enabled whether there is one
 * @param host the address to bind
 * @param port the port
 * @param webSocketRoute where messages on {@code /ws} go, as for a listener
 * @param maxUploadBytes the largest upload
 * @param maxUploads how many uploads at a time
 * @param uploads how uploads are kept
 * @param maxConnections how many connections at a time
 * @param maxRpcBodyBytes the longest arguments of a call
 * @param rpcTimeout how long a call may take
 * @param idleTimeout after how long a silent connection is closed
 * @param http what a connection of HTTP/1.x may have and take
 * @param tls the certificates; without, it speaks plain HTTP
 * @param site what is done for whole paths or connections
 * @param sse streams of events on {@code /sse}; without, there are none
 * @param eventBus what SockJS clients of the event bus may do on {@code /eventbus}; without, it
 *     does not exist
 */
public record GatewayConfig(
    boolean enabled,
    String host,
    int port,
    String webSocketRoute,
    Optional<Long> maxUploadBytes,
    Optional<Integer> maxUploads,
    Optional<UploadsConfig> uploads,
    Optional<Integer> maxConnections,
    Optional<Integer> maxRpcBodyBytes,
    Optional<Duration> rpcTimeout,
    Optional<Duration> idleTimeout,
    Optional<HttpConfig> http,
    Optional<TlsConfig> tls,
    Optional<SiteConfig> site,
    Optional<SseConfig> sse,
    Optional<BridgeConfig> eventBus) {

  /** Checks the values. */
  public GatewayConfig {
    Checks.given("gateway.host", host, "an address");
    Checks.given("gateway.webSocketRoute", webSocketRoute, "a route such as bus:echo");
    Checks.range("gateway.port", port, 0, 65_535);
    maxUploadBytes.ifPresent(
        given -> Checks.range("gateway.maxUploadBytes", given, 1, Long.MAX_VALUE));
    maxUploads.ifPresent(given -> Checks.range("gateway.maxUploads", given, 1, Integer.MAX_VALUE));
    var kept = uploads.orElse(UploadsConfig.NONE);
    http.ifPresent(given -> given.over(WireOptions.defaults()));
    eventBus.ifPresent(BridgeConfig::eventBus);
    sse.ifPresent(given -> given.options(idleTimeout.orElse(GatewayOptions.IDLE_TIMEOUT)));
    site.ifPresent(SiteConfig::options);
    site.ifPresent(SiteConfig::mounts);
    if (tls.isEmpty() && site.flatMap(SiteConfig::http3).orElse(false)) {
      throw new ConfigException("gateway.site.http3: true without gateway.tls (expected: both)");
    }
    Checks.in("gateway.uploads.", () -> kept.options(Optional.empty(), Optional.empty()));
  }

  /**
   * What a connection of HTTP/1.x may have and take.
   *
   * @return options; what is not given is the default
   */
  public WireOptions wire() {
    var usual = WireOptions.defaults();
    return http.map(given -> given.over(usual)).orElse(usual);
  }

  /**
   * What is done for whole paths or connections.
   *
   * @return what is given; nothing if there is nothing
   */
  public SiteConfig siteOrNone() {
    return site.orElse(SiteConfig.NONE);
  }

  /**
   * What uploads may take, and how they are kept.
   *
   * @return options; what is not given is the default
   */
  public UploadOptions uploadOptions() {
    return uploads.orElse(UploadsConfig.NONE).options(maxUploadBytes, maxUploads);
  }

  /**
   * Where uploads are kept.
   *
   * @param usual where unless something is said
   * @return the folder
   */
  public Path uploadDirectory(Path usual) {
    return uploads.flatMap(UploadsConfig::directory).orElse(usual);
  }
}
