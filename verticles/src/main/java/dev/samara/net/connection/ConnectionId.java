package dev.samara.net.connection;

import java.util.regex.Pattern;

/**
 * Names one connection on any node of the cluster, for as long as its node runs.
 *
 * @param node the node that holds the connection
 * @param listener the listener it came in by, or the connector it went out by
 * @param serial a number no other connection of that node has had; not negative
 */
public record ConnectionId(String node, String listener, long serial) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}");

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException if a name is empty or holds a slash, or the serial is negative
   */
  public ConnectionId {
    checkName("node", node);
    checkName("listener", listener);
    if (serial < 0) {
      throw new IllegalArgumentException("serial: %d (expected: >= 0)".formatted(serial));
    }
  }

  /**
   * Reads what {@link #toString} writes.
   *
   * @param text {@code node/listener/serial}
   * @return the id
   * @throws IllegalArgumentException if the text has another form
   */
  public static ConnectionId parse(String text) {
    var parts = text.split("/", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException(
          "connection id: '%s' (expected: node/listener/serial)".formatted(text));
    }
    try {
      return new ConnectionId(parts[0], parts[1], Long.parseLong(parts[2]));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "connection id: '%s' (expected: a number after the last slash)".formatted(text), e);
    }
  }

  /**
   * Checks a name that becomes part of ids, bus addresses and paths.
   *
   * @param what the option's name, for the message
   * @param name the value
   * @return the same name
   * @throws IllegalArgumentException unless it is 1 to 64 letters, digits, dots, dashes or
   *     underscores and does not start with a dot
   */
  public static String checkName(String what, String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "%s: '%s' (expected: 1 to 64 letters, digits, '.', '-' or '_')".formatted(what, name));
    }
    return name;
  }

  @Override
  public String toString() {
    return node + "/" + listener + "/" + serial;
  }
}
