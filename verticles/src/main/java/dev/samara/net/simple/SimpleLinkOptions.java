package dev.samara.net.simple;

import java.time.Duration;

/**
 * The time limits of a simple link, each 1 ms to 365 days.
 *
 * @param connect how long connecting may take, with the TLS handshake
 * @param read how long {@link SimpleLink#receive()} may wait for a message
 * @param write how long sending a message may take
 */
public record SimpleLinkOptions(Duration connect, Duration read, Duration write) {

  /** Ten seconds for each, unless told otherwise. */
  public static final SimpleLinkOptions DEFAULT =
      new SimpleLinkOptions(Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(10));

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException naming the option, its value and its range
   */
  public SimpleLinkOptions {
    check("connectTimeout", connect);
    check("readTimeout", read);
    check("writeTimeout", write);
  }

  private static void check(String option, Duration value) {
    if (value.toMillis() < 1 || value.toDays() > 365) {
      throw new IllegalArgumentException(
          "%s: %d ms (expected: 1 ms to 365 days)".formatted(option, value.toMillis()));
    }
  }

  /**
   * Changes how long a message may be waited for.
   *
   * @param limit the new limit
   * @return changed options
   */
  public SimpleLinkOptions withRead(Duration limit) {
    return new SimpleLinkOptions(connect, limit, write);
  }

  /**
   * Changes how long connecting may take.
   *
   * @param limit the new limit
   * @return changed options
   */
  public SimpleLinkOptions withConnect(Duration limit) {
    return new SimpleLinkOptions(limit, read, write);
  }

  /**
   * Changes how long sending a message may take.
   *
   * @param limit the new limit
   * @return changed options
   */
  public SimpleLinkOptions withWrite(Duration limit) {
    return new SimpleLinkOptions(connect, read, limit);
  }
}
