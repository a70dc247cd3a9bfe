package dev.samara.load.server;

import dev.samara.codec.Framing;
import dev.samara.http.websocket.WebSocketListener;
import dev.samara.load.generator.Medium;
import dev.samara.load.transport.SelfSigned;
import dev.samara.net.Hub;
import dev.samara.net.ListenerOptions;
import dev.samara.net.connection.Route;
import dev.samara.net.socket.TlsOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.nio.file.Path;

/** Where Samara's echo listens, for each medium. */
final class SamaraPlaces {
  private static final String NAME = "echo";
  private static final int MAX_WEB_SOCKET_BYTES = 1 << 24;

  private SamaraPlaces() {}

  /** Listens; gives the port, or the path of a UNIX socket. */
  static Future<String> listen(
      Medium medium, Vertx vertx, Hub hub, Framing framing, Route route, int loops)
      throws IOException, InterruptedException {
    return switch (medium) {
      case TCP -> port(hub, ListenerOptions.tcp(NAME, 0, framing), route);
      case TLS -> port(hub, ListenerOptions.tcp(NAME, 0, framing).withTls(tls()), route);
      case UDP -> port(hub, ListenerOptions.udp(NAME, 0), route);
      case UNIX -> {
        Path path = UnixPlaces.next();
        yield hub.listen(ListenerOptions.unix(NAME, path, framing), route).map(path.toString());
      }
      case WS -> webSocket(vertx, hub, route, loops);
    };
  }

  private static TlsOptions tls() throws IOException, InterruptedException {
    SelfSigned pair = SelfSigned.make();
    return new TlsOptions(pair.certificate(), pair.key());
  }

  private static Future<String> port(Hub hub, ListenerOptions options, Route route) {
    return hub.listen(options, route).map(listener -> Integer.toString(listener.port()));
  }

  /** As the gateway does it; an HTTP server for each event loop, all on one port. */
  private static Future<String> webSocket(Vertx vertx, Hub hub, Route route, int loops) {
    var listener = hub.attach(ListenerOptions.webSocket(NAME, "/ws", MAX_WEB_SOCKET_BYTES), route);
    var webSockets = WebSocketListener.into(hub, listener, MAX_WEB_SOCKET_BYTES);
    return HttpServers.listen(
        vertx,
        loops,
        () -> {
          HttpServer server = vertx.createHttpServer(webSocketOptions());
          return server.requestHandler(request ->
              webSockets
                  .check(request)
                  .ifPresentOrElse(
                      fault -> request.response().setStatusCode(fault.status()).end(),
                      () -> webSockets.accept(request)));
        });
  }

  /** Also for raw Vert.x. */
  static HttpServerOptions webSocketOptions() {
    return new HttpServerOptions()
        .setMaxWebSocketFrameSize(MAX_WEB_SOCKET_BYTES)
        .setMaxWebSocketMessageSize(MAX_WEB_SOCKET_BYTES);
  }
}
