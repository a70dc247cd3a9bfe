package dev.samara.net.access;

/**
 * Who may come in by a listener.
 *
 * @param maxConnections how many connections it has at a time at most; 1 or more
 */
public record AccessOptions(int maxConnections) {

  /** How many connections a listener takes unless told otherwise. */
  public static final int DEFAULT_MAX_CONNECTIONS = 50_000;

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException naming the option, its value and its range
   */
  public AccessOptions {
    if (maxConnections < 1) {
      throw new IllegalArgumentException(
          "maxConnections: %d (expected: >= 1)".formatted(maxConnections));
    }
  }

  /**
   * Everybody, up to {@link #DEFAULT_MAX_CONNECTIONS}.
   *
   * @return the defaults
   */
  public static AccessOptions defaults() {
    return new AccessOptions(DEFAULT_MAX_CONNECTIONS);
  }

  /**
   * Changes how many connections are taken.
   *
   * @param connections 1 or more
   * @return changed options
   */
  public AccessOptions withMaxConnections(int connections) {
    return new AccessOptions(connections);
  }
}
