package dev.samara.net.time;

import java.time.Duration;

/**
 * How late an event loop ran a task that was due once in a period. Tasks that were missed because
 * one before them took long count with the delay each of them had.
 *
 * @param ticks how many tasks were due
 * @param mean the mean delay
 * @param p99 the delay that one in a hundred exceeds, up to an eighth too high
 * @param max the longest delay
 */
public record EventLoopDelay(long ticks, Duration mean, Duration p99, Duration max) {

  /** No tasks yet. */
  public static final EventLoopDelay NONE =
      new EventLoopDelay(0, Duration.ZERO, Duration.ZERO, Duration.ZERO);
}
