package dev.samara.rpc.serve;

import java.util.ArrayDeque;
import java.util.Optional;

/** How many calls a service deals with at a time, and how many wait. Any thread. */
final class Gate {
  enum Entry {
    IN,
    QUEUED,
    FULL
  }

  private final int maxInside;
  private final int maxQueued;
  private final ArrayDeque<ServedCall> queue = new ArrayDeque<>();
  private int inside;

  Gate(int maxInside, int maxQueued) {
    this.maxInside = maxInside;
    this.maxQueued = maxQueued;
  }

  synchronized Entry enter(ServedCall call) {
    if (inside < maxInside) {
      inside++;
      return Entry.IN;
    }
    if (queue.size() < maxQueued) {
      queue.add(call);
      return Entry.QUEUED;
    }
    return Entry.FULL;
  }

  /**
   * A call that was in or queued has ended; the one that is in instead, if one waited, is to be
   * run.
   */
  synchronized Optional<ServedCall> leave(ServedCall call) {
    if (queue.isEmpty()) {
      inside--;
      return Optional.empty();
    }
    return queue.remove(call) ? Optional.empty() : Optional.of(queue.remove());
  }

  synchronized int inside() {
    return inside;
  }

  synchronized int queued() {
    return queue.size();
  }
}
