package dev.samara.http.upload;

import io.vertx.core.Future;
import io.vertx.core.Promise;

/** The counts behind {@link UploadBalance}. Any thread; each change moves one upload. */
final class UploadLedger {
  private final Promise<Void> idle = Promise.promise();

  // Guarded by this.
  private long accepted;
  private long stored;
  private long failed;
  private long aborted;
  private long parked;
  private long inFlight;
  private boolean closed;

  /** Takes one more, unless closed or {@code maxInFlight} are under way. */
  synchronized boolean tryAccept(int maxInFlight) {
    if (closed || inFlight >= maxInFlight) {
      return false;
    }
    accepted++;
    inFlight++;
    return true;
  }

  void stored() {
    synchronized (this) {
      stored++;
      inFlight--;
    }
    checkIdle();
  }

  void parked() {
    synchronized (this) {
      parked++;
      inFlight--;
    }
    checkIdle();
  }

  void ended(UploadFailure kind) {
    synchronized (this) {
      if (kind == UploadFailure.ABORTED) {
        aborted++;
      } else {
        failed++;
      }
      inFlight--;
    }
    checkIdle();
  }

  /** Accepts nothing from now on; completes when nothing is in flight any more. */
  Future<Void> close() {
    synchronized (this) {
      closed = true;
    }
    checkIdle();
    return idle.future();
  }

  synchronized UploadBalance balance() {
    return new UploadBalance(accepted, stored, failed, aborted, parked, inFlight);
  }

  private void checkIdle() {
    boolean isIdle;
    synchronized (this) {
      isIdle = closed && inFlight == 0;
    }
    if (isIdle) {
      idle.tryComplete();
    }
  }
}
