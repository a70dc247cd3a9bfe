package dev.samara.net.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Hundreds of connections that are sent to from several threads, closed in all modes by either end,
 * reset, read slowly, failed by their handlers and dialled again: each message has one outcome, and
 * the accounts say the same as the messages.
 */
class ChaosTest {

  /** Repeats a run that failed: {@code -Dsamara.chaos.seed=…}. */
  private static long seed() {
    return Long.getLong("samara.chaos.seed", new Random().nextLong());
  }

  @Test
  void theEquationHolds() throws Exception {
    run(Duration.ofSeconds(3));
  }

  @Test
  @Tag("long")
  @Timeout(300)
  void theEquationHoldsForLong() throws Exception {
    run(Duration.ofMinutes(2));
  }

  private static void run(Duration time) throws Exception {
    var seed = seed();
    System.out.println("chaos: -Dsamara.chaos.seed=" + seed);
    try (var chaos = new Chaos(seed)) {
      var looks = chaos.rage(time);
      var connections = chaos.end();
      assertTrue(looks > 1, looks + " looks");
      assertTrue(connections > 200, connections + " connections");
      assertEquals(0, chaos.faults().size(), () -> "seed " + seed + ": " + chaos.faults());
    }
  }
}
