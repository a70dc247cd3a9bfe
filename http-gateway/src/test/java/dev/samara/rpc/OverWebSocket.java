package dev.samara.rpc;

import static dev.samara.rpc.Waiting.result;

import dev.samara.http.EventSource;
import dev.samara.http.Gateway;
import dev.samara.http.GatewayOptions;
import dev.samara.http.GatewaySources;
import dev.samara.http.websocket.WebSocketConnector;
import dev.samara.http.websocket.WebSocketListener;
import dev.samara.net.Listener;
import dev.samara.net.ListenerOptions;
import io.vertx.core.Future;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;

/** The contract of calls over a WebSocket of the gateway; the subclasses say how it is dialled. */
abstract class OverWebSocket extends OverConnection {
  @TempDir static Path folder;
  static WebSocketConnector connector;
  private static Listener listener;
  private static Gateway gateway;

  /** To be called by each subclass before all. */
  static void serve() {
    prepare();
    int most = callee.framing().maxMessageBytes();
    listener = hub.attach(ListenerOptions.webSocket("ws", "/ws", most), served());
    startGateway(0);
    connector = WebSocketConnector.of(vertx, hub, most, new WebSocketClientOptions());
  }

  private static void startGateway(int port) {
    var sources =
        new GatewaySources(
            callee,
            () -> Future.succeededFuture(new JsonObject()),
            () -> "",
            () -> true,
            EventSource.none(),
            Optional.of(WebSocketListener.into(hub, listener, callee.framing().maxMessageBytes())));
    gateway = result(Gateway.start(vertx, GatewayOptions.defaults(folder).withPort(port), sources));
  }

  static WebSocketConnectOptions place() {
    return new WebSocketConnectOptions().setHost("127.0.0.1").setPort(gateway.port()).setURI("/ws");
  }

  /** Closes the gateway, does something while there is none, and starts it again there. */
  static void restart(Runnable meanwhile) {
    int port = gateway.port();
    result(gateway.close());
    meanwhile.run();
    startGateway(port);
  }

  @AfterAll
  static void stopGateway() {
    result(connector.close());
    result(gateway.close());
  }
}
