package dev.samara.net;

import java.util.List;

/**
 * What came of listening on several places.
 *
 * @param listeners those that listen, in the order asked for
 * @param failures those that do not, in the order asked for
 */
public record Listened(List<Listener> listeners, List<ListenException> failures) {

  /**
   * Keeps copies.
   *
   * @throws NullPointerException if a list is missing
   */
  public Listened {
    listeners = List.copyOf(listeners);
    failures = List.copyOf(failures);
  }
}
