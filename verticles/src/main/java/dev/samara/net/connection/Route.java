package dev.samara.net.connection;

import java.util.Map;

/** Where the messages of a listener's connections go: makes one {@link Session} for each. */
public interface Route {

  /**
   * The route as listings show it.
   *
   * @return a phrase such as {@code bus:echo}
   */
  String name();

  /**
   * Makes the application's side of a new connection.
   *
   * @param control the connection; not yet open
   * @return the session, called on the connection's event loop
   */
  Session open(Session.Control control);

  /**
   * How many peers the route itself has turned away, such as those whose handshake failed. Any
   * thread.
   *
   * @param listener the listener whose peers are meant
   * @return how many, by reason; empty unless the route turns peers away
   */
  default Map<String, Long> refusals(String listener) {
    return Map.of();
  }

  /**
   * What the route counts besides, for all its connections. Any thread.
   *
   * @return how much or how many of what; empty unless the route has something of its own to show
   */
  default Map<String, Long> figures() {
    return Map.of();
  }

  /**
   * The same for connections that this side dials, where that makes a difference.
   *
   * @return the route to use for outgoing connections
   */
  default Route dialled() {
    return this;
  }
}
