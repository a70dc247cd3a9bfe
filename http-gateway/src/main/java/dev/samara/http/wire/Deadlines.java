package dev.samara.http.wire;

import dev.samara.http.limits.WireTimeouts;
import java.time.Duration;

/**
 * Since when a connection has been doing what it does, and whether that is too long. Time is what
 * {@link #check} was last called with: no clock is read for a request. Owned by the event loop.
 */
final class Deadlines {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final Front front;
  private final WireTimeouts timeouts;
  private final StuckSocket socket;
  private final long openedAt;
  private long now;
  private long headSince;
  private long waitingSince;
  private long windowSince;
  private long windowBytes;
  private long answerSince = -1;
  private long drainingSince;
  private long lingeringSince;
  private boolean headBegun;
  private boolean waitsForContinue;

  Deadlines(Front front, WireTimeouts timeouts, long nowNanos) {
    this.front = front;
    this.timeouts = timeouts;
    this.socket = new StuckSocket(front.channel());
    this.now = nowNanos;
    this.openedAt = nowNanos;
    this.waitingSince = nowNanos;
  }

  void bytesRead() {
    if (!headBegun && front.isBetween()) {
      headBegun = true;
      headSince = now;
    }
  }

  void bodyRead(int bytes) {
    windowBytes += bytes;
    waitsForContinue = false;
  }

  void requestBegan() {
    headBegun = false;
    windowSince = now;
    windowBytes = 0;
    waitsForContinue = front.head().first("Expect").isPresent();
  }

  void continued() {
    waitsForContinue = false;
    windowSince = now;
  }

  void answerBegan() {
    answerSince = now;
  }

  void waitingBegan() {
    waitingSince = now;
    headBegun = false;
    answerSince = -1;
  }

  void drainingBegan() {
    drainingSince = now;
  }

  void lingeringBegan() {
    lingeringSince = now;
  }

  boolean isConnectionOld() {
    return isOver(openedAt, timeouts.connection());
  }

  void check(long nowNanos) {
    now = nowNanos;
    if (front.isUpgraded()) {
      return;
    }
    if (front.isLingering()) {
      if (isOver(lingeringSince, timeouts.linger())) {
        front.closeNow();
      }
    } else if (socket.isStuck(now, timeouts.write()) || isAnswerLate()) {
      front.closeNow();
    } else if (front.isBetween()) {
      checkHead();
    } else if (front.isReceiving()) {
      checkBody();
    } else if (front.isDraining() && isOver(drainingSince, timeouts.linger())) {
      front.finishDraining();
    }
  }

  private void checkHead() {
    if (front.isInHead()) {
      if (!headBegun) {
        bytesRead();
      } else if (isOver(headSince, timeouts.head())) {
        front.tooSlow("the head of the request took too long");
      }
    } else if (isConnectionOld()) {
      front.closeNow();
    } else if (isOver(waitingSince, timeouts.keepAlive())) {
      waitingSince = now;
      if (!front.host().keepsIdle(timeouts.keepAlive())) {
        front.closeNow();
      }
    }
  }

  /** Only the client's own time counts. */
  private void checkBody() {
    if (waitsForContinue || !front.channel().config().isAutoRead()) {
      windowSince = now;
      windowBytes = 0;
    } else if (isOver(windowSince, timeouts.body())) {
      double seconds = (double) (now - windowSince) / NANOS_PER_SECOND;
      if (windowBytes < timeouts.minBodyBytesPerSecond() * seconds) {
        front.tooSlow("the body of the request came too slowly");
      } else {
        windowSince = now;
        windowBytes = 0;
      }
    }
  }

  private boolean isAnswerLate() {
    return answerSince >= 0
        && !timeouts.response().isZero()
        && isOver(answerSince, timeouts.response());
  }

  private boolean isOver(long since, Duration limit) {
    return now - since > limit.toNanos();
  }
}
