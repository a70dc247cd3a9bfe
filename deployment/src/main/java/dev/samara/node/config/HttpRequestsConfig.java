package dev.samara.node.config;

import dev.samara.codec.http.HttpLimits;
import java.util.Optional;

/**
 * How much of everything a request of HTTP/1.x may have.
 *
 * @param requestLineBytes the longest request line
 * @param headBytes all fields of a head
 * @param fields how many they are
 * @param extensionBytes the extensions of all chunks of a body
 * @param trailerBytes all trailers
 * @param trailers how many they are
 * @param bodyBytes the longest body, whatever the path
 */
public record HttpRequestsConfig(
    Optional<Integer> requestLineBytes,
    Optional<Integer> headBytes,
    Optional<Integer> fields,
    Optional<Integer> extensionBytes,
    Optional<Integer> trailerBytes,
    Optional<Integer> trailers,
    Optional<Long> bodyBytes) {

  /**
   * The limits as the gateway takes them.
   *
   * @param usual what holds where nothing is given
   * @return the limits
   */
  public HttpLimits over(HttpLimits usual) {
    return new HttpLimits(
        requestLineBytes.orElse(usual.requestLineBytes()),
        headBytes.orElse(usual.headBytes()),
        fields.orElse(usual.fields()),
        extensionBytes.orElse(usual.extensionBytes()),
        trailerBytes.orElse(usual.trailerBytes()),
        trailers.orElse(usual.trailers()),
        bodyBytes.orElse(usual.bodyBytes()));
  }
}
