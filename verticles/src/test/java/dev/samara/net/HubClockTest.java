package dev.samara.net;

import static dev.samara.net.HubFixture.await;
import static dev.samara.net.HubFixture.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.samara.net.time.LoopClock;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** The clocks of real event loops. */
class HubClockTest {

  @Test
  void clocksGoAndNoticeABlockedEventLoop() throws Exception {
    var vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
    try {
      var hub =
          await(
              Hub.start(
                  vertx, "test", HubOptions.defaults().withClockPeriod(Duration.ofMillis(5))));
      var clock = new CompletableFuture<LoopClock>();
      vertx.runOnContext(_ -> clock.complete(hub.status().clock()));
      var started = FaultTest.get(clock).nowNanos();
      eventually("it goes", () -> clock.join().nowNanos() - started > 20_000_000);
      assertEquals(Duration.ofMillis(5), clock.join().period());
      hub.status().takeEventLoopDelays();
      var blocked = new CompletableFuture<Void>();
      vertx.runOnContext(_ -> {
        var until = System.nanoTime() + 60_000_000;
        while (System.nanoTime() < until) {
          LockSupport.parkNanos(until - System.nanoTime());
        }
        blocked.complete(null);
      });
      FaultTest.get(blocked);
      eventually(
          "a delay of nearly 60 ms",
          () ->
              hub.status().takeEventLoopDelays().stream()
                  .anyMatch(delay -> delay.max().toMillis() >= 50));
      assertNotEquals(0, hub.status().clock().nowNanos());
    } finally {
      await(vertx.close());
    }
  }

  @Test
  void thePeriodHasARange() {
    for (var millis : new long[] {0, 1_001}) {
      var wrong = Duration.ofMillis(millis);
      var failure =
          assertThrows(
              IllegalArgumentException.class, () -> HubOptions.defaults().withClockPeriod(wrong));
      assertEquals(
          "clockPeriod: %d ms (expected: 1 to 1000)".formatted(millis), failure.getMessage());
    }
  }
}
