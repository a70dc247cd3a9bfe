package dev.samara.node.config;

import dev.samara.codec.http.HttpLimits;
import dev.samara.http.limits.WireOptions;
import dev.samara.http.limits.WireTimeouts;
import java.time.Duration;
import java.util.Optional;

/**
 * What a connection of HTTP/1.x may have and take.
 *
 * @param maxRequestLineBytes the longest request line
 * @param maxHeadBytes all fields of a head
 * @param maxFields how many they are
 * @param maxChunkExtensionBytes the extensions of all chunks of a body
 * @param maxTrailerBytes all trailers
 * @param maxTrailers how many they are
 * @param maxBodyBytes the longest body, whatever the path
 * @param headTimeout for a head
 * @param bodyTimeout how long a body is watched before it is judged by its rate
 * @param minBodyBytesPerSecond the least rate of a body
 * @param keepAliveTimeout between requests
 * @param maxConnectionAge after so long, an answer is the last
 * @param writeTimeout for a stuck answer
 * @param responseTimeout for a whole answer; 0 is no limit
 * @param lingerTimeout to read the last answer
 * @param maxRequestsPerConnection how many requests
 * @param maxRequestsPerTurn how many of them in a row
 * @param maxAheadBytes what of further requests is taken in while one is answered
 * @param maxBufferedBytes what bodies that are gathered may take together
 */
public record HttpConfig(
    Optional<Integer> maxRequestLineBytes,
    Optional<Integer> maxHeadBytes,
    Optional<Integer> maxFields,
    Optional<Integer> maxChunkExtensionBytes,
    Optional<Integer> maxTrailerBytes,
    Optional<Integer> maxTrailers,
    Optional<Long> maxBodyBytes,
    Optional<Duration> headTimeout,
    Optional<Duration> bodyTimeout,
    Optional<Integer> minBodyBytesPerSecond,
    Optional<Duration> keepAliveTimeout,
    Optional<Duration> maxConnectionAge,
    Optional<Duration> writeTimeout,
    Optional<Duration> responseTimeout,
    Optional<Duration> lingerTimeout,
    Optional<Integer> maxRequestsPerConnection,
    Optional<Integer> maxRequestsPerTurn,
    Optional<Integer> maxAheadBytes,
    Optional<Long> maxBufferedBytes) {

  /**
   * The options as the gateway takes them.
   *
   * @param usual what holds where nothing is given
   * @return the options
   */
  public WireOptions over(WireOptions usual) {
    return new WireOptions(
        requests(usual.requests()),
        timeouts(usual.timeouts()),
        maxRequestsPerConnection.orElse(usual.maxRequestsPerConnection()),
        maxRequestsPerTurn.orElse(usual.maxRequestsPerTurn()),
        maxAheadBytes.orElse(usual.maxAheadBytes()),
        maxBufferedBytes.orElse(usual.maxBufferedBytes()));
  }

  private HttpLimits requests(HttpLimits usual) {
    return new HttpLimits(
        maxRequestLineBytes.orElse(usual.requestLineBytes()),
        maxHeadBytes.orElse(usual.headBytes()),
        maxFields.orElse(usual.fields()),
        maxChunkExtensionBytes.orElse(usual.extensionBytes()),
        maxTrailerBytes.orElse(usual.trailerBytes()),
        maxTrailers.orElse(usual.trailers()),
        maxBodyBytes.orElse(usual.bodyBytes()));
  }

  private WireTimeouts timeouts(WireTimeouts usual) {
    return new WireTimeouts(
        headTimeout.orElse(usual.head()),
        bodyTimeout.orElse(usual.body()),
        minBodyBytesPerSecond.orElse(usual.minBodyBytesPerSecond()),
        keepAliveTimeout.orElse(usual.keepAlive()),
        maxConnectionAge.orElse(usual.connection()),
        writeTimeout.orElse(usual.write()),
        responseTimeout.orElse(usual.response()),
        lingerTimeout.orElse(usual.linger()));
  }
}
