package dev.samara.node.config;

import dev.samara.http.limits.WireTimeouts;
import java.time.Duration;
import java.util.Optional;

/**
 * How long a connection of HTTP/1.x may take.
 *
 * @param head for a head
 * @param body how long a body is watched before it is judged by its rate
 * @param minBodyBytesPerSecond the least rate of a body
 * @param keepAlive between requests
 * @param connection after so long, an answer is the last
 * @param write for a stuck answer
 * @param response for a whole answer; 0 is no limit
 * @param linger to read the last answer
 */
public record HttpTimeoutsConfig(
    Optional<Duration> head,
    Optional<Duration> body,
    Optional<Integer> minBodyBytesPerSecond,
    Optional<Duration> keepAlive,
    Optional<Duration> connection,
    Optional<Duration> write,
    Optional<Duration> response,
    Optional<Duration> linger) {

  /**
   * The timeouts as the gateway takes them.
   *
   * @param usual what holds where nothing is given
   * @return the timeouts
   */
  public WireTimeouts over(WireTimeouts usual) {
    return new WireTimeouts(
        head.orElse(usual.head()),
        body.orElse(usual.body()),
        minBodyBytesPerSecond.orElse(usual.minBodyBytesPerSecond()),
        keepAlive.orElse(usual.keepAlive()),
        connection.orElse(usual.connection()),
        write.orElse(usual.write()),
        response.orElse(usual.response()),
        linger.orElse(usual.linger()));
  }
}
