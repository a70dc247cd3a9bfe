package dev.samara.rpc.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.rpc.call.FailureKind;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class PolicyOptionsTest {
  private static final Duration MILLI = Duration.ofMillis(1);

  @Test
  void everyOptionHasItsRange() {
    var retries = RetryOptions.defaults();
    refused("maxAttempts: 0 (expected: 1 to 10)", () -> retries.withMaxAttempts(0));
    refused("maxAttempts: 11 (expected: 1 to 10)", () -> retries.withMaxAttempts(11));
    refused(
        "firstDelay: PT-0.001S (expected: PT0S to PT1M)",
        () -> retries.withDelays(MILLI.negated(), MILLI));
    refused(
        "maxDelay: PT0.001S (expected: PT0.002S to PT10M)",
        () -> retries.withDelays(MILLI.multipliedBy(2), MILLI));
    refused("budgetRatio: NaN (expected: 0.0 to 1.0)", () -> retries.withBudget(Double.NaN, 1));
    refused("budgetRatio: 1.1 (expected: 0.0 to 1.0)", () -> retries.withBudget(1.1, 1));
    refused("budgetReserve: 10001 (expected: 0 to 10000)", () -> retries.withBudget(1, 10_001));
    refused("percentile: 49.9 (expected: 50.0 to 99.99)", () -> new HedgeOptions(49.9, MILLI));
    refused(
        "minDelay: PT0S (expected: PT0.001S to PT1M)", () -> new HedgeOptions(50, Duration.ZERO));
    refused("failurePercent: 0 (expected: 1 to 100)", () -> breaker(0, 2, 1, MILLI, 1));
    refused("lastCalls: 1 (expected: 2 to 1000)", () -> breaker(1, 1, 1, MILLI, 1));
    refused("leastCalls: 3 (expected: 1 to 2)", () -> breaker(1, 2, 3, MILLI, 1));
    refused("openFor: PT0.001S (expected: PT0.01S to PT10M)", () -> breaker(1, 2, 1, MILLI, 1));
    refused("trialCalls: 0 (expected: 1 to 100)", () -> breaker(1, 2, 1, Duration.ofSeconds(1), 0));
    refused(
        "maxConcurrentCalls: 0 (expected: 1 to 1000000)",
        () -> CallPolicy.defaults().withMaxConcurrentCalls(0));
    assertEquals(1, RetryOptions.none().maxAttempts());
    assertEquals(50, BreakerOptions.defaults().failurePercent());
    assertEquals(Optional.empty(), CallPolicy.defaults().hedging());
  }

  @Test
  void waitsDoubleOnAverageUpToTheLongest() {
    var options = new RetryOptions(10, Duration.ofMillis(10), Duration.ofMillis(40), 1, 10_000);
    var retries = new Retries(options, new RetryBudget(options));
    var random = new Random(3);
    assertEquals(10, mean(retries, 1, random), 1);
    assertEquals(20, mean(retries, 2, random), 2);
    assertEquals(40, mean(retries, 3, random), 4);
    assertEquals(40, mean(retries, 9, random), 4);
  }

  private static double mean(Retries retries, int attempts, Random random) {
    var failure = new Retries.Failure(FailureKind.OVERLOADED, false, Optional.empty());
    return IntStream.range(0, 1_000)
            .mapToLong(i ->
                retries
                    .next(failure, attempts, false, Duration.ofHours(1), random)
                    .orElseThrow()
                    .toNanos())
            .peek(nanos -> assertTrue(nanos <= Duration.ofMillis(80).toNanos()))
            .average()
            .orElseThrow()
        / 1e6;
  }

  @Test
  void theBudgetHoldsNoMoreThanItsReserve() {
    var budget = new RetryBudget(RetryOptions.defaults().withBudget(0.25, 2));
    IntStream.range(0, 100).forEach(i -> budget.called());
    assertEquals(2, budget.left());
    assertTrue(budget.take() && budget.take() && !budget.take());
    IntStream.range(0, 3).forEach(i -> budget.called());
    assertTrue(!budget.take());
    budget.called();
    assertTrue(budget.take());
  }

  @Test
  void hedgesWaitAsLongAsMostCallsTake() {
    var latencies = new Latencies(new HedgeOptions(90, Duration.ofMillis(5)));
    assertEquals(Duration.ofMillis(5), latencies.hedgeDelay());
    IntStream.rangeClosed(1, 31).forEach(i -> latencies.add(Duration.ofSeconds(1).toNanos()));
    assertEquals(Duration.ofMillis(5), latencies.hedgeDelay());
    IntStream.rangeClosed(1, 300).forEach(i -> latencies.add(i * 1_000_000L));
    // Of the last 256, from 45 to 300 ms.
    assertEquals(Duration.ofMillis(44 + 231), latencies.hedgeDelay());
    IntStream.rangeClosed(1, 256).forEach(i -> latencies.add(1));
    assertEquals(Duration.ofMillis(5), latencies.hedgeDelay());
  }

  private static BreakerOptions breaker(
      int percent, int last, int least, Duration open, int trial) {
    return new BreakerOptions(percent, last, least, open, trial, false);
  }

  private static void refused(String message, Executable make) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, make).getMessage());
  }
}
