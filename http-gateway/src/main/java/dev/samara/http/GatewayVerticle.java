package dev.samara.http;

import dev.samara.http.upload.UploadStore;
import dev.samara.http.wire.Wire;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.ServerSSLOptions;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The part of a gateway that lives on one event loop. They all share one listening socket. */
final class GatewayVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayVerticle.class);

  private final GatewayOptions options;
  private final int sharedPort;
  private final GatewaySources sources;
  private final UploadStore store;
  private final MountHandler mounts;
  private final Counters counters;
  private final Optional<Certificates> certificates;
  private final boolean servesQuic;
  private HttpServer server;
  private Optional<HttpServer> quic = Optional.empty();
  private Wire wire;
  private Routes routes;

  GatewayVerticle(
      GatewayOptions options,
      int sharedPort,
      GatewaySources sources,
      UploadStore store,
      MountHandler mounts,
      Counters counters,
      Optional<Certificates> certificates,
      boolean servesQuic) {
    this.servesQuic = servesQuic;
    this.mounts = mounts;
    this.options = options;
    this.sharedPort = sharedPort;
    this.sources = sources;
    this.store = store;
    this.counters = counters;
    this.certificates = certificates;
  }

  @Override
  public Future<?> start() {
    var clock = new DateHeader();
    var hooks = new HookCalls(options.site().hooks());
    wire =
        new Wire(
            options.wire(),
            connection -> new WireAnswers(counters, clock, hooks, connection),
            System::nanoTime);
    vertx.setPeriodic(wire.checkMillis(), tick -> wire.check());
    var connections = new Connections(options.maxConnections(), counters, wire, hooks);
    var loop = new Exchange.Loop(vertx, connections, counters, clock, options.site().compression());
    routes = new Routes(loop, options, sources, store, mounts);
    server =
        vertx
            .createHttpServer(ServerConfig.of(options, certificates))
            .connectionHandler(connections::admit)
            .requestHandler(routes::handle)
            .exceptionHandler(broken -> LOG.debug("a connection broke: {}", broken.toString()));
    return server
        .listen(sharedPort, options.host())
        .compose(listening -> servesQuic ? listenQuic(connections) : Future.succeededFuture());
  }

  /** On one event loop only: a UDP port is read by one. */
  private Future<?> listenQuic(Connections connections) {
    var tls = certificates.orElseThrow().options();
    var config = QuicConfigs.of(options, server.actualPort());
    quic =
        Optional.of(
            vertx
                .createHttpServer(config, tls)
                .connectionHandler(connections::admitQuic)
                .requestHandler(routes::handle));
    return quic.get().listen().recover(QuicConfigs::explained);
  }

  @Override
  public Future<?> stop() {
    wire.close();
    return Future.succeededFuture();
  }

  /** The port it listens on. Any thread, once started. */
  int port() {
    return server.actualPort();
  }

  /** New certificates for new connections, on all event loops. Any thread, once started. */
  Future<Boolean> secure(ServerSSLOptions tls) {
    quic.ifPresent(also -> also.updateSSLOptions(tls.copy()));
    return server.updateSSLOptions(tls);
  }

  /** From any thread. */
  Future<Void> drain(Duration within) {
    Promise<Void> done = Promise.promise();
    context.runOnContext(go -> {
      routes.closeStreams(within);
      Future<Void> udp = quic.map(also -> also.shutdown(within)).orElseGet(Future::succeededFuture);
      Future.join(server.shutdown(within), udp).<Void>mapEmpty().onComplete(done);
    });
    return done.future();
  }
}
