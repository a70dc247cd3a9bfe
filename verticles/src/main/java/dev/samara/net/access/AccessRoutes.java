package dev.samara.net.access;

import dev.samara.net.connection.Route;
import java.util.Optional;

/** Routes around routes: who may use one, and how much. */
public final class AccessRoutes {

  private AccessRoutes() {}

  /**
   * Lets only some use a route, such as the one to a bus address. The rules are asked when a
   * connection's session would be opened, so behind a handshake they know the client's name, and
   * again when the name has changed. Who is denied is disconnected with that reason.
   *
   * @param route the route to guard
   * @param rules who may use it
   * @return the guarded route, with the same name
   */
  public static Route guarded(Route route, AccessRules rules) {
    return rules.isEmpty() ? route : new GuardedRoute(route, rules);
  }

  /**
   * Limits how much each connection may send. What is beyond waits, without being dealt with, until
   * the rate allows it: so it uses up the connection's credit ({@code maxUnansweredMessages},
   * {@code maxUnansweredBytes}), and then the socket is not read until there is room again. Nothing
   * is lost, except that a connection that closes has its close time limit to get through what
   * waits.
   *
   * @param route the route to limit
   * @param messages how many messages
   * @param bytes how many bytes of messages
   * @return the limited route, with the same name
   */
  public static Route limited(Route route, Optional<Rate> messages, Optional<Rate> bytes) {
    return messages.isEmpty() && bytes.isEmpty() ? route : new LimitedRoute(route, messages, bytes);
  }
}
