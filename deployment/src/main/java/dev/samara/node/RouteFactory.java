package dev.samara.node;

import dev.samara.examples.chat.ChatRoom;
import dev.samara.examples.echo.EchoConversation;
import dev.samara.examples.echo.EchoHandler;
import dev.samara.net.Hub;
import dev.samara.net.connection.Route;
import dev.samara.net.route.Routes;
import dev.samara.node.config.ConfigException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;

/** Makes routes of their names in the configuration. */
final class RouteFactory {

  private static final String KNOWN =
      "bus:ADDRESS, bus-each:ADDRESS, handler:echo, thread:echo or chat";

  private final Vertx vertx;
  private final Hub hub;

  /** One room for all listeners that lead to it; opened when the first one does. */
  private Future<Route> chat;

  RouteFactory(Vertx vertx, Hub hub) {
    this.vertx = vertx;
    this.hub = hub;
  }

  /** The route of that name, as {@code bus:ADDRESS}; if there is none, the option is blamed. */
  Future<Route> route(String option, String name, Duration answerTimeout) {
    try {
      return route(name, answerTimeout);
    } catch (IllegalArgumentException e) {
      return Future.failedFuture(new ConfigException("%s: %s".formatted(option, e.getMessage())));
    }
  }

  private Future<Route> route(String name, Duration answerTimeout) {
    if (name.startsWith("bus:")) {
      return made(Routes.bus(vertx, name.substring("bus:".length()), answerTimeout));
    }
    if (name.startsWith("bus-each:")) {
      return made(Routes.busEach(vertx, name.substring("bus-each:".length()), answerTimeout));
    }
    return switch (name) {
      case "handler:echo" -> made(Routes.handler(name, EchoHandler::new));
      case "thread:echo" -> made(Routes.thread(new EchoConversation()));
      case "chat" -> chat();
      default -> throw new IllegalArgumentException("'%s' (expected: %s)".formatted(name, KNOWN));
    };
  }

  private static Future<Route> made(Route route) {
    return Future.succeededFuture(route);
  }

  private Future<Route> chat() {
    if (chat == null) {
      chat = ChatRoom.open(vertx, hub);
    }
    return chat;
  }
}
