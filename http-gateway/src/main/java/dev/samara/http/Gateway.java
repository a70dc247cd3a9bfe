package dev.samara.http;

import dev.samara.http.mount.Mounts;
import dev.samara.http.upload.StoreUse;
import dev.samara.http.upload.UploadBalance;
import dev.samara.http.upload.UploadDisk;
import dev.samara.http.upload.UploadStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * The HTTP front of a node: {@code /uploads/NAME}, {@code /rpc/SERVICE/METHOD}, {@code /events},
 * {@code /ws}, {@code /health/live}, {@code /health/ready}, {@code /metrics}, {@code /status} and
 * the page at {@code /}. Every failure is a problem document (RFC 9457). HTTP/1.0 and 1.1, and with
 * TLS HTTP/2.
 *
 * <p>Methods may be called from any thread; none blocks.
 */
public final class Gateway {
  /** Vert.x: servers of one negative port share one free port. */
  private static final AtomicInteger FREE_PORTS = new AtomicInteger();

  private final Vertx vertx;
  private final List<GatewayVerticle> verticles;
  private final List<Future<String>> deployments;
  private final UploadStore store;
  private final Counters counters;
  private final long sweepTimer;
  private volatile Runnable watchEnd = () -> {};

  private Gateway(
      Vertx vertx, List<GatewayVerticle> verticles, UploadStore store, Counters counters) {
    this.vertx = vertx;
    this.verticles = verticles;
    this.deployments = verticles.stream().map(vertx::deployVerticle).toList();
    this.store = store;
    this.counters = counters;
    this.sweepTimer =
        vertx.setPeriodic(
            store.options().sweepInterval().toMillis(), now -> store.sweep(Instant.now()));
  }

  /**
   * Opens the upload folder and listens.
   *
   * @param vertx where it runs
   * @param options how
   * @param sources what it shows and calls
   * @return the gateway, listening; fails with an {@link IOException} of one line when the folder
   *     or the address cannot be had, and then nothing is left open. Retry when that is remedied
   */
  public static Future<Gateway> start(Vertx vertx, GatewayOptions options, GatewaySources sources) {
    return start(vertx, options, sources, Mounts.none());
  }

  /**
   * The same with handlers of one's own.
   *
   * @param vertx where it runs
   * @param options how
   * @param sources what it shows and calls
   * @param mounts which handlers serve which paths beside the gateway's own
   * @return as above
   */
  public static Future<Gateway> start(
      Vertx vertx, GatewayOptions options, GatewaySources sources, Mounts mounts) {
    return start(vertx, options, sources, mounts, UploadDisk.plain());
  }

  /** With another disk. */
  static Future<Gateway> start(
      Vertx vertx, GatewayOptions options, GatewaySources sources, Mounts mounts, UploadDisk disk) {
    return vertx
        .executeBlocking(
            () -> UploadStore.open(options.uploadDirectory(), options.uploads(), disk), false)
        .recover(cause -> Future.failedFuture(noFolder(options, cause)))
        .compose(store ->
            certificates(vertx, options)
                .compose(tls -> listen(vertx, options, sources, mounts, store, tls))
                .recover(cause -> store.close().transform(closed -> Future.failedFuture(cause))));
  }

  private static Future<Optional<Certificates>> certificates(Vertx vertx, GatewayOptions options) {
    return options.site().tls().isEmpty()
        ? Future.succeededFuture(Optional.empty())
        : Certificates.read(vertx, options.site()).map(Optional::of);
  }

  private static Future<Gateway> listen(
      Vertx vertx,
      GatewayOptions options,
      GatewaySources sources,
      Mounts mounts,
      UploadStore store,
      Optional<Certificates> tls) {
    int port = options.port() == 0 ? FREE_PORTS.decrementAndGet() : options.port();
    var counters = new Counters(options.wire().maxBufferedBytes());
    var mounted = new MountHandler(mounts);
    List<GatewayVerticle> verticles =
        IntStream.range(0, options.eventLoops())
            .mapToObj(i ->
                new GatewayVerticle(
                    options,
                    port,
                    sources,
                    store,
                    mounted,
                    counters,
                    tls,
                    i == 0 && options.site().http3()))
            .toList();
    var gateway = new Gateway(vertx, verticles, store, counters);
    return Future.join(gateway.deployments)
        .map(started -> gateway.watch(tls))
        .recover(cause ->
            gateway.close().transform(end -> Future.failedFuture(noAddress(options, cause))));
  }

  private Gateway watch(Optional<Certificates> tls) {
    tls.ifPresent(found -> watchEnd = found.watch(verticles.getFirst()::secure));
    return this;
  }

  /**
   * The port it listens on.
   *
   * @return the port, 1 to 65535
   */
  public int port() {
    return verticles.getFirst().port();
  }

  /**
   * Where the uploads went.
   *
   * @return one consistent picture
   */
  public UploadBalance uploads() {
    return store.balance();
  }

  /**
   * How full the upload folder is.
   *
   * @return the counts; what other nodes on the same folder did is in them after the next sweep
   */
  public StoreUse uploadFolder() {
    return store.use();
  }

  /**
   * What happened so far.
   *
   * @return the figures, each read by itself
   */
  public GatewayCounts counts() {
    return counters.counts();
  }

  /**
   * Takes no new connections, ends the event streams, closes idle connections, and lets the
   * requests in flight finish; what is not finished in time is cut, and uploads cut so leave no
   * file.
   *
   * @param within how long they may take, zero or more
   * @return done when every connection is closed and every upload is stored or gone
   */
  public Future<Void> drain(Duration within) {
    List<Future<Void>> ends = verticles.stream().map(v -> v.drain(within)).toList();
    return Future.join(ends).transform(end -> close());
  }

  /**
   * Closes everything at once. A second call does nothing more.
   *
   * @return done when every connection is closed and every upload is stored or gone
   */
  public Future<Void> close() {
    List<Future<Void>> ends = deployments.stream().map(this::undeploy).toList();
    vertx.cancelTimer(sweepTimer);
    watchEnd.run();
    return Future.join(ends).transform(end -> store.close());
  }

  /** One that failed to start, or is gone, has nothing to close. */
  private Future<Void> undeploy(Future<String> deployment) {
    return deployment.compose(vertx::undeploy).otherwiseEmpty();
  }

  private static IOException noFolder(GatewayOptions options, Throwable cause) {
    String reason =
        cause instanceof FileSystemException f && f.getReason() == null
            ? f.getClass().getSimpleName() + " " + f.getFile()
            : cause.getMessage();
    return new IOException(
        "the gateway cannot use the upload folder " + options.uploadDirectory() + ": " + reason);
  }

  private static IOException noAddress(GatewayOptions options, Throwable cause) {
    return new IOException(
        "the gateway cannot listen on "
            + options.host()
            + ":"
            + options.port()
            + ": "
            + cause.getMessage());
  }
}
