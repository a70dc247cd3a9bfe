package dev.samara.http.sse;

import java.time.Duration;

/**
 * How streams of server-sent events are served.
 *
 * @param oneWay whether clients may only listen: no key is handed out then
 * @param maxMessageBytes the longest message of a client in bytes, 1 to 1 GiB
 * @param maxPosts how many messages of a client may wait for its stream, 1 to 1,024
 * @param keepAlive after so long without an event a comment is sent, 10 ms to 1 day
 */
public record SseOptions(boolean oneWay, int maxMessageBytes, int maxPosts, Duration keepAlive) {
  private static final int MAX_BYTES = 1 << 30;

  /**
   * Checks each value.
   *
   * @throws IllegalArgumentException naming the option, its value and its range
   */
  public SseOptions {
    range("maxMessageBytes", maxMessageBytes, 1, MAX_BYTES);
    range("maxPosts", maxPosts, 1, 1_024);
    range("keepAlive in ms", keepAlive.toMillis(), 10, Duration.ofDays(1).toMillis());
  }

  /**
   * Both ways; 256 KiB; 16 at once; a comment every 15 s, of which the standard says that it is
   * often enough for old proxies (WHATWG HTML, section 9.2.7).
   *
   * @return these options
   */
  public static SseOptions defaults() {
    return new SseOptions(false, 256 * 1024, 16, Duration.ofSeconds(15));
  }

  private static void range(String option, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s: %d (expected: %d to %d)".formatted(option, value, least, most));
    }
  }
}
