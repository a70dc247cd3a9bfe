package dev.samara.rpc.policy;

import java.time.Duration;

/** Ranges of options. */
final class Checks {
  private Checks() {}

  static void between(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s: %d (expected: %d to %d)".formatted(option, value, least, most));
    }
  }

  static void between(String option, double value, double least, double most) {
    // Turned round, so that NaN is refused.
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          "%s: %s (expected: %s to %s)".formatted(option, value, least, most));
    }
  }

  static void between(String option, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          "%s: %s (expected: %s to %s)".formatted(option, value, least, most));
    }
  }
}
