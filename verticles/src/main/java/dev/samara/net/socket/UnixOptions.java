package dev.samara.net.socket;

import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * What a UNIX socket's file looks like. Who may write it may connect.
 *
 * @param mode its permissions
 * @param owner the user it is given to, by name; empty for the own one; needs the right to do so
 * @param group the group it is given to, by name; empty for the own one
 */
public record UnixOptions(
    Set<PosixFilePermission> mode, Optional<String> owner, Optional<String> group) {

  /**
   * Keeps a copy of the mode.
   *
   * @throws NullPointerException if a value is missing
   */
  public UnixOptions {
    mode = Set.copyOf(mode);
  }

  /**
   * Mode 0600: only the own user connects.
   *
   * @return the defaults
   */
  public static UnixOptions ownUserOnly() {
    return of("rw-------");
  }

  /**
   * Options for a mode.
   *
   * @param mode as {@code ls} shows it, such as {@code rw-rw----}
   * @return options without another owner
   * @throws IllegalArgumentException if it is no mode
   */
  public static UnixOptions of(String mode) {
    try {
      return new UnixOptions(
          PosixFilePermissions.fromString(mode), Optional.empty(), Optional.empty());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "mode: '%s' (expected: like rw-rw----)".formatted(mode), e);
    }
  }

  /**
   * Gives the file to somebody else.
   *
   * @param user the user's name
   * @return changed options
   */
  public UnixOptions withOwner(String user) {
    return new UnixOptions(mode, Optional.of(user), group);
  }

  /**
   * Gives the file to another group.
   *
   * @param name the group's name
   * @return changed options
   */
  public UnixOptions withGroup(String name) {
    return new UnixOptions(mode, owner, Optional.of(name));
  }
}
