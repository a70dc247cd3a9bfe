package dev.samara.rpc.contract;

import java.util.regex.Pattern;

/** How services are called. */
public final class ServiceNames {
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9._-]{0,127}");

  private ServiceNames() {}

  /**
   * The simple name of the interface with a lower-case first letter: "Clock" gives "clock".
   *
   * @param type the interface
   * @return the name of its service
   */
  public static String of(Class<?> type) {
    String simple = type.getSimpleName();
    return simple.isEmpty()
        ? simple
        : Character.toLowerCase(simple.charAt(0)) + simple.substring(1);
  }

  /**
   * Checks a name.
   *
   * @param name of a service
   * @return the name
   * @throws IllegalArgumentException if it cannot be a service's name
   */
  public static String checked(String name) {
    if (name == null || !NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "service name '"
              + name
              + "': it must start with a letter and have at most 128 letters, digits, '.', '_', '-'");
    }
    return name;
  }

  /**
   * A name with its version, as it travels.
   *
   * @param name of a service
   * @param version 1 or more
   * @return the name alone for version 1, else such as {@code clock:2}
   * @throws IllegalArgumentException if it cannot be a service's name
   */
  public static String versioned(String name, int version) {
    if (version < 1 || version > 1_000_000) {
      throw new IllegalArgumentException("version: " + version + " (expected: 1 to 1000000)");
    }
    return version == 1 ? checked(name) : checked(name) + ":" + version;
  }
}
