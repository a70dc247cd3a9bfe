package dev.samara.net;

import dev.samara.net.connection.Connection;
import dev.samara.net.connection.ConnectionOptions;
import dev.samara.net.connection.Link;
import dev.samara.net.connection.Route;
import io.vertx.core.internal.ContextInternal;

/**
 * A link that somebody else has dialled, such as a WebSocket, as a connection of a hub.
 *
 * @param connection the connection, open
 * @param receiver what the link is to talk to
 */
public record AdoptedLink(Connection connection, Link.Receiver receiver) {

  /**
   * Makes the connection. To be called on the link's event loop.
   *
   * @param hub whose connection it becomes
   * @param name stands in the connection's id where a connector's name would
   * @param link the link, open
   * @param options what else the connection needs
   * @param route where messages go
   * @return both ends
   * @throws IllegalStateException if the hub is shut down
   */
  public static AdoptedLink adopt(
      Hub hub, String name, Link link, ConnectionOptions options, Route route) {
    var here = ContextInternal.current().nettyEventLoop();
    return hub.connector.adopt(here, name, link, options, route);
  }
}
