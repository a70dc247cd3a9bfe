package dev.samara.load.cluster;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * What a load measured.
 *
 * @param messages whose answer, or for a stream those that, came within the window
 * @param windowNanos the length of the window
 * @param cpuTime what all processes together used in it
 * @param latenciesNanos from asking to the answer, in nanoseconds; empty for a stream
 */
public record Measured(
    long messages, long windowNanos, Duration cpuTime, Histogram latenciesNanos) {
  private static final int WORDS = 4;

  /** Longer latencies count as this. */
  static final long LONGEST_NANOS = Duration.ofMinutes(2).toNanos();

  static final int DIGITS = 3;

  /**
   * The rate in the window.
   *
   * @return messages per second
   */
  public double messagesPerSecond() {
    return messages * 1e9 / windowNanos;
  }

  /** As one line, for {@link #parse}. */
  String toLine() {
    ByteBuffer bytes = ByteBuffer.allocate(latenciesNanos.getNeededByteBufferCapacity());
    int length = latenciesNanos.encodeIntoCompressedByteBuffer(bytes);
    return "%d %d %d %s"
        .formatted(
            messages,
            windowNanos,
            cpuTime.toNanos(),
            Base64.getEncoder().encodeToString(Arrays.copyOf(bytes.array(), length)));
  }

  /** Throws an IllegalArgumentException for a line that {@link #toLine} did not make. */
  static Measured parse(String line) {
    String[] words = line.split(" ");
    if (words.length != WORDS) {
      throw new IllegalArgumentException("not a measurement: " + line);
    }
    try {
      return new Measured(
          Long.parseLong(words[0]),
          Long.parseLong(words[1]),
          Duration.ofNanos(Long.parseLong(words[2])),
          Histogram.decodeFromCompressedByteBuffer(
              ByteBuffer.wrap(Base64.getDecoder().decode(words[3])), LONGEST_NANOS));
    } catch (DataFormatException broken) {
      throw new IllegalArgumentException("not a measurement: " + line, broken);
    }
  }
}
