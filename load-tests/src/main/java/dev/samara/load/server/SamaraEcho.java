package dev.samara.load.server;

import dev.samara.codec.length.LengthFraming;
import dev.samara.examples.echo.EchoVerticle;
import dev.samara.net.Hub;
import dev.samara.net.ListenerOptions;
import dev.samara.net.connection.Route;
import dev.samara.net.route.Routes;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/** Samara as a user would have it: a hub, a listener, and one of its routes. */
final class SamaraEcho implements EchoServer {
  private static final long PATIENCE_SECONDS = 10;

  private final BiFunction<Vertx, Integer, Future<Route>> route;

  /** Set by {@link #start}, taken by {@link #close}; both on the caller's thread. */
  private Optional<Vertx> running = Optional.empty();

  /** Takes the maker of the route, which is told the number of event loops. */
  SamaraEcho(BiFunction<Vertx, Integer, Future<Route>> route) {
    this.route = route;
  }

  /** A service with an instance on each event loop. */
  static Future<Route> bus(Vertx vertx, int loops) {
    return vertx
        .deployVerticle(EchoVerticle::new, new DeploymentOptions().setInstances(loops))
        .map(_ -> Routes.bus(vertx, EchoVerticle.ADDRESS));
  }

  @Override
  public int start(int loops) throws Exception {
    var vertx =
        Vertx.vertx(new VertxOptions().setEventLoopPoolSize(loops).setPreferNativeTransport(true));
    running = Optional.of(vertx);
    return Hub.start(vertx, "bench")
        .compose(hub ->
            route
                .apply(vertx, loops)
                .compose(to ->
                    hub.listen(
                        ListenerOptions.tcp("echo", 0, new LengthFraming(MAX_PAYLOAD_BYTES)), to)))
        .toCompletionStage()
        .toCompletableFuture()
        .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .port();
  }

  @Override
  public void close() {
    running.ifPresent(vertx ->
        vertx
            .close()
            .toCompletionStage()
            .toCompletableFuture()
            .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
            .join());
    running = Optional.empty();
  }
}
