package dev.samara.node;

import dev.samara.examples.chat.ChatRoom;
import dev.samara.examples.echo.EchoConversation;
import dev.samara.examples.echo.EchoHandler;
import dev.samara.net.Hub;
import dev.samara.net.access.AccessRoutes;
import dev.samara.net.connection.Route;
import dev.samara.net.handshake.Handshake;
import dev.samara.net.handshake.Handshakes;
import dev.samara.net.route.Routes;
import dev.samara.node.config.BridgeConfig;
import dev.samara.node.config.ConfigException;
import dev.samara.node.config.HandshakeConfig;
import dev.samara.node.config.ListenerConfig;
import dev.samara.rpc.Rpc;
import dev.samara.rpc.bridge.Bridge;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;

/** Makes routes of their names in the configuration. */
final class RouteFactory {

  private static final String KNOWN =
      "bus:ADDRESS, bus-each:ADDRESS, handler:echo, thread:echo, chat or, for a listener, bridge,"
          + " rpc:SERVICE,...";

  private final Vertx vertx;
  private final Hub hub;
  private final Rpc rpc;
  private final HandshakeFactory handshakes;

  /** One room for all listeners that lead to it; opened when the first one does. */
  private Future<Route> chat;

  RouteFactory(Vertx vertx, Hub hub, Rpc rpc) {
    this.vertx = vertx;
    this.hub = hub;
    this.rpc = rpc;
    this.handshakes = new HandshakeFactory(vertx, hub.clients(), System::getenv);
  }

  /**
   * What a listener leads to: its route, for those whom the rules and the handshake let through.
   */
  Future<Route> of(String listener, ListenerConfig config) {
    var answerTimeout = config.answerTimeout().orElse(Routes.DEFAULT_ANSWER_TIMEOUT);
    var blamed = "listener '%s': ".formatted(listener);
    return bare(blamed, config, answerTimeout)
        .map(route -> AccessRoutes.guarded(route, config.routeRules()))
        .compose(route ->
            config
                .handshake()
                .map(handshake -> shaken(blamed, handshake, route, answerTimeout))
                .orElseGet(() -> made(route)));
  }

  private Future<Route> bare(String blamed, ListenerConfig config, Duration answerTimeout) {
    if (config.route().equals(ListenerConfig.BRIDGE)) {
      return made(bridge(config));
    }
    return config
        .rpcServices()
        .map(services -> made(rpc.route(services.toArray(String[]::new))))
        .orElseGet(() -> route(blamed + "route", config.route(), answerTimeout));
  }

  private Future<Route> shaken(
      String blamed, HandshakeConfig config, Route known, Duration answerTimeout) {
    var handshake =
        handshakes
            .make(config)
            .recover(
                cause -> Future.failedFuture(new ConfigException(blamed + cause.getMessage())));
    return handshake.compose(made ->
        config
            .unknownRoute()
            .map(name ->
                route(blamed + "handshake.unknownRoute", name, answerTimeout)
                    .map(unknown -> offered(known, unknown, config, made)))
            .orElseGet(() -> made(Handshakes.required(known, made, hub.clients()))));
  }

  private Route offered(Route known, Route unknown, HandshakeConfig config, Handshake handshake) {
    return Handshakes.offered(known, unknown, config.routeRules(), handshake, hub.clients());
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

  private Route bridge(ListenerConfig config) {
    var options =
        config.bridge().orElse(BridgeConfig.NONE).options(ListenerFactory.maxMessageBytes(config));
    return Bridge.create(vertx, options);
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
