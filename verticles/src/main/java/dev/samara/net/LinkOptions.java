package dev.samara.net;

import io.vertx.core.Context;
import java.time.Duration;
import java.util.Optional;

/**
 * How a {@link HubLink} behaves between two connections.
 *
 * @param stableAfter how long a connection must have lived for the next one to be dialled at once;
 *     after a shorter life the back-off goes on where it was; zero or more
 * @param resend whether messages of which nothing was sent when a connection ended go out by the
 *     next one; else they come back. A partly sent message always comes back: the peer may have it
 * @param home a context of the event loop that all its connections are to belong to; if empty, the
 *     hub's next one in turn
 */
public record LinkOptions(Duration stableAfter, boolean resend, Optional<Context> home) {

  /** How long a connection must live to count as stable unless told otherwise. */
  public static final Duration DEFAULT_STABLE_AFTER = Duration.ofSeconds(5);

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException naming the option, its value and its range
   */
  public LinkOptions {
    if (stableAfter.isNegative()) {
      throw new IllegalArgumentException(
          "stableAfter: %d ms (expected: >= 0)".formatted(stableAfter.toMillis()));
    }
  }

  /**
   * Stable after {@link #DEFAULT_STABLE_AFTER}, and unsent messages go out by the next connection.
   *
   * @return the defaults
   */
  public static LinkOptions defaults() {
    return new LinkOptions(DEFAULT_STABLE_AFTER, true, Optional.empty());
  }

  /**
   * Changes how long a connection must live to count as stable.
   *
   * @param life zero or more
   * @return changed options
   */
  public LinkOptions withStableAfter(Duration life) {
    return new LinkOptions(life, resend, home);
  }

  /**
   * Gives unsent messages back instead of sending them by the next connection.
   *
   * @return changed options
   */
  public LinkOptions withoutResend() {
    return new LinkOptions(stableAfter, false, home);
  }

  /**
   * Chooses the event loop.
   *
   * @param eventLoop a context of it, of the hub's Vert.x
   * @return changed options
   */
  public LinkOptions withHome(Context eventLoop) {
    return new LinkOptions(stableAfter, resend, Optional.of(eventLoop));
  }
}
