package dev.samara.rpc.policy;

import java.time.Duration;

/**
 * When a node gets no calls for a while because too many of them have failed there. What counts as
 * failed is that the node left, the connection was lost, it was overloaded or there was no answer
 * in time; a callee that fails has answered, unless {@code countCalleeFailures} says otherwise.
 *
 * @param failurePercent so many of a hundred of the last calls, 1 to 100
 * @param lastCalls how many of the last calls count, 2 to 1,000
 * @param leastCalls how many there must be before anything follows, 1 to {@code lastCalls}
 * @param openFor how long the node gets no calls, 10 ms to 10 minutes
 * @param trialCalls how many it gets then to show that it is well, 1 to 100
 * @param countCalleeFailures whether failures of the implementation count as well
 */
public record BreakerOptions(
    int failurePercent,
    int lastCalls,
    int leastCalls,
    Duration openFor,
    int trialCalls,
    boolean countCalleeFailures) {

  private static final BreakerOptions DEFAULTS =
      new BreakerOptions(50, 50, 20, Duration.ofSeconds(5), 3, false);

  /** Checks the options; an error names the option, its value and its range. */
  public BreakerOptions {
    Checks.between("failurePercent", failurePercent, 1, 100);
    Checks.between("lastCalls", lastCalls, 2, 1_000);
    Checks.between("leastCalls", leastCalls, 1, lastCalls);
    Checks.between("openFor", openFor, Duration.ofMillis(10), Duration.ofMinutes(10));
    Checks.between("trialCalls", trialCalls, 1, 100);
  }

  /**
   * The defaults.
   *
   * @return half of the last 50 calls, 20 at least, for 5 s, then 3 trials
   */
  public static BreakerOptions defaults() {
    return DEFAULTS;
  }
}
