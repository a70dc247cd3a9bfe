package dev.samara.http.suite;

import dev.samara.http.websocket.WebSocketListener;
import dev.samara.net.Hub;
import dev.samara.net.ListenerOptions;
import dev.samara.net.connection.Connection;
import dev.samara.net.route.Routes;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;

/** Echoes every message over a WebSocket at any path, for the Autobahn test suite. */
public final class AutobahnServer {
  private static final int MAX_BYTES = 32 << 20;

  private AutobahnServer() {}

  /**
   * Starts it; returns when it listens.
   *
   * @param args the port
   */
  public static void main(String[] args) {
    Vertx vertx = Vertx.vertx();
    Hub hub = Hub.start(vertx, "autobahn").await();
    var listener =
        hub.attach(
            ListenerOptions.webSocket("ws", "/", MAX_BYTES),
            Routes.handler(() -> Connection::send));
    var webSocket = WebSocketListener.into(hub, listener, MAX_BYTES);
    var options =
        new HttpServerOptions()
            .setPerMessageWebSocketCompressionSupported(false)
            .setPerFrameWebSocketCompressionSupported(false);
    vertx
        .createHttpServer(options)
        .requestHandler(request -> {
          var fault = webSocket.check(request);
          if (fault.isPresent()) {
            request.response().setStatusCode(fault.get().status()).end(fault.get().reason());
          } else {
            webSocket.accept(request);
          }
        })
        .listen(Integer.parseInt(args[0]), "0.0.0.0")
        .await();
  }
}
