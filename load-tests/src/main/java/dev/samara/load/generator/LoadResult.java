package dev.samara.load.generator;

import org.HdrHistogram.Histogram;

/**
 * A run that went well.
 *
 * @param balance all messages of the run, warm-up and the last answers included
 * @param measured messages whose answer came within the window
 * @param windowNanos the length of the window
 * @param latenciesNanos of the measured messages, from the write of a message to the read of its
 *     answer, in nanoseconds; not shared with anything
 */
public record LoadResult(
    Balance balance, long measured, long windowNanos, Histogram latenciesNanos) {
  /**
   * The rate in the window.
   *
   * @return messages per second
   */
  public double messagesPerSecond() {
    return measured * 1e9 / windowNanos;
  }
}
