package dev.samara.rpc.policy;

import java.util.concurrent.atomic.LongAdder;

/** Counts the attempts of all clients of a node. Any thread. */
public final class AttemptCounter {
  final LongAdder attempts = new LongAdder();
  final LongAdder retried = new LongAdder();
  final LongAdder hedged = new LongAdder();
  final LongAdder hedgesWon = new LongAdder();
  final LongAdder exhausted = new LongAdder();
  final LongAdder kept = new LongAdder();

  /** Nothing counted yet. */
  public AttemptCounter() {}

  /**
   * What was done beyond one attempt for each call.
   *
   * @return a snapshot
   */
  public AttemptFigures snapshot() {
    return new AttemptFigures(
        attempts.sum(), retried.sum(), hedged.sum(), hedgesWon.sum(), exhausted.sum(), kept.sum());
  }
}
