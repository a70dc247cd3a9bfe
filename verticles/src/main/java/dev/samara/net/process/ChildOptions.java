package dev.samara.net.process;

import dev.samara.codec.Framing;
import dev.samara.net.connection.ConnectionId;
import dev.samara.net.connection.ConnectionOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a child process is to be.
 *
 * @param name stands in the connection's id where a listener's name would: letters, digits, dots,
 *     dashes and underscores
 * @param command the program, and its arguments as they are: no shell is involved
 * @param environment variables that it gets beside those of this process, which they replace
 * @param folder where it runs; empty for the folder of this process
 * @param connection how its standard input and output are framed, bounded and limited
 * @param grace how long it may go on when its connection has ended, before it gets SIGTERM, and
 *     after that for as long again before it gets SIGKILL; 0 to 1 hour
 */
public record ChildOptions(
    String name,
    List<String> command,
    Map<String, String> environment,
    Optional<Path> folder,
    ConnectionOptions connection,
    Duration grace) {

  /** How long a child may go on unless told otherwise. */
  public static final Duration DEFAULT_GRACE = Duration.ofSeconds(5);

  private static final Duration MAX_GRACE = Duration.ofHours(1);

  /**
   * Checks and copies the values.
   *
   * @throws IllegalArgumentException naming the option, its value and what is expected
   */
  public ChildOptions {
    ConnectionId.checkName("child name", name);
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    if (command.isEmpty()) {
      throw new IllegalArgumentException("command: [] (expected: a program and its arguments)");
    }
    if (grace.isNegative() || grace.compareTo(MAX_GRACE) > 0) {
      throw new IllegalArgumentException(
          "grace: %d ms (expected: 0 to 3600000 ms)".formatted(grace.toMillis()));
    }
  }

  /**
   * A child with the environment and the folder of this process.
   *
   * @param name stands in the connection's id
   * @param framing what its standard input and output carry
   * @param command the program and its arguments
   * @return the options
   */
  public static ChildOptions of(String name, Framing framing, String... command) {
    return new ChildOptions(
        name,
        List.of(command),
        Map.of(),
        Optional.empty(),
        ConnectionOptions.of(framing),
        DEFAULT_GRACE);
  }

  /**
   * Changes the variables.
   *
   * @param variables in place of those before
   * @return changed options
   */
  public ChildOptions withEnvironment(Map<String, String> variables) {
    return new ChildOptions(name, command, variables, folder, connection, grace);
  }

  /**
   * Changes where it runs.
   *
   * @param where an existing folder
   * @return changed options
   */
  public ChildOptions withFolder(Path where) {
    return new ChildOptions(name, command, environment, Optional.of(where), connection, grace);
  }

  /**
   * Changes what the connection needs.
   *
   * @param options framing, queue, credit and time limits
   * @return changed options
   */
  public ChildOptions withConnection(ConnectionOptions options) {
    return new ChildOptions(name, command, environment, folder, options, grace);
  }

  /**
   * Changes how long it may go on.
   *
   * @param time 0 to 1 hour
   * @return changed options
   */
  public ChildOptions withGrace(Duration time) {
    return new ChildOptions(name, command, environment, folder, connection, time);
  }
}
