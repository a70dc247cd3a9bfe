package dev.samara.http.site;

import java.util.List;

/**
 * Whom a path and all below it is open to.
 *
 * @param path of segments, {@code /a/b}; or {@code /} for everything. Of two that fit, the longer
 *     counts
 * @param authenticator finds out who asks
 */
public record PathGuard(String path, Authenticator authenticator) {

  /**
   * Checks the path.
   *
   * @throws IllegalArgumentException if it is none
   */
  public PathGuard {
    boolean root = path.equals("/");
    if (!root && (!path.startsWith("/") || path.endsWith("/") || path.contains("//"))) {
      throw new IllegalArgumentException(
          "guards.path: %s (expected: one like /a/b, or /)".formatted(path));
    }
  }

  /**
   * The segments of the path.
   *
   * @return none for everything
   */
  public List<String> segments() {
    return path.equals("/") ? List.of() : List.of(path.substring(1).split("/"));
  }
}
