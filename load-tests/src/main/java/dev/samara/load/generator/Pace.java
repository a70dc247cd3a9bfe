package dev.samara.load.generator;

import java.util.OptionalLong;

/**
 * When the messages of one connection are sent, and from when on the time of each is taken. Owned
 * by the connection's event loop.
 */
abstract sealed class Pace {
  /** How many messages may be sent now. */
  abstract long due(long nowNanos, long sent, long inFlight);

  /** A message is sent. */
  abstract void sent(long index, long nowNanos);

  /** From when on the time of a message counts. */
  abstract long beganNanos(long index);

  /** Whether an answer belongs to the measured ones. */
  abstract boolean measures(long index, long nowNanos);

  /** Whether no message is sent any more. */
  abstract boolean isOver(long nowNanos, long sent);

  /**
   * When the next message is due if no answer comes before, empty if only an answer makes it due.
   */
  abstract OptionalLong next(long sent);

  /**
   * A closed loop: a fixed number in flight, a new message for each answer. A server that stalls is
   * sent nothing meanwhile.
   */
  static final class Closed extends Pace {
    private final Window window;
    private final long[] sentNanos;

    Closed(Window window, int depth) {
      this.window = window;
      this.sentNanos = new long[depth];
    }

    @Override
    long due(long nowNanos, long sent, long inFlight) {
      return sentNanos.length - inFlight;
    }

    @Override
    void sent(long index, long nowNanos) {
      sentNanos[(int) (index % sentNanos.length)] = nowNanos;
    }

    @Override
    long beganNanos(long index) {
      return sentNanos[(int) (index % sentNanos.length)];
    }

    @Override
    boolean measures(long index, long nowNanos) {
      return window.contains(nowNanos);
    }

    /** A machine that stood still for the whole window has sent once all the same. */
    @Override
    boolean isOver(long nowNanos, long sent) {
      return sent > 0 && window.isOver(nowNanos);
    }

    @Override
    OptionalLong next(long sent) {
      return OptionalLong.empty();
    }
  }

  /**
   * An open loop: each message has its moment, whatever became of those before. Its time counts
   * from that moment on, even if it was sent later, and all messages whose moment lies in the
   * window are measured: a stall costs all whom it would have kept waiting (no coordinated
   * omission).
   */
  static final class Open extends Pace {
    private final Window window;
    private final long firstNanos;
    private final double intervalNanos;
    private final long count;
    private final int maxInFlight;

    /**
     * Takes the moment of the first message, the time between two, and how many may be unanswered;
     * what is due beyond that waits, and its time runs.
     */
    Open(Window window, long firstNanos, double intervalNanos, int maxInFlight) {
      this.window = window;
      this.firstNanos = firstNanos;
      this.intervalNanos = intervalNanos;
      this.maxInFlight = maxInFlight;
      this.count =
          Math.max(0, (long) Math.ceil((window.closeNanos() - firstNanos) / intervalNanos));
    }

    @Override
    long due(long nowNanos, long sent, long inFlight) {
      if (nowNanos - firstNanos < 0) {
        return 0;
      }
      long dueUntilNow =
          Math.min(count, 1 + (long) Math.floor((nowNanos - firstNanos) / intervalNanos));
      return Math.min(dueUntilNow - sent, maxInFlight - inFlight);
    }

    @Override
    void sent(long index, long nowNanos) {}

    @Override
    long beganNanos(long index) {
      return firstNanos + (long) (index * intervalNanos);
    }

    @Override
    boolean measures(long index, long nowNanos) {
      return window.contains(beganNanos(index));
    }

    @Override
    boolean isOver(long nowNanos, long sent) {
      return sent >= count;
    }

    @Override
    OptionalLong next(long sent) {
      return sent < count ? OptionalLong.of(beganNanos(sent)) : OptionalLong.empty();
    }
  }
}
