package dev.samara.node.config;

import dev.samara.http.sse.SseOptions;
import java.time.Duration;
import java.util.Optional;

/**
 * Streams of server-sent events on {@code /sse}, as connections.
 *
 * @param route where their messages go, as for a listener
 * @param oneWay whether clients may only listen
 * @param maxMessageBytes the longest message, either way
 * @param maxPosts how many messages of a client may wait for its stream
 * @param maxConnections how many streams at a time
 * @param keepAlive after so long without an event a comment is sent
 */
public record SseConfig(
    String route,
    Optional<Boolean> oneWay,
    Optional<Integer> maxMessageBytes,
    Optional<Integer> maxPosts,
    Optional<Integer> maxConnections,
    Optional<Duration> keepAlive) {

  /** Checks the values. */
  public SseConfig {
    Checks.given("gateway.sse.route", route, "a route such as bus:echo");
    maxConnections.ifPresent(
        given -> Checks.range("gateway.sse.maxConnections", given, 1, Integer.MAX_VALUE));
  }

  /**
   * How streams are served.
   *
   * @param idleTimeout after how long the gateway closes a silent connection
   * @return options; what is not given is the default
   * @throws ConfigException naming the option, its value and its range
   */
  public SseOptions options(Duration idleTimeout) {
    var usual = SseOptions.defaults();
    var third = idleTimeout.dividedBy(3);
    var often = third.compareTo(usual.keepAlive()) < 0 ? third : usual.keepAlive();
    var asked = keepAlive.orElse(often);
    if (asked.compareTo(idleTimeout) >= 0) {
      throw new ConfigException(
          "gateway.sse.keepAlive: %d ms (expected: less than gateway.idleTimeout, %d ms)"
              .formatted(asked.toMillis(), idleTimeout.toMillis()));
    }
    return Checks.in(
        "gateway.sse.",
        () ->
            new SseOptions(
                oneWay.orElse(usual.oneWay()),
                maxMessageBytes.orElse(usual.maxMessageBytes()),
                maxPosts.orElse(usual.maxPosts()),
                asked));
  }
}
