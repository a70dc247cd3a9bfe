package dev.samara.net.lifecycle;

import dev.samara.net.connection.Balance;
import dev.samara.net.connection.ConnectionOptions;
import dev.samara.net.connection.Event;
import dev.samara.net.connection.Link;
import dev.samara.net.connection.Route;
import dev.samara.net.connection.Session;
import dev.samara.net.memory.MemoryBudget;
import dev.samara.net.memory.MemoryLimits;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One event loop without a hub, whose clock is the test's. */
final class OneLoop implements AutoCloseable {

  static final String NAME = "stub";

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  final MemoryBudget budget = new MemoryBudget(new MemoryLimits(1 << 20, 1 << 20, 1 << 20));
  final List<Event> events = new ArrayList<>();
  final Loop loop =
      new Loop("test", 0, 1, (ContextInternal) vertx.getOrCreateContext(), events::add, budget);

  /** Runs a test's steps on the event loop, and fails as they do. */
  void run(Runnable steps) {
    var done = new CompletableFuture<Void>();
    loop.context()
        .runOnContext(_ -> {
          try {
            steps.run();
            done.complete(null);
          } catch (Throwable e) {
            done.completeExceptionally(e);
          }
        });
    try {
      done.get(20, TimeUnit.SECONDS);
    } catch (java.util.concurrent.ExecutionException e) {
      throw e.getCause() instanceof Error error ? error : new AssertionError(e.getCause());
    } catch (InterruptedException | java.util.concurrent.TimeoutException e) {
      throw new AssertionError("the event loop has not finished", e);
    }
  }

  LiveConnection adopt(StallingLink link, ConnectionOptions options, Session session) {
    var connection = adopt((Link) link, options, session);
    link.receiver = connection.receiver();
    return connection;
  }

  private LiveConnection adopt(Link link, ConnectionOptions options, Session session) {
    var route =
        new Route() {
          @Override
          public String name() {
            return "test";
          }

          @Override
          public Session open(Session.Control control) {
            return session;
          }
        };
    return loop.adopt(link, NAME, options, route);
  }

  Balance out() {
    return loop.figures().get(NAME).out();
  }

  /** Lets so much time pass that every connection has had its turn. */
  void pass(Duration time) {
    var later = System.nanoTime() + time.toNanos();
    for (var tick = 0; tick * Loop.TICK_MILLIS < 100; tick++) {
      loop.tick(later);
    }
  }

  @Override
  public void close() {
    vertx.close();
  }
}
