package dev.samara.load.generator;

/** The check of a number in an options record. */
final class Ranges {
  private Ranges() {}

  static void check(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          name + " is " + value + ", but must be from " + min + " to " + max);
    }
  }
}
