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
  private enum State {
    RECEIVING,
    RECEIVED,
    LATE
  }

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final int streamId;
  private final WireTimeouts timeouts;
  private State state = State.RECEIVING;
  private Runnable onLate = () -> {};
  private boolean waitsForContinue;
  private long windowSince;
  private long windowBytes;
  private long lateSince;
  private long answerSince = -1;
  private long updates;
  private long progress;
  private long stalledSince;

  StreamTimes(int streamId, WireTimeouts timeouts, boolean waitsForContinue, long nowNanos) {
    this.streamId = streamId;
    this.timeouts = timeouts;
    this.waitsForContinue = waitsForContinue;
    this.windowSince = nowNanos;
    this.stalledSince = nowNanos;
  }

  int streamId() {
    return streamId;
  }

  boolean isLate() {
    return state == State.LATE;
  }

  /** Run once when the body is too slow, to answer so. */
  void whenLate(Runnable action) {
    onLate = action;
  }

  /** The client waits no more for a word whether its body is wanted. */
  void continued(long nowNanos) {
    if (waitsForContinue) {
      waitsForContinue = false;
      windowSince = nowNanos;
    }
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

  /** The peer lets more of the answer come. */
  void windowGrew() {
    updates++;
  }

  /**
   * What can be seen of the answer.
   *
   * @param begun whether its head is out; that of 100 (Continue) is another
   * @param waits whether something of it waits for the peer
   * @param windows how much the peer lets come, on the stream and in all, as one number
   */
  void answerSeen(boolean begun, boolean waits, long windows, long nowNanos) {
    if (begun) {
      continued(nowNanos);
    }
    if (begun && answerSince < 0) {
      answerSince = nowNanos;
    }
    long current = updates * 31 + windows;
    if (!waits || current != progress) {
      progress = current;
      stalledSince = nowNanos;
    }
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

  /** Whether it is to be reset. */
  boolean isOver(long nowNanos) {
    Duration response = timeouts.response();
    return nowNanos - stalledSince > timeouts.write().toNanos()
        || (state == State.LATE && nowNanos - lateSince > timeouts.linger().toNanos())
        || (!response.isZero() && answerSince >= 0 && nowNanos - answerSince > response.toNanos());
  }
}
