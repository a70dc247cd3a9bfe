package dev.samara.node.config;

import java.util.List;
import java.util.function.Supplier;

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

  static <T> List<T> list(List<T> values) {
    return values == null ? List.of() : List.copyOf(values);
  }

  /** Makes options whose range the core knows; what it complains of follows the group's name. */
  static <T> T in(String group, Supplier<T> options) {
    try {
      return options.get();
    } catch (IllegalArgumentException e) {
      var message = e.getMessage();
      throw new ConfigException(message.startsWith(group) ? message : group + message);
    }
  }
}
