package dev.samara.http.wire;

import dev.samara.http.limits.WireTimeouts;
import java.time.Duration;

/**
 * Since when one stream of HTTP/2 has been doing what it does, and whether that is too long. Owned
 * by the event loop of its connection.
 *
 * <pre>
 *   RECEIVING --its end--> RECEIVED
 *       |
 *       |--too slow--> LATE --answered, or nobody answers--> reset
 * </pre>
 *
 * LATE: nothing more of the body is shown to anybody. The answer goes on by itself, beside these
 * states.
 */
final class StreamTimes {
  enum State {
    RECEIVING,
    RECEIVED,
    LATE
  }

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  final int id;
  private final WireTimeouts timeouts;
  private State state = State.RECEIVING;
  private Runnable onLate = () -> {};
  private boolean waitsForContinue;
  private long windowSince;
  private long windowBytes;
  private long lateSince;
  private long answerSince = -1;
  private long steps;
  private long mark;
  private long stalledSince;

  StreamTimes(int id, WireTimeouts timeouts, boolean waitsForContinue, long nowNanos) {
    this.id = id;
    this.timeouts = timeouts;
    this.waitsForContinue = waitsForContinue;
    this.windowSince = nowNanos;
    this.stalledSince = nowNanos;
  }

  State state() {
    return state;
  }

  /** Run once when the body is too slow, to answer so. */
  void whenLate(Runnable action) {
    onLate = action;
  }

  void read(int bytes) {
    windowBytes += bytes;
    waitsForContinue = false;
  }

  void received() {
    if (state == State.RECEIVING) {
      state = State.RECEIVED;
    }
  }

  /** From the next look on the client's time counts. */
  void continued() {
    waitsForContinue = false;
  }

  void headSent(long nowNanos) {
    waitsForContinue = false;
    if (answerSince < 0) {
      answerSince = nowNanos;
    }
  }

  /** The peer let more come. */
  void windowGrew() {
    steps++;
  }

  /** Only the client's own time counts: when it may not send, none passes. */
  void checkBody(boolean maySend, long nowNanos) {
    if (state != State.RECEIVING) {
      return;
    }
    if (waitsForContinue || !maySend) {
      windowSince = nowNanos;
      windowBytes = 0;
    } else if (nowNanos - windowSince > timeouts.body().toNanos()) {
      double seconds = (double) (nowNanos - windowSince) / NANOS_PER_SECOND;
      if (windowBytes < timeouts.minBodyBytesPerSecond() * seconds) {
        state = State.LATE;
        lateSince = nowNanos;
        onLate.run();
      } else {
        windowSince = nowNanos;
        windowBytes = 0;
      }
    }
  }

  /**
   * Whether it is to be reset.
   *
   * @param waits whether bytes of the answer wait for the peer
   * @param windows how much it lets come, on the stream and in all, as one number
   */
  boolean isOver(boolean waits, long windows, long nowNanos) {
    long current = steps * 31 + windows;
    if (!waits || current != mark) {
      mark = current;
      stalledSince = nowNanos;
    }
    Duration response = timeouts.response();
    return nowNanos - stalledSince > timeouts.write().toNanos()
        || (state == State.LATE && nowNanos - lateSince > timeouts.linger().toNanos())
        || (!response.isZero() && answerSince >= 0 && nowNanos - answerSince > response.toNanos());
  }
}
