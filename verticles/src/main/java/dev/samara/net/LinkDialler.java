package dev.samara.net;

import dev.samara.net.connection.Link;
import dev.samara.net.connection.Route;
import dev.samara.net.connection.Transport;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.function.Function;

/**
 * Dials what the hub does not know itself, such as WebSockets, for links that stand: waits, tries
 * and what waits for a connection are those of every {@link HubLink}.
 */
public interface LinkDialler {

  /**
   * How bytes travel.
   *
   * @return for all that it dials
   */
  Transport transport();

  /**
   * Tries once. Called on the event loop to which the link is to belong.
   *
   * @param context of that event loop
   * @param adopt called there with the link when it is open, and before anything is read from it:
   *     gives whom the link is to talk to. The link may be closed already then
   * @return completes after that; fails if there is no link
   */
  Future<Void> dial(Context context, Function<Link, Link.Receiver> adopt);

  /**
   * Dials for good, as {@link Hub#link} does it.
   *
   * @param hub whose connections they become
   * @param dialler makes the links
   * @param options where to, for people, and how often and how long it is tried; how the socket is
   *     set up is the dialler's business
   * @param linkOptions how the link behaves between two connections
   * @param route where messages go that arrive; asked for a session by each connection
   * @return the link, to which messages may be given at once
   */
  static HubLink link(
      Hub hub,
      LinkDialler dialler,
      ConnectorOptions options,
      LinkOptions linkOptions,
      Route route) {
    return hub.connector.link(dialler, options, linkOptions, route);
  }
}
