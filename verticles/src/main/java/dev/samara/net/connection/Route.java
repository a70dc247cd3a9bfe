package dev.samara.net.connection;

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
   * The same for connections that this side dials, where that makes a difference.
   *
   * @return the route to use for outgoing connections
   */
  default Route dialled() {
    return this;
  }
}
