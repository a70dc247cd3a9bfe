package dev.samara.load.cluster;

import java.time.Duration;

/**
 * What a load is like.
 *
 * @param bytes of each message, from 8
 * @param depth messages in flight, from 1; without meaning for a stream
 * @param warmUp load before the measured window
 * @param window the measured time
 */
public record Shape(int bytes, int depth, Duration warmUp, Duration window) {
  private static final int WORDS = 4;

  /** Checks the ranges. */
  public Shape {
    if (bytes < Content.MIN_BYTES || depth < 1) {
      throw new IllegalArgumentException(
          "bytes: %d, depth: %d (expected: from 8, from 1)".formatted(bytes, depth));
    }
  }

  /** As words of a line. */
  String words() {
    return "%d %d %d %d".formatted(bytes, depth, warmUp.toMillis(), window.toMillis());
  }

  static Shape of(String words) {
    String[] each = words.split(" ");
    if (each.length != WORDS) {
      throw new IllegalArgumentException("not a shape: " + words);
    }
    return new Shape(
        Integer.parseInt(each[0]),
        Integer.parseInt(each[1]),
        Duration.ofMillis(Long.parseLong(each[2])),
        Duration.ofMillis(Long.parseLong(each[3])));
  }
}
