package dev.samara.load.generator;

import java.time.Duration;

/**
 * The times of one run, by {@link System#nanoTime()}.
 *
 * @param openNanos from when on answers count
 * @param closeNanos until when answers count and new messages are sent
 */
public record Window(long openNanos, long closeNanos) {
  /**
   * A window of a run that begins now.
   *
   * @param warmUp until it opens
   * @param length until it closes after that
   * @return the window
   */
  public static Window after(Duration warmUp, Duration length) {
    long open = System.nanoTime() + warmUp.toNanos();
    return new Window(open, open + length.toNanos());
  }

  /**
   * Whether answers count.
   *
   * @param nowNanos the time
   * @return true while the window is open
   */
  public boolean contains(long nowNanos) {
    return nowNanos - openNanos >= 0 && nowNanos - closeNanos < 0;
  }

  /**
   * Whether no more messages are sent.
   *
   * @param nowNanos the time
   * @return true from its close on
   */
  public boolean isOver(long nowNanos) {
    return nowNanos - closeNanos >= 0;
  }

  /**
   * How long it is.
   *
   * @return nanoseconds
   */
  public long lengthNanos() {
    return closeNanos - openNanos;
  }
}
