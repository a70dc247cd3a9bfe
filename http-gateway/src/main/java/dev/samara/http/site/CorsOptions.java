package dev.samara.http.site;

import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which pages of other origins may ask for what (the CORS protocol of the Fetch standard).
 *
 * @param origins such as {@code https://example.org}, or {@code *} alone for all
 * @param methods that they may use besides GET and HEAD
 * @param headers that they may set besides those that need no permission
 * @param exposed fields of answers that they may read besides those that need no permission
 * @param credentials whether they may send cookies and the like; not together with {@code *}
 * @param maxAge how long a browser may remember all this, 0 to 1 day
 */
public record CorsOptions(
    Set<String> origins,
    Set<String> methods,
    Set<String> headers,
    Set<String> exposed,
    boolean credentials,
    Duration maxAge) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException naming the option, its value and its range
   */
  public CorsOptions {
    origins = lower(origins);
    methods = Set.copyOf(methods);
    headers = lower(headers);
    exposed = Set.copyOf(exposed);
    if (origins.isEmpty() || (origins.contains("*") && origins.size() > 1)) {
      throw new IllegalArgumentException(
          "cors.origins: %s (expected: some, or * alone)".formatted(origins));
    }
    for (String origin : origins) {
      if (!origin.equals("*") && !origin.matches("[a-z][a-z0-9+.-]*://[^/\\s]+")) {
        throw new IllegalArgumentException(
            "cors.origins: %s (expected: one like https://example.org)".formatted(origin));
      }
    }
    if (credentials && origins.contains("*")) {
      throw new IllegalArgumentException(
          "cors.credentials: true (expected: false, as all origins are let in)");
    }
    if (maxAge.isNegative() || maxAge.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException(
          "cors.maxAge: %s (expected: 0 to 1 day)".formatted(maxAge));
    }
  }

  /**
   * Some origins may GET, HEAD and POST, and set Content-Type; remembered for ten minutes.
   *
   * @param origins which ones
   * @return these options
   */
  public static CorsOptions of(Set<String> origins) {
    return new CorsOptions(
        origins, Set.of("POST"), Set.of("content-type"), Set.of(), false, Duration.ofMinutes(10));
  }

  /**
   * Whether pages of an origin may ask at all.
   *
   * @param origin as the field of the request has it
   * @return true if they may
   */
  public boolean allowsOrigin(String origin) {
    return origins.contains("*") || origins.contains(origin.toLowerCase(Locale.ROOT));
  }

  /**
   * Whether they may use a method.
   *
   * @param method its name
   * @return true if they may
   */
  public boolean allowsMethod(String method) {
    return method.equals("GET") || method.equals("HEAD") || methods.contains(method);
  }

  private static Set<String> lower(Set<String> names) {
    return names.stream()
        .map(name -> name.toLowerCase(Locale.ROOT))
        .collect(Collectors.toUnmodifiableSet());
  }
}
