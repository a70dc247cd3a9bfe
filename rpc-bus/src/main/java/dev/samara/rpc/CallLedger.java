package dev.samara.rpc;

import dev.samara.rpc.call.CallBalance;
import dev.samara.rpc.call.FailureKind;
import java.util.EnumMap;
import java.util.Map;

/** Counts calls and bounds those in flight. Any thread; a snapshot always adds up. */
final class CallLedger {
  private final int maxInFlight;
  private long started;
  private long answered;
  private long inFlight;
  private long lateAnswers;
  private final Map<FailureKind, Long> failed = new EnumMap<>(FailureKind.class);

  CallLedger(int maxInFlight) {
    this.maxInFlight = maxInFlight;
  }

  /**
   * Counts a call as in flight; or, if there are too many, as failed for overload, and says false.
   */
  synchronized boolean begin() {
    started++;
    if (inFlight >= maxInFlight) {
      failed.merge(FailureKind.OVERLOADED, 1L, Long::sum);
      return false;
    }
    inFlight++;
    return true;
  }

  synchronized void answered() {
    inFlight--;
    answered++;
  }

  synchronized void failed(FailureKind kind) {
    inFlight--;
    failed.merge(kind, 1L, Long::sum);
  }

  synchronized void answeredLate() {
    lateAnswers++;
  }

  synchronized CallBalance snapshot() {
    return new CallBalance(started, answered, failed, inFlight, lateAnswers);
  }
}
