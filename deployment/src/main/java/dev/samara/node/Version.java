package dev.samara.node;

import java.util.Optional;

/** Which Samara this is. */
public final class Version {

  private Version() {}

  /**
   * The version.
   *
   * @return as in the build, or {@code development} outside of a jar
   */
  public static String current() {
    return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
        .orElse("development");
  }
}
