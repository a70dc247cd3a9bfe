package dev.samara.node;

import dev.samara.http.EventSource;
import dev.samara.http.Gateway;
import dev.samara.http.GatewayOptions;
import dev.samara.http.GatewaySources;
import dev.samara.http.sse.SseListener;
import dev.samara.http.websocket.WebSocketListener;
import dev.samara.net.ListenerOptions;
import dev.samara.net.connection.Route;
import dev.samara.net.route.Routes;
import dev.samara.node.config.NodeConfig;
import dev.samara.node.config.SseConfig;
import io.vertx.core.Future;
import java.util.Optional;

/** Starts a node's HTTP gateway, with the node's own figures and events behind its pages. */
final class GatewayFactory {

  /** What Vert.x takes as one WebSocket message, too, unless told otherwise. */
  private static final int MAX_WEB_SOCKET_MESSAGE_BYTES = 256 * 1024;

  private GatewayFactory() {}

  static Future<Gateway> start(Node node, RouteFactory routes) {
    var config = node.config().gateway();
    return new SiteFactory(node.vertx())
        .make(config)
        .map(site -> options(node.config()).withSite(site))
        .compose(options ->
            sources(node, options, routes)
                .compose(sources ->
                    Gateway.start(node.vertx(), options, sources, config.siteOrNone().mounts())));
  }

  private static GatewayOptions options(NodeConfig config) {
    var gateway = config.gateway();
    var options =
        GatewayOptions.defaults(
                gateway.uploadDirectory(
                    config.dataDirectory().resolve(config.nodeName()).resolve("uploads")))
            .withHost(gateway.host())
            .withPort(config.shifted(gateway.port()));
    return options
        .withWire(gateway.wire())
        .withUploads(gateway.uploadOptions())
        .withRpcLimits(
            gateway.maxRpcBodyBytes().orElse(options.maxRpcBodyBytes()),
            gateway.rpcTimeout().orElse(options.rpcTimeout()))
        .withConnectionLimits(
            gateway.maxConnections().orElse(options.maxConnections()),
            gateway.idleTimeout().orElse(options.idleTimeout()));
  }

  private static Future<GatewaySources> sources(
      Node node, GatewayOptions options, RouteFactory routes) {
    var config = node.config().gateway();
    var views = new NodeViews(node);
    var metrics = new NodeMetrics(node);
    return route(routes, "gateway.webSocketRoute", config.webSocketRoute())
        .map(route ->
            new GatewaySources(
                node.rpc(),
                views::status,
                metrics::scrape,
                node::isReady,
                events(node),
                Optional.of(webSockets(node, options, route))))
        .map(sources ->
            config.eventBus().map(given -> sources.withEventBus(given.eventBus())).orElse(sources))
        .compose(sources ->
            config
                .sse()
                .map(sse ->
                    route(routes, "gateway.sse.route", sse.route())
                        .map(route -> sources.withSse(streams(node, options, sse, route))))
                .orElse(Future.succeededFuture(sources)));
  }

  private static Future<Route> route(RouteFactory routes, String option, String route) {
    return routes.route(option, route, Routes.DEFAULT_ANSWER_TIMEOUT);
  }

  private static WebSocketListener webSockets(Node node, GatewayOptions options, Route route) {
    var listener =
        node.hub()
            .attach(
                ListenerOptions.webSocket("ws", place(options, "/ws"), MAX_WEB_SOCKET_MESSAGE_BYTES)
                    .withMaxConnections(options.maxConnections()),
                route);
    return WebSocketListener.into(node.hub(), listener, MAX_WEB_SOCKET_MESSAGE_BYTES);
  }

  private static SseListener streams(
      Node node, GatewayOptions options, SseConfig config, Route route) {
    var sse = config.options(options.idleTimeout());
    var listener =
        node.hub()
            .attach(
                ListenerOptions.sse("sse", place(options, "/sse"), sse.maxMessageBytes())
                    .withMaxConnections(config.maxConnections().orElse(options.maxConnections())),
                route);
    return SseListener.into(node.hub(), listener, sse);
  }

  private static String place(GatewayOptions options, String path) {
    return options.port() == 0 ? path : "%s:%d%s".formatted(options.host(), options.port(), path);
  }

  private static EventSource events(Node node) {
    return subscriber -> {
      var ended = node.hub().observe(event -> subscriber.accept(NodeViews.event(event)));
      return ended::run;
    };
  }
}
