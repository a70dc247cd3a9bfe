package dev.samara.http.limits;

import java.time.Duration;

/**
 * How long a connection of HTTP/1.x, and with body, write, response and linger a stream of HTTP/2,
 * may take for what. Kept to within a quarter of a second or of the shortest of them, whichever is
 * less.
 *
 * @param head from the first byte of a head to its end, 10 ms to 1 day; beyond: 408
 * @param body how long a body is watched before it is judged by its rate, 10 ms to 1 day; a stream
 *     of HTTP/2 that is answered with 408 is reset as well
 * @param minBodyBytesPerSecond the least rate of a body over such a time, 0 or more; below: 408.
 *     While the gateway itself does not want more, no time passes
 * @param keepAlive how long a connection may wait for its next request, 10 ms to 1 day; then it is
 *     closed
 * @param connection after so long, 10 ms to 3650 days, an answer is the connection's last
 * @param write a connection that takes no byte of an answer for so long is closed, and a stream
 *     reset, 10 ms to 1 day
 * @param response how long an answer may take from its first byte to its last, 10 ms to 1 day, or 0
 *     for as long as it takes; then the connection is closed, or the stream reset
 * @param linger how long a client that is still sending may take to read the last answer before the
 *     connection is closed, 10 ms to 1 minute
 */
public record WireTimeouts(
    Duration head,
    Duration body,
    int minBodyBytesPerSecond,
    Duration keepAlive,
    Duration connection,
    Duration write,
    Duration response,
    Duration linger) {

  private static final long DAY_MILLIS = 86_400_000;

  /** Checks each value. */
  public WireTimeouts {
    range("head", head, DAY_MILLIS);
    range("body", body, DAY_MILLIS);
    range("keepAlive", keepAlive, DAY_MILLIS);
    range("connection", connection, 3650 * DAY_MILLIS);
    range("write", write, DAY_MILLIS);
    range("linger", linger, 60_000);
    if (!response.isZero()) {
      range("response", response, DAY_MILLIS);
    }
    if (minBodyBytesPerSecond < 0) {
      throw new IllegalArgumentException(
          "minBodyBytesPerSecond: %d (expected: 0 or more)".formatted(minBodyBytesPerSecond));
    }
  }

  /**
   * 10 s for a head; bodies watched for 10 s, with 100 bytes a second at least; 60 s between
   * requests; one day for a connection; 30 s for a stuck answer, any time for one that moves; 2 s
   * to read the last one.
   *
   * @return these timeouts
   */
  public static WireTimeouts defaults() {
    return new WireTimeouts(
        Duration.ofSeconds(10),
        Duration.ofSeconds(10),
        100,
        Duration.ofSeconds(60),
        Duration.ofDays(1),
        Duration.ofSeconds(30),
        Duration.ZERO,
        Duration.ofSeconds(2));
  }

  private static void range(String option, Duration value, long mostMillis) {
    if (value.compareTo(Duration.ofMillis(10)) < 0
        || value.compareTo(Duration.ofMillis(mostMillis)) > 0) {
      throw new IllegalArgumentException(
          "%s: %s (expected: PT0.01S to %s)"
              .formatted(option, value, Duration.ofMillis(mostMillis)));
    }
  }
}
