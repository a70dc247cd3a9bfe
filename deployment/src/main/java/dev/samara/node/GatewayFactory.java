package dev.samara.node;

import dev.samara.http.EventSource;
import dev.samara.http.Gateway;
import dev.samara.http.GatewayOptions;
import dev.samara.http.GatewaySources;
import dev.samara.http.websocket.WebSocketListener;
import dev.samara.net.ListenerOptions;
import dev.samara.net.connection.Route;
import dev.samara.net.route.Routes;
import dev.samara.node.config.NodeConfig;
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
            routes
                .route(
                    "gateway.webSocketRoute",
                    config.webSocketRoute(),
                    Routes.DEFAULT_ANSWER_TIMEOUT)
                .compose(webSocket ->
                    Gateway.start(
                        node.vertx(),
                        options,
                        sources(node, options, webSocket),
                        config.siteOrNone().mounts())));
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

  private static GatewaySources sources(Node node, GatewayOptions options, Route route) {
    var views = new NodeViews(node);
    var metrics = new NodeMetrics(node);
    var webSockets =
        ListenerOptions.webSocket(
                "ws",
                options.port() == 0 ? "/ws" : "%s:%d/ws".formatted(options.host(), options.port()),
                MAX_WEB_SOCKET_MESSAGE_BYTES)
            .withMaxConnections(options.maxConnections());
    var listener = node.hub().attach(webSockets, route);
    return new GatewaySources(
        node.rpc(),
        views::status,
        metrics::scrape,
        node::isReady,
        events(node),
        Optional.of(WebSocketListener.into(node.hub(), listener, MAX_WEB_SOCKET_MESSAGE_BYTES)));
  }

  private static EventSource events(Node node) {
    return subscriber -> {
      var ended = node.hub().observe(event -> subscriber.accept(NodeViews.event(event)));
      return ended::run;
    };
  }
}
