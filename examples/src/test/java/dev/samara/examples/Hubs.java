package dev.samara.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.net.Hub;
import dev.samara.net.Listener;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What a test does with a hub: wait for it, find its ports, and settle its account. */
final class Hubs {

  private static final long WAIT_SECONDS = 20;

  private Hubs() {}

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

  static int port(Hub hub, String listener) {
    return hub.listeners().stream()
        .filter(candidate -> candidate.name().equals(listener))
        .mapToInt(Listener::port)
        .findFirst()
        .orElseThrow();
  }

  /** Ends all connections; then every message must have had its outcome. */
  static void assertSettled(Hub hub) {
    await(hub.drain(Duration.ofSeconds(5)));
    var figures = await(hub.figures());
    assertTrue(!figures.isEmpty(), "no listener has figures");
    figures.forEach((name, listener) -> {
      assertEquals(0, listener.open(), name + ": connections left");
      assertTrue(listener.in().addsUp(), name + " in: " + listener.in());
      assertTrue(listener.out().addsUp(), name + " out: " + listener.out());
      assertEquals(0, listener.in().inFlight(), name + " in: " + listener.in());
      assertEquals(0, listener.out().inFlight(), name + " out: " + listener.out());
    });
  }
}
