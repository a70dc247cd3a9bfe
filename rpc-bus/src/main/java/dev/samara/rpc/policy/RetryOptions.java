package dev.samara.rpc.policy;

import java.time.Duration;

/**
 * When a call that has failed is attempted again. It is only if it certainly did not run, or its
 * method is idempotent, and never after its deadline.
 *
 * @param maxAttempts how often at most, the first time included, 1 to 10; 1 for no retries
 * @param firstDelay the mean wait before the second attempt, 0 to 1 minute; each further one waits
 *     twice as long. The wait itself is by chance, from none to twice the mean, so that callers
 *     that failed together do not come back together
 * @param maxDelay the longest mean wait, {@code firstDelay} to 10 minutes
 * @param budgetRatio how many retries there may be for each call in the long run, 0 to 1: what
 *     fails for everybody must not be asked for many times as often
 * @param budgetReserve how many retries there may be at once while few fail, 0 to 10,000
 */
public record RetryOptions(
    int maxAttempts,
    Duration firstDelay,
    Duration maxDelay,
    double budgetRatio,
    int budgetReserve) {

  private static final RetryOptions DEFAULTS =
      new RetryOptions(3, Duration.ofMillis(20), Duration.ofSeconds(2), 0.2, 100);

  private static final RetryOptions NONE = new RetryOptions(1, Duration.ZERO, Duration.ZERO, 0, 0);

  /** Checks the options; an error names the option, its value and its range. */
  public RetryOptions {
    Checks.between("maxAttempts", maxAttempts, 1, 10);
    Checks.between("firstDelay", firstDelay, Duration.ZERO, Duration.ofMinutes(1));
    Checks.between("maxDelay", maxDelay, firstDelay, Duration.ofMinutes(10));
    Checks.between("budgetRatio", budgetRatio, 0, 1);
    Checks.between("budgetReserve", budgetReserve, 0, 10_000);
  }

  /**
   * The defaults.
   *
   * @return three attempts, 20 ms to 2 s, one retry for five calls and 100 at once
   */
  public static RetryOptions defaults() {
    return DEFAULTS;
  }

  /**
   * No retries.
   *
   * @return one attempt
   */
  public static RetryOptions none() {
    return NONE;
  }

  /**
   * A copy with another number of attempts.
   *
   * @param attempts 1 to 10
   * @return the copy
   */
  public RetryOptions withMaxAttempts(int attempts) {
    return new RetryOptions(attempts, firstDelay, maxDelay, budgetRatio, budgetReserve);
  }

  /**
   * A copy with other waits.
   *
   * @param first before the second attempt
   * @param most the longest
   * @return the copy
   */
  public RetryOptions withDelays(Duration first, Duration most) {
    return new RetryOptions(maxAttempts, first, most, budgetRatio, budgetReserve);
  }

  /**
   * A copy with another budget.
   *
   * @param ratio retries for each call
   * @param reserve retries at once
   * @return the copy
   */
  public RetryOptions withBudget(double ratio, int reserve) {
    return new RetryOptions(maxAttempts, firstDelay, maxDelay, ratio, reserve);
  }
}
