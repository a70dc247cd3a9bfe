package dev.samara.load.server;

import dev.samara.codec.Framing;
import dev.samara.codec.length.LengthField;
import dev.samara.codec.length.LengthFraming;
import dev.samara.examples.echo.EchoVerticle;
import dev.samara.load.generator.Medium;
import dev.samara.load.transport.VertxEnd;
import dev.samara.net.Hub;
import dev.samara.net.connection.Balance;
import dev.samara.net.connection.Route;
import dev.samara.net.route.MessageService;
import dev.samara.net.route.Routes;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Samara as a user would have it: a hub, a listener, and one of its routes. */
final class SamaraEcho implements EchoServer {
  /** Longer messages are streams where streams are asked for. */
  static final int IN_MEMORY_BYTES = 64 * 1024;

  /** Makes the route. */
  interface RouteMaker {
    /** Is given the hub, and the number of event loops. */
    Future<Route> make(Vertx vertx, Hub hub, int loops);
  }

  private final Framing framing;
  private final RouteMaker route;

  /** Set by {@link #start}, taken by {@link #close}; both on the caller's thread. */
  private Optional<VertxEnd> running = Optional.empty();

  private Optional<Hub> hub = Optional.empty();

  private SamaraEcho(Framing framing, RouteMaker route) {
    this.framing = framing;
    this.route = route;
  }

  /** All messages are whole in memory. */
  static SamaraEcho whole(int maxPayloadBytes, RouteMaker route) {
    return new SamaraEcho(new LengthFraming(maxPayloadBytes), route);
  }

  /** Messages over {@link #IN_MEMORY_BYTES} are streams. */
  static SamaraEcho streaming(int maxPayloadBytes, RouteMaker route) {
    return new SamaraEcho(
        new LengthFraming(LengthField.LENGTH_32, IN_MEMORY_BYTES, maxPayloadBytes), route);
  }

  /** A route that needs nothing else. */
  static RouteMaker to(Route route) {
    return (_, _, _) -> Future.succeededFuture(route);
  }

  /** A service with an instance on each event loop. */
  static Future<Route> bus(Vertx vertx, Hub hub, int loops) {
    return vertx
        .deployVerticle(EchoVerticle::new, new DeploymentOptions().setInstances(loops))
        .map(_ -> Routes.bus(vertx, EchoVerticle.ADDRESS));
  }

  /**
   * The same service on the event loop that accepts for Vert.x: a thread like the others that has
   * next to nothing else to do, and the only one that never carries a connection. All of the other
   * event loops carry them, as with the other kinds.
   */
  static Future<Route> busOther(Vertx vertx, Hub hub, int loops) {
    VertxInternal internal = (VertxInternal) vertx;
    Promise<Route> promise = Promise.promise();
    internal
        .contextBuilder()
        .withEventLoop(internal.acceptorEventLoopGroup().next())
        .build()
        .runOnContext(_ ->
            MessageService.register(
                    vertx, EchoVerticle.ADDRESS, delivery -> delivery.reply(delivery.message()))
                .map(_ -> Routes.bus(vertx, EchoVerticle.ADDRESS))
                .onComplete(promise));
    return promise.future();
  }

  @Override
  public String start(Medium medium, int loops) throws Exception {
    VertxEnd end = new VertxEnd(loops);
    running = Optional.of(end);
    Vertx vertx = end.vertx();
    Hub started = VertxEnd.await(Hub.start(vertx, "bench"));
    hub = Optional.of(started);
    Route to = VertxEnd.await(route.make(vertx, started, loops));
    return VertxEnd.await(SamaraPlaces.listen(medium, vertx, started, framing, to)).address();
  }

  @Override
  public List<Balance> balances() throws Exception {
    return VertxEnd.await(hub.orElseThrow().figures()).values().stream()
        .flatMap(figures -> Stream.of(figures.in(), figures.out()))
        .toList();
  }

  @Override
  public void close() {
    running.ifPresent(VertxEnd::close);
    running = Optional.empty();
  }
}
