package dev.samara.net.time;

import java.time.Duration;
import java.time.Instant;

/**
 * The coarse clock of one event loop: it looks at the system's clock once in a period, and whoever
 * asks gets that time for the price of a field. It also notices how late the event loop runs its
 * tasks. Written by its event loop, read by any thread.
 */
public final class LoopClock {

  private final long periodNanos;
  private final LatenessHistogram lateness = new LatenessHistogram();
  private volatile long nowNanos;
  private volatile Instant now;

  /** When the next tick should come. Owned by the event loop. */
  private long dueNanos;

  /**
   * Makes a clock that shows the present time and stands until it is ticked.
   *
   * @param period how often {@link #tick} will be called; positive
   * @param nanoTime the system's clock
   * @param instant the time of day
   */
  public LoopClock(Duration period, long nanoTime, Instant instant) {
    this.periodNanos = period.toNanos();
    this.nowNanos = nanoTime;
    this.now = instant;
    this.dueNanos = nanoTime + periodNanos;
  }

  /**
   * Looks at the clock: once in each period, on the event loop, at a fixed rate, so that after a
   * delay the missed ticks follow at once and each of them counts.
   *
   * @param nanoTime the system's clock
   * @param instant the time of day
   */
  public void tick(long nanoTime, Instant instant) {
    nowNanos = nanoTime;
    now = instant;
    lateness.record(nanoTime - dueNanos);
    dueNanos += periodNanos;
  }

  /**
   * The time for measuring.
   *
   * @return as {@link System#nanoTime}, at most one period ago if the event loop is not late
   */
  public long nowNanos() {
    return nowNanos;
  }

  /**
   * The time of day.
   *
   * @return at most one period ago if the event loop is not late
   */
  public Instant now() {
    return now;
  }

  /**
   * How exact the clock is.
   *
   * @return how often it looks at the system's clock
   */
  public Duration period() {
    return Duration.ofNanos(periodNanos);
  }

  /**
   * How late the event loop was since this was last asked, by anybody.
   *
   * @return the figures
   */
  public EventLoopDelay takeDelay() {
    return lateness.take();
  }
}
