package dev.samara.load.generator;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * What a load process says about a window.
 *
 * @param measured calls or items within the window
 * @param window its length
 * @param cpu processor time within the window, of the processes that count
 * @param latenciesNanos of the calls, empty for items
 */
public record Measurement(long measured, Duration window, Duration cpu, Histogram latenciesNanos) {

  /**
   * Of a load whose watcher was the clock.
   *
   * @param result of the load
   * @param clock of the processes that count
   * @return both together
   */
  public static Measurement of(LoadResult result, ProcessorClock clock) {
    return new Measurement(
        result.measured(),
        Duration.ofNanos(result.windowNanos()),
        clock.used(),
        result.latenciesNanos());
  }

  /**
   * The rate in the window.
   *
   * @return calls or items per second
   */
  public double perSecond() {
    return measured * 1e9 / window.toNanos();
  }

  /**
   * As one line.
   *
   * @return text without blanks at its ends
   */
  public String line() {
    ByteBuffer bytes = ByteBuffer.allocate(latenciesNanos.getNeededByteBufferCapacity());
    int length = latenciesNanos.encodeIntoCompressedByteBuffer(bytes);
    String histogram = Base64.getEncoder().encodeToString(Arrays.copyOf(bytes.array(), length));
    return "%d %d %d %s".formatted(measured, window.toNanos(), cpu.toNanos(), histogram);
  }

  /**
   * Reads a line.
   *
   * @param line as {@link #line} gives it
   * @return the measurement
   * @throws IllegalArgumentException if it is something else
   */
  public static Measurement of(String line) {
    String[] parts = line.split(" ");
    if (parts.length != 4) {
      throw new IllegalArgumentException("no measurement: " + line);
    }
    try {
      return new Measurement(
          Long.parseLong(parts[0]),
          Duration.ofNanos(Long.parseLong(parts[1])),
          Duration.ofNanos(Long.parseLong(parts[2])),
          Histogram.decodeFromCompressedByteBuffer(
              ByteBuffer.wrap(Base64.getDecoder().decode(parts[3])), 0));
    } catch (DataFormatException | RuntimeException broken) {
      throw new IllegalArgumentException("no measurement: " + line, broken);
    }
  }
}
