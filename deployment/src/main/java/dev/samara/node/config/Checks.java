package dev.samara.node.config;

/** Checks of single values. */
final class Checks {

  private Checks() {}

  static void range(String option, long value, long least, long most) {
    if (value < least || value > most) {
      throw new ConfigException(
          "%s: %d (expected: %d to %d)".formatted(option, value, least, most));
    }
  }

  static void given(String option, Object value, String expected) {
    if (value == null) {
      throw new ConfigException("%s is missing (expected: %s)".formatted(option, expected));
    }
  }
}
