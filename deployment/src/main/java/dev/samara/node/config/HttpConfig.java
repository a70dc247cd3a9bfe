package dev.samara.node.config;

import dev.samara.http.limits.WireOptions;
import java.util.Optional;

/**
 * What a connection of HTTP/1.x may have and take.
 *
 * @param requests how much of everything a request may have
 * @param timeouts how long everything may take
 * @param maxRequestsPerConnection how many requests
 * @param maxRequestsPerTurn how many of them in a row
 * @param maxAheadBytes what of further requests is taken in while one is answered
 * @param maxBufferedBytes what bodies that are gathered may take together
 */
public record HttpConfig(
    Optional<HttpRequestsConfig> requests,
    Optional<HttpTimeoutsConfig> timeouts,
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
    var limits =
        Checks.in(
            "gateway.http.requests.",
            () -> requests.map(r -> r.over(usual.requests())).orElse(usual.requests()));
    var times =
        Checks.in(
            "gateway.http.timeouts.",
            () -> timeouts.map(t -> t.over(usual.timeouts())).orElse(usual.timeouts()));
    return Checks.in(
        "gateway.http.",
        () ->
            new WireOptions(
                limits,
                times,
                maxRequestsPerConnection.orElse(usual.maxRequestsPerConnection()),
                maxRequestsPerTurn.orElse(usual.maxRequestsPerTurn()),
                maxAheadBytes.orElse(usual.maxAheadBytes()),
                maxBufferedBytes.orElse(usual.maxBufferedBytes())));
  }
}
