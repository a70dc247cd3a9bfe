package dev.samara.rpc.dialogue;

import dev.samara.rpc.call.CallBalance;
import dev.samara.rpc.call.FailureKind;
import java.util.EnumMap;
import java.util.Map;

/** Counts the calls that are made on one event loop. Any thread; a snapshot always adds up. */
public final class CallLedger {
  private long started;
  private long answered;
  private long inFlight;
  private long lateAnswers;
  private final Map<FailureKind, Long> failed = new EnumMap<>(FailureKind.class);

  /** Nothing counted yet. */
  public CallLedger() {}

  /** A call was made. */
  public synchronized void begin() {
    started++;
    inFlight++;
  }

  /** A call has ended with its result. */
  public synchronized void answered() {
    inFlight--;
    answered++;
  }

  /**
   * A call has failed.
   *
   * @param kind why
   */
  public synchronized void failed(FailureKind kind) {
    inFlight--;
    failed.merge(kind, 1L, Long::sum);
  }

  /** An answer came that nobody waits for. */
  public synchronized void answeredLate() {
    lateAnswers++;
  }

  /**
   * All of it at one moment.
   *
   * @return a snapshot that adds up
   */
  public synchronized CallBalance snapshot() {
    return new CallBalance(started, answered, failed, inFlight, lateAnswers);
  }
}
