package dev.samara.net;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before another try: exponentially longer, up to a bound, less a random part so
 * that many clients of a server that comes back do not all come at once.
 *
 * @param first the wait after the first failure; 1 ms or more
 * @param max the longest wait; at least {@code first}
 * @param factor how much longer each wait is than the one before; 1 or more
 * @param jitter the share of a wait that is left to chance; 0 (none) to 1 (anything from 0 on)
 * @param maxAttempts how many tries there are, the first one included; 1 or more
 * @param limit after how long there is no other try, and one under way is cut; zero for no limit
 */
public record Backoff(
    Duration first, Duration max, double factor, double jitter, int maxAttempts, Duration limit) {

  /** In place of a number of attempts: no bound. */
  public static final int UNLIMITED = Integer.MAX_VALUE;

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException naming the option, its value and its range
   */
  public Backoff {
    check("first", first.toMillis() >= 1, first.toMillis() + " ms", ">= 1");
    check("max", max.compareTo(first) >= 0, max.toMillis() + " ms", ">= first");
    check("factor", factor >= 1 && factor <= 1_000, factor, "1 to 1000");
    check("jitter", jitter >= 0 && jitter <= 1, jitter, "0 to 1");
    check("maxAttempts", maxAttempts >= 1, maxAttempts, ">= 1");
    check("limit", !limit.isNegative(), limit.toMillis() + " ms", ">= 0");
  }

  private static void check(String option, boolean holds, Object value, String range) {
    if (!holds) {
      throw new IllegalArgumentException("%s: %s (expected: %s)".formatted(option, value, range));
    }
  }

  /**
   * No second try.
   *
   * @return a back-off with one attempt
   */
  public static Backoff once() {
    return standard().withMaxAttempts(1);
  }

  /**
   * For something that is expected to come back: 100 ms, twice as long each time, up to 30 s, half
   * of it by chance, without end.
   *
   * @return the usual back-off
   */
  public static Backoff standard() {
    return new Backoff(
        Duration.ofMillis(100), Duration.ofSeconds(30), 2, 0.5, UNLIMITED, Duration.ZERO);
  }

  /**
   * Changes the number of tries.
   *
   * @param attempts 1 or more
   * @return a changed back-off
   */
  public Backoff withMaxAttempts(int attempts) {
    return new Backoff(first, max, factor, jitter, attempts, limit);
  }

  /**
   * Changes the time limit.
   *
   * @param newLimit for all tries together; zero for none
   * @return a changed back-off
   */
  public Backoff withLimit(Duration newLimit) {
    return new Backoff(first, max, factor, jitter, maxAttempts, newLimit);
  }

  /**
   * Changes the waits.
   *
   * @param newFirst the wait after the first failure
   * @param newMax the longest wait
   * @return a changed back-off
   */
  public Backoff withDelays(Duration newFirst, Duration newMax) {
    return new Backoff(newFirst, newMax, factor, jitter, maxAttempts, limit);
  }

  /**
   * The wait before the next try.
   *
   * @param failures how many tries have failed; 1 or more
   * @param random what chance is taken from
   * @return between {@code (1 - jitter)} times the full wait and the full wait
   */
  public Duration delay(int failures, RandomGenerator random) {
    var full = Math.min(max.toMillis(), first.toMillis() * Math.pow(factor, failures - 1.0));
    return Duration.ofMillis(Math.round(full * (1 - jitter * random.nextDouble())));
  }
}
