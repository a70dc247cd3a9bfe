package dev.samara.http.limits;

import dev.samara.codec.http.HttpLimits;

/**
 * What a connection of HTTP/1.x may do.
 *
 * @param requests how much of everything a request may have
 * @param timeouts how long everything may take
 * @param maxRequestsPerConnection the answer to so many requests closes the connection, 1 or more
 * @param maxRequestsPerTurn after so many requests that were there at once, other connections have
 *     their turn, 1 or more
 * @param maxAheadBytes how much of further requests is taken in while one is answered; beyond, the
 *     socket is not read. 1 KiB to 16 MiB, to which comes what one read gives
 * @param maxBufferedBytes what bodies that are gathered whole may take together, on all
 *     connections, 1 or more; beyond: 503
 */
public record WireOptions(
    HttpLimits requests,
    WireTimeouts timeouts,
    int maxRequestsPerConnection,
    int maxRequestsPerTurn,
    int maxAheadBytes,
    long maxBufferedBytes) {

  /** Checks each value. */
  public WireOptions {
    range("maxRequestsPerConnection", maxRequestsPerConnection, 1, Integer.MAX_VALUE);
    range("maxRequestsPerTurn", maxRequestsPerTurn, 1, Integer.MAX_VALUE);
    range("maxAheadBytes", maxAheadBytes, 1024, 16 << 20);
    range("maxBufferedBytes", maxBufferedBytes, 1, Long.MAX_VALUE);
  }

  /**
   * The defaults of requests and timeouts; 100,000 requests a connection, 64 a turn, 64 KiB ahead,
   * 64 MiB buffered.
   *
   * @return these options
   */
  public static WireOptions defaults() {
    return new WireOptions(
        HttpLimits.defaults(), WireTimeouts.defaults(), 100_000, 64, 64 * 1024, 64L << 20);
  }

  /**
   * The same with other limits of requests.
   *
   * @param newRequests how much of everything
   * @return a copy
   */
  public WireOptions withRequests(HttpLimits newRequests) {
    return new WireOptions(
        newRequests,
        timeouts,
        maxRequestsPerConnection,
        maxRequestsPerTurn,
        maxAheadBytes,
        maxBufferedBytes);
  }

  /**
   * The same with other timeouts.
   *
   * @param newTimeouts how long everything may take
   * @return a copy
   */
  public WireOptions withTimeouts(WireTimeouts newTimeouts) {
    return new WireOptions(
        requests,
        newTimeouts,
        maxRequestsPerConnection,
        maxRequestsPerTurn,
        maxAheadBytes,
        maxBufferedBytes);
  }

  /**
   * The same with other limits of requests in a row.
   *
   * @param perConnection the most of a connection, 1 or more
   * @param perTurn the most in a turn, 1 or more
   * @param aheadBytes what is taken in ahead, 1 KiB to 16 MiB
   * @return a copy
   */
  public WireOptions withRows(int perConnection, int perTurn, int aheadBytes) {
    return new WireOptions(
        requests, timeouts, perConnection, perTurn, aheadBytes, maxBufferedBytes);
  }

  /**
   * The same with another limit of gathered bodies.
   *
   * @param bytes of all together, 1 or more
   * @return a copy
   */
  public WireOptions withMaxBufferedBytes(long bytes) {
    return new WireOptions(
        requests, timeouts, maxRequestsPerConnection, maxRequestsPerTurn, maxAheadBytes, bytes);
  }

  private static void range(String option, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s: %d (expected: %d to %d)".formatted(option, value, least, most));
    }
  }
}
