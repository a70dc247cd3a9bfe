package dev.samara.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.net.connection.ConnectionInfo;
import dev.samara.net.connection.ListenerFigures;
import dev.samara.net.connection.Route;
import dev.samara.net.connection.Timeouts;
import dev.samara.net.dns.ResolverKind;
import dev.samara.net.memory.MemoryBudget;
import dev.samara.net.memory.MemoryLimits;
import dev.samara.net.route.Routes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.dns.AddressResolverOptions;
import io.vertx.core.transport.Transport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A Vert.x and a hub for one test; closing it asserts that every message is accounted for. */
final class HubFixture implements AutoCloseable {

  static final long WAIT_SECONDS = 20;

  /** A time limit that must not pass in a test: longer than the test waits for anything. */
  static final Duration PATIENCE = Duration.ofMinutes(1);

  /** No limit passes in a test that is about something else. */
  static final Timeouts PATIENT = Timeouts.DEFAULT.withHandshake(PATIENCE).withClose(PATIENCE);

  final Vertx vertx;
  final Hub hub;

  /** On the JDK's selectors, which every machine has. */
  HubFixture() {
    this(Transport.NIO);
  }

  HubFixture(Transport transport) {
    this(transport, new MemoryBudget(MemoryLimits.defaults()));
  }

  HubFixture(MemoryBudget budget) {
    this(Transport.NIO, budget);
  }

  private HubFixture(Transport transport, MemoryBudget budget) {
    this(transport, budget, new AddressResolverOptions());
  }

  private HubFixture(Transport transport, MemoryBudget budget, AddressResolverOptions names) {
    vertx =
        Vertx.builder()
            .with(new VertxOptions().setEventLoopPoolSize(2).setAddressResolverOptions(names))
            .withTransport(transport)
            .build();
    hub = await(Hub.start(vertx, "test", HubOptions.defaults().withMemory(budget)));
  }

  /** One whose Vert.x leaves names to the JVM, as the launcher tells it to. */
  static HubFixture withJvmNames() {
    return ResolverKind.JVM.make(() -> new HubFixture());
  }

  /** One whose Vert.x finds hosts as the options say. */
  static HubFixture withNames(AddressResolverOptions names) {
    var budget = new MemoryBudget(MemoryLimits.defaults());
    return ResolverKind.VERTX.make(() -> new HubFixture(Transport.NIO, budget, names));
  }

  /** To a service on the bus that has time to answer, also on a machine that stands still. */
  Route bus(String address) {
    return Routes.bus(vertx, address, PATIENCE);
  }

  Listener listen(ListenerOptions options, Route route) {
    return await(hub.listen(options, route));
  }

  ListenerFigures figures(String listener) {
    return await(hub.figures()).get(listener);
  }

  Map<String, ListenerFigures> figures() {
    return await(hub.figures());
  }

  List<ConnectionInfo> connections() {
    return await(hub.connections());
  }

  static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (java.util.concurrent.ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException | java.util.concurrent.TimeoutException e) {
      throw new AssertionError("no outcome within " + WAIT_SECONDS + " s", e);
    }
  }

  /** Waits for what must become true, without sleeping for a fixed time. */
  static void eventually(String what, BooleanSupplier condition) {
    var deadlineNanos = System.nanoTime() + Duration.ofSeconds(WAIT_SECONDS).toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadlineNanos, "not within time: " + what);
      java.util.concurrent.locks.LockSupport.parkNanos(2_000_000);
    }
  }

  @Override
  public void close() {
    try {
      await(hub.drain(Duration.ofSeconds(5)));
      figures()
          .forEach((name, figures) -> {
            assertEquals(0, figures.open(), name + ": connections left");
            assertTrue(figures.in().addsUp(), name + " in: " + figures.in());
            assertTrue(figures.out().addsUp(), name + " out: " + figures.out());
            assertEquals(0, figures.in().inFlight(), name + " in: " + figures.in());
            assertEquals(0, figures.out().inFlight(), name + " out: " + figures.out());
          });
    } finally {
      await(vertx.close());
    }
  }
}
