package dev.samara.load;

import java.time.Duration;

/** Times as they are given on the command line. */
final class Durations {
  private Durations() {}

  static Duration ofSeconds(double seconds) {
    return Duration.ofNanos(Math.round(seconds * 1e9));
  }
}
