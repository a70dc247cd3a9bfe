package dev.samara.net.lifecycle;

import dev.samara.net.memory.MemoryBudget;
import dev.samara.net.memory.MemoryLimits;
import java.util.List;
import java.util.function.Supplier;

/** What the connections of one event loop, which owns all fields, take of the memory budget. */
final class LoopMemory {

  /** Changes up to this are kept here: the shared counts are touched by many event loops. */
  private static final long STEP_BYTES = MemoryLimits.LEAST_BYTES;

  private final MemoryBudget budget;
  private long inChange;
  private long outChange;

  /** Messages that the routes of this event loop hold. */
  private long held;

  /** May read although nobody may: see {@link #grant}. */
  private LiveConnection granted;

  private long grantedPartBytes;

  LoopMemory(MemoryBudget budget) {
    this.budget = budget;
  }

  /** A connection holds more or less of what it read. */
  void in(long bytes, int messages) {
    inChange += bytes;
    held += messages;
    if (inChange > STEP_BYTES || inChange < -STEP_BYTES) {
      fold();
    }
  }

  /** A connection holds more or less of what is to be sent. */
  void out(long bytes) {
    outChange += bytes;
    if (outChange > STEP_BYTES || outChange < -STEP_BYTES) {
      fold();
    }
  }

  /** Adds what changed to the shared counts. */
  void fold() {
    if (inChange != 0 || outChange != 0) {
      var in = inChange;
      var out = outChange;
      inChange = 0;
      outChange = 0;
      budget.add(in, out);
    }
  }

  boolean mayRead(LiveConnection connection) {
    return !budget.isPressed() || granted == connection;
  }

  boolean isOutFull() {
    return budget.isOutFull();
  }

  /**
   * When parts of messages have used up the budget and no route holds a message, nothing would ever
   * be freed: then one connection after another may read until it has the whole of its message.
   * More than one message for each event loop the budget cannot be exceeded by that.
   */
  void grant(Supplier<List<LiveConnection>> connections) {
    if (!budget.isInPressed() || held > 0) {
      granted = null;
      return;
    }
    var part = granted == null ? 0 : granted.engine().inbound().partBytes();
    if (part == 0 || part == grantedPartBytes) {
      granted = nextWithPart(connections.get());
      part = granted == null ? 0 : granted.engine().inbound().partBytes();
    }
    grantedPartBytes = part;
  }

  /** The one after the last; one that makes no progress comes again when all others had a turn. */
  private LiveConnection nextWithPart(List<LiveConnection> connections) {
    var from = granted == null ? 0 : connections.indexOf(granted) + 1;
    for (var i = 0; i < connections.size(); i++) {
      var next = connections.get((from + i) % connections.size());
      if (next.engine().inbound().partBytes() > 0) {
        return next;
      }
    }
    return null;
  }
}
