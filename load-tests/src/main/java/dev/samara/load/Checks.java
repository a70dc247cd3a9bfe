package dev.samara.load;

import dev.samara.load.server.EchoKind;
import java.util.List;

/** The checks of options that several benches have. */
final class Checks {
  private Checks() {}

  static void range(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "%s is %d, but must be from %d to %d".formatted(name, value, min, max));
    }
  }

  static void servers(List<EchoKind> servers) {
    if (servers.isEmpty() || servers.size() != servers.stream().distinct().count()) {
      throw new IllegalArgumentException("--servers must name each server once, at least one");
    }
  }
}
