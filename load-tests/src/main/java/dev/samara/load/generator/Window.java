package dev.samara.load.generator;

/**
 * The times of one run, by {@link System#nanoTime()}.
 *
 * @param openNanos from when on answers count
 * @param closeNanos until when answers count and new messages are sent
 */
record Window(long openNanos, long closeNanos) {
  boolean contains(long nowNanos) {
    return nowNanos - openNanos >= 0 && nowNanos - closeNanos < 0;
  }

  boolean isOver(long nowNanos) {
    return nowNanos - closeNanos >= 0;
  }

  long lengthNanos() {
    return closeNanos - openNanos;
  }
}
