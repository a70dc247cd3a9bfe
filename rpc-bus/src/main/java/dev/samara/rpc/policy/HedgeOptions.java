package dev.samara.rpc.policy;

import java.time.Duration;

/**
 * When a call of an idempotent method that takes long is made a second time, at another node; the
 * first answer counts, and the other attempt is given up. Each second attempt is taken out of the
 * budget of retries.
 *
 * @param percentile wait for so many of a hundred calls to be answered, as the last ones were, 50
 *     to 99.99
 * @param minDelay wait so long at least, and so long while there is no experience, 1 ms to 1 minute
 */
public record HedgeOptions(double percentile, Duration minDelay) {

  private static final HedgeOptions DEFAULTS = new HedgeOptions(95, Duration.ofMillis(10));

  /** Checks the options; an error names the option, its value and its range. */
  public HedgeOptions {
    Checks.between("percentile", percentile, 50, 99.99);
    Checks.between("minDelay", minDelay, Duration.ofMillis(1), Duration.ofMinutes(1));
  }

  /**
   * The defaults.
   *
   * @return after 95 of a hundred, and 10 ms
   */
  public static HedgeOptions defaults() {
    return DEFAULTS;
  }
}
