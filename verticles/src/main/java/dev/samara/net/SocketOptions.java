package dev.samara.net;

/**
 * How a listener's sockets are set up.
 *
 * @param backlog how many connections may wait to be accepted; 1 or more
 */
public record SocketOptions(int backlog) {

  /** How many connections may wait unless told otherwise; Linux cuts it at net.core.somaxconn. */
  public static final int DEFAULT_BACKLOG = 4096;

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException naming the option, its value and its range
   */
  public SocketOptions {
    if (backlog < 1) {
      throw new IllegalArgumentException("backlog: %d (expected: >= 1)".formatted(backlog));
    }
  }

  /**
   * The usual set-up.
   *
   * @return the defaults
   */
  public static SocketOptions defaults() {
    return new SocketOptions(DEFAULT_BACKLOG);
  }
}
