package dev.samara.node.config;

import dev.samara.http.site.CorsOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which pages of other origins may ask for what.
 *
 * @param origins such as {@code https://example.org}, or {@code *} alone for all
 * @param methods that they may use besides GET and HEAD
 * @param headers that they may set besides those that need no permission
 * @param exposed fields of answers that they may read besides those that need no permission
 * @param credentials whether they may send cookies and the like
 * @param maxAge how long a browser may remember all this
 */
public record CorsConfig(
    List<String> origins,
    Optional<List<String>> methods,
    Optional<List<String>> headers,
    List<String> exposed,
    Optional<Boolean> credentials,
    Optional<Duration> maxAge) {

  /** Keeps copies. */
  public CorsConfig {
    origins = Checks.list(origins);
    exposed = Checks.list(exposed);
  }

  /**
   * The options as the gateway takes them.
   *
   * @return options; what is not given is the default
   * @throws IllegalArgumentException naming the option, its value and its range
   */
  CorsOptions options() {
    var usual = CorsOptions.of(Set.of("*"));
    return new CorsOptions(
        Set.copyOf(origins),
        methods.map(Set::copyOf).orElse(usual.methods()),
        headers.map(Set::copyOf).orElse(usual.headers()),
        Set.copyOf(exposed),
        credentials.orElse(usual.credentials()),
        maxAge.orElse(usual.maxAge()));
  }
}
