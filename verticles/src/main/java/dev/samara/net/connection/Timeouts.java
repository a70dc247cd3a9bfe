package dev.samara.net.connection;

import java.time.Duration;

/**
 * The time limits of a connection; zero means no limit. They are looked at ten times a second.
 *
 * @param handshake how long a peer may take to say who it is, where the listener asks for it
 * @param read how long a message may take from its first byte to its last
 * @param write how long the peer may take to accept what was given to the socket
 * @param idle how long the peer may be silent
 * @param close how long a closing connection may still take to answer and to send
 */
public record Timeouts(
    Duration handshake, Duration read, Duration write, Duration idle, Duration close) {

  /** Unless told otherwise: 10 s, no limit, no limit, 10 min, 10 s. */
  public static final Timeouts DEFAULT =
      new Timeouts(
          Duration.ofSeconds(10),
          Duration.ZERO,
          Duration.ZERO,
          Duration.ofMinutes(10),
          Duration.ofSeconds(10));

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException naming the option, its value and its range
   */
  public Timeouts {
    check("handshakeTimeout", handshake);
    check("readTimeout", read);
    check("writeTimeout", write);
    check("idleTimeout", idle);
    check("closeTimeout", close);
  }

  private static void check(String option, Duration value) {
    if (value.isNegative() || value.toDays() > 365) {
      throw new IllegalArgumentException(
          "%s: %d ms (expected: 0 to 365 days)".formatted(option, value.toMillis()));
    }
  }

  /**
   * Changes how long a peer may take to say who it is.
   *
   * @param limit the new limit
   * @return changed time limits
   */
  public Timeouts withHandshake(Duration limit) {
    return new Timeouts(limit, read, write, idle, close);
  }

  /**
   * Changes how long a message may take to arrive.
   *
   * @param limit the new limit
   * @return changed time limits
   */
  public Timeouts withRead(Duration limit) {
    return new Timeouts(handshake, limit, write, idle, close);
  }

  /**
   * Changes how long the peer may take to accept bytes.
   *
   * @param limit the new limit
   * @return changed time limits
   */
  public Timeouts withWrite(Duration limit) {
    return new Timeouts(handshake, read, limit, idle, close);
  }

  /**
   * Changes how long the peer may be silent.
   *
   * @param limit the new limit
   * @return changed time limits
   */
  public Timeouts withIdle(Duration limit) {
    return new Timeouts(handshake, read, write, limit, close);
  }

  /**
   * Changes how long closing may take.
   *
   * @param limit the new limit
   * @return changed time limits
   */
  public Timeouts withClose(Duration limit) {
    return new Timeouts(handshake, read, write, idle, limit);
  }
}
