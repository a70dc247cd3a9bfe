package dev.samara.http.site;

import java.time.Duration;

/**
 * What a connection of HTTP/2 may do. The sizes of a head are those of HTTP/1.x.
 *
 * @param enabled whether it is offered to clients that negotiate (ALPN, RFC 7301); only with TLS
 * @param maxStreams the most requests at once on one connection, 1 to 65,535
 * @param maxResets the most streams that a client may reset within a window, 1 or more; beyond, its
 *     connection is closed (CVE-2023-44487)
 * @param resetWindow that window, 1 s to 1 h, in whole seconds
 */
public record Http2Options(boolean enabled, int maxStreams, int maxResets, Duration resetWindow) {

  /** Checks each value. */
  public Http2Options {
    range("http2.maxStreams", maxStreams, 1, 65_535);
    range("http2.maxResets", maxResets, 1, Integer.MAX_VALUE);
    range("http2.resetWindow in s", resetWindow.toSeconds(), 1, 3600);
  }

  /**
   * 100 streams, 200 resets in 30 s.
   *
   * @return these options
   */
  public static Http2Options defaults() {
    return new Http2Options(true, 100, 200, Duration.ofSeconds(30));
  }

  private static void range(String option, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s: %d (expected: %d to %d)".formatted(option, value, least, most));
    }
  }
}
