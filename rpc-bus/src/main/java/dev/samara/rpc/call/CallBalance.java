package dev.samara.rpc.call;

import java.util.Map;

/**
 * What became of the calls made from one node. At every moment {@code started = answered + failed
 * (all kinds) + inFlight}.
 *
 * @param started calls made, also those refused at once
 * @param answered calls that ended with a result
 * @param failed calls that ended in a failure, by kind; a kind without any is absent
 * @param inFlight calls without an outcome yet
 * @param lateAnswers answers that came after their call had ended already, and were dropped
 */
public record CallBalance(
    long started, long answered, Map<FailureKind, Long> failed, long inFlight, long lateAnswers) {

  /** Copies the map. */
  public CallBalance {
    failed = Map.copyOf(failed);
  }

  /**
   * Whether every call has one outcome or is in flight.
   *
   * @return true if the sum is right; false means a defect in this module
   */
  public boolean addsUp() {
    long failures = failed.values().stream().mapToLong(Long::longValue).sum();
    return started == answered + failures + inFlight;
  }
}
