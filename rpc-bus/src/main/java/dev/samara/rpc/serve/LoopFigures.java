package dev.samara.rpc.serve;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What a service has done for the calls of one event loop. Written by that loop alone, which
 * therefore needs no atomic operation; read by any thread, a little later.
 */
final class LoopFigures {
  private static final int WEIGHT = 16;

  private final AtomicLong calls = new AtomicLong();
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicLong longestNanos = new AtomicLong();

  /** A moving average: each call counts for a sixteenth. */
  private final AtomicLong recentNanos = new AtomicLong();

  void arrived() {
    calls.setRelease(calls.getPlain() + 1);
  }

  void ended(long tookNanos) {
    nanos.setRelease(nanos.getPlain() + tookNanos);
    if (tookNanos > longestNanos.getPlain()) {
      longestNanos.setRelease(tookNanos);
    }
    long recent = recentNanos.getPlain();
    recentNanos.setRelease(recent + (tookNanos - recent) / WEIGHT);
  }

  long calls() {
    return calls.get();
  }

  long nanos() {
    return nanos.get();
  }

  long longestNanos() {
    return longestNanos.get();
  }

  long recentNanos() {
    return recentNanos.get();
  }
}
