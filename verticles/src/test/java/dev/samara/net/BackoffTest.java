package dev.samara.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The waits between tries. */
class BackoffTest {

  private static final Backoff PLAIN =
      new Backoff(
          Duration.ofMillis(100), Duration.ofSeconds(1), 2, 0, Backoff.UNLIMITED, Duration.ZERO);

  @Test
  void waitsLongerEachTimeUpToItsBound() {
    var waits =
        IntStream.rangeClosed(1, 6)
            .mapToObj(failures -> PLAIN.delay(failures, new Random(1)).toMillis())
            .toList();
    assertEquals(java.util.List.of(100L, 200L, 400L, 800L, 1000L, 1000L), waits);
    assertEquals(1000, PLAIN.delay(Integer.MAX_VALUE, new Random(1)).toMillis());
  }

  @Test
  void leavesTheGivenShareToChance() {
    var jittery =
        new Backoff(
            Duration.ofMillis(1000), Duration.ofMillis(1000), 1, 0.3, 5, Duration.ofSeconds(1));
    var random = new Random(7);
    var waits =
        IntStream.range(0, 1000).mapToLong(_ -> jittery.delay(1, random).toMillis()).toArray();
    var facts = java.util.Arrays.stream(waits).summaryStatistics();
    assertTrue(facts.getMin() >= 700 && facts.getMax() <= 1000, facts.toString());
    assertTrue(facts.getMin() < 720 && facts.getMax() > 980, facts.toString());
  }

  @Test
  void saysWhichOptionIsOutOfItsRange() {
    refused("first: 0 ms (expected: >= 1)", () -> PLAIN.withDelays(Duration.ZERO, Duration.ZERO));
    refused(
        "max: 1 ms (expected: >= first)",
        () -> PLAIN.withDelays(Duration.ofMillis(2), Duration.ofMillis(1)));
    refused("maxAttempts: 0 (expected: >= 1)", () -> PLAIN.withMaxAttempts(0));
    refused("limit: -1 ms (expected: >= 0)", () -> PLAIN.withLimit(Duration.ofMillis(-1)));
    var second = Duration.ofSeconds(1);
    refused(
        "factor: 0.5 (expected: 1 to 1000)",
        () -> new Backoff(second, second, 0.5, 0, 1, Duration.ZERO));
    refused(
        "factor: NaN (expected: 1 to 1000)",
        () -> new Backoff(second, second, Double.NaN, 0, 1, Duration.ZERO));
    refused(
        "jitter: 1.1 (expected: 0 to 1)",
        () -> new Backoff(second, second, 1, 1.1, 1, Duration.ZERO));
  }

  private static void refused(String message, org.junit.jupiter.api.function.Executable making) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, making).getMessage());
  }
}
