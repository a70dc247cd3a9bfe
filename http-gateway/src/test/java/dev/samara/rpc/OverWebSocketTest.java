package dev.samara.rpc;

import static dev.samara.rpc.Waiting.failure;
import static dev.samara.rpc.Waiting.result;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.http.EventSource;
import dev.samara.http.Gateway;
import dev.samara.http.GatewayOptions;
import dev.samara.http.GatewaySources;
import dev.samara.http.websocket.WebSocketConnector;
import dev.samara.http.websocket.WebSocketListener;
import dev.samara.net.Hub;
import dev.samara.net.ListenerOptions;
import dev.samara.net.connection.CloseMode;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.Event;
import dev.samara.rpc.call.FailureKind;
import dev.samara.rpc.call.ServiceInfo;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract of calls over a WebSocket of the gateway, dialled by a hub's connector. */
class OverWebSocketTest extends RpcContract {
  interface Greeter {
    Future<String> greet(String name);
  }

  @TempDir static Path folder;
  private static final List<Connection> ACCEPTED = new CopyOnWriteArrayList<>();
  private static Vertx vertx;
  private static Rpc callee;
  private static Rpc caller;
  private static Hub hub;
  private static Gateway gateway;
  private static WebSocketConnector connector;
  private static RpcConnection over;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
    hub = result(Hub.start(vertx, "hub"));
    callee = result(Rpc.start(vertx, RpcOptions.defaults("callee")));
    caller = result(Rpc.start(vertx, RpcOptions.defaults("caller")));
    int most = callee.framing().maxMessageBytes();
    var listener =
        hub.attach(
            ListenerOptions.webSocket("ws", "/ws", most), callee.route("catalogue", "other"));
    var sources =
        new GatewaySources(
            callee,
            () -> Future.succeededFuture(new JsonObject()),
            () -> "",
            () -> true,
            EventSource.none(),
            Optional.of(WebSocketListener.into(hub, listener, most)));
    gateway = result(Gateway.start(vertx, GatewayOptions.defaults(folder).withPort(0), sources));
    connector = WebSocketConnector.of(vertx, hub, most, new WebSocketClientOptions());
    hub.observe(event -> {
      if (event instanceof Event.RemoteConnected accepted) {
        ACCEPTED.add(accepted.connection());
      }
    });
    over = caller.over(dial());
  }

  private static Connection dial(String... services) {
    var place =
        new WebSocketConnectOptions().setHost("127.0.0.1").setPort(gateway.port()).setURI("/ws");
    return result(connector.connect("out", place, caller.route(services)));
  }

  @AfterAll
  static void stop() {
    result(caller.close());
    result(callee.close());
    result(connector.close());
    result(gateway.close());
    result(hub.close());
    result(vertx.close());
  }

  @Override
  Rpc caller() {
    return caller;
  }

  @Override
  Rpc callee() {
    return callee;
  }

  @Override
  Vertx vertx() {
    return vertx;
  }

  @Override
  <T> T client(Class<T> type) {
    return over.client(type);
  }

  @Override
  Future<String> callJson(String service, String method, String arguments) {
    return over.callJson(service, method, arguments, TIMEOUT);
  }

  @Override
  String nobodyOffers(String service) {
    return "node 'callee' does not offer the service '" + service + "' any more";
  }

  @Override
  List<ServiceInfo> seenServices() {
    return callee.services();
  }

  @Test
  void bothSidesMayCall() {
    result(caller.expose(Greeter.class, name -> Future.succeededFuture("hello " + name)));
    try {
      ACCEPTED.clear();
      Connection out = dial("greeter");
      Waiting.until("both ends are known", () -> ACCEPTED.size() == 2);
      Connection in =
          ACCEPTED.stream().filter(end -> !end.id().equals(out.id())).findFirst().orElseThrow();
      assertEquals("hello you", result(callee.over(in).client(Greeter.class).greet("you")));
      assertEquals(3L, result(caller.over(out).client(Catalogue.class).add(1, 2)));
      result(out.close(CloseMode.NOW));
    } finally {
      result(caller.withdraw("greeter"));
    }
  }

  @Test
  void aLongArgumentTravelsWhole() {
    String long900KiB = "ä".repeat(450 * 1024);
    assertEquals(long900KiB, result(catalogue.maybe(long900KiB)));
  }

  @Test
  void aBrokenSocketFailsItsCallsAndCancelsTheWork() {
    Connection out = dial();
    Future<String> call = caller.over(out).client(Catalogue.class).untilCancelled();
    Waiting.until("it is served", () -> shop.waiting.get() == 1);
    var end = result(out.close(CloseMode.NOW, Duration.ZERO));
    failure(FailureKind.CONNECTION_LOST, call);
    Waiting.until("the work was told", () -> shop.cancelled.get() == 1);
    assertTrue(end.incomplete().isEmpty(), end.toString());
  }
}
