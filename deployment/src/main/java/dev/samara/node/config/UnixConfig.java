package dev.samara.node.config;

import dev.samara.net.socket.UnixOptions;
import java.util.Optional;

/**
 * What a UNIX socket's file looks like.
 *
 * @param mode its permissions, as {@code rw-rw----}; only the own user's if absent
 * @param owner the user it is given to; needs the right to do so
 * @param group the group it is given to
 */
public record UnixConfig(Optional<String> mode, Optional<String> owner, Optional<String> group) {

  /**
   * The options as the core takes them.
   *
   * @return options
   * @throws ConfigException if the mode is none
   */
  public UnixOptions options() {
    return Checks.in(
        "unix.",
        () ->
            new UnixOptions(
                mode.map(UnixOptions::of).orElseGet(UnixOptions::ownUserOnly).mode(),
                owner,
                group));
  }
}
