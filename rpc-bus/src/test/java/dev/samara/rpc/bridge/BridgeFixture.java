package dev.samara.rpc.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.net.Hub;
import dev.samara.net.Listener;
import dev.samara.net.ListenerOptions;
import dev.samara.net.connection.ConnectionOptions;
import dev.samara.net.connection.ListenerFigures;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBus;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/**
 * A bridge on a free port for one test; closing it asserts that every message is accounted for and
 * that nothing of its clients is left.
 */
final class BridgeFixture implements AutoCloseable {

  static final String LISTENER = "bridge";

  private static final long WAIT_SECONDS = 20;

  final Vertx vertx = Vertx.builder().with(new VertxOptions().setEventLoopPoolSize(2)).build();
  final Hub hub = await(Hub.start(vertx, "test"));
  final Bridge bridge;
  final Listener listener;

  BridgeFixture(BridgeOptions options) {
    this(options, UnaryOperator.identity());
  }

  BridgeFixture(BridgeOptions options, UnaryOperator<ConnectionOptions> connections) {
    bridge = Bridge.create(vertx, options);
    var usual = ListenerOptions.tcp(LISTENER, 0, bridge.framing());
    listener =
        await(hub.listen(usual.withConnection(connections.apply(usual.connection())), bridge));
  }

  /** Clients may send to addresses that begin with {@code in.} and register for {@code out.}. */
  static BridgeOptions inAndOut() {
    return BridgeOptions.defaults()
        .withInbound(Permitted.of(List.of("echo", "regex:in\\..*")))
        .withOutbound(Permitted.of(List.of("news", "regex:out\\..*")));
  }

  EventBus bus() {
    return vertx.eventBus();
  }

  BridgeClient connect() {
    return new BridgeClient(listener.port());
  }

  long figure(String name) {
    return listener.routeFigures().get(name);
  }

  ListenerFigures figures() {
    return await(hub.figures()).get(LISTENER);
  }

  /** Waits until the bridge's figure is that number. */
  void awaitFigure(String name, long expected) {
    eventually(name + " " + expected, () -> figure(name) == expected);
  }

  static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError("no outcome within " + WAIT_SECONDS + " s", e);
    }
  }

  static void eventually(String what, BooleanSupplier condition) {
    var deadlineNanos = System.nanoTime() + Duration.ofSeconds(WAIT_SECONDS).toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadlineNanos, "not within time: " + what);
      LockSupport.parkNanos(2_000_000);
    }
  }

  @Override
  public void close() {
    try {
      await(hub.drain(Duration.ofSeconds(5)));
      var figures = figures();
      assertEquals(0, figures.open(), "connections left");
      assertTrue(figures.in().addsUp(), figures.in().toString());
      assertTrue(figures.out().addsUp(), figures.out().toString());
      assertEquals(0, figures.in().inFlight(), figures.in().toString());
      assertEquals(0, figures.out().inFlight(), figures.out().toString());
      assertEquals(0, figure("registrations"));
      assertEquals(0, figure("unanswered"));
    } finally {
      await(vertx.close());
    }
  }
}
