package dev.samara.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.http.websocket.WebSocketConnector;
import dev.samara.net.Hub;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.Event;
import dev.samara.net.route.ConnectionHandler;
import dev.samara.net.route.Routes;
import dev.samara.net.testkit.Await;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** WebSockets that are dialled, and servers that end them at bad moments. */
class WebSocketConnectorTest {

  private final Vertx vertx = Vertx.vertx();
  private final List<Throwable> uncaught = new CopyOnWriteArrayList<>();
  private final Hub hub = Await.result(Hub.start(vertx, "a"));
  private final WebSocketConnector connector =
      WebSocketConnector.of(
          vertx.exceptionHandler(uncaught::add), hub, 1_000, new WebSocketClientOptions());

  @AfterEach
  void everyMessageHasHadItsOutcome() {
    Await.until("none is left", () -> Await.result(hub.connections()).isEmpty());
    for (var figures : Await.result(hub.figures()).values()) {
      assertTrue(figures.out().addsUp(), figures.toString());
      assertEquals(0, figures.out().inFlight());
    }
    connector.close();
    Await.result(hub.close());
    Await.result(vertx.close());
    assertEquals(List.of(), uncaught);
  }

  private WebSocketConnectOptions serve(Handler<ServerWebSocket> handler) {
    HttpServer server = vertx.createHttpServer().webSocketHandler(handler);
    int port = Await.result(server.listen(0, "127.0.0.1")).actualPort();
    return new WebSocketConnectOptions().setHost("127.0.0.1").setPort(port).setURI("/");
  }

  /** Says something in each turn, also between the server's close frame and the end. */
  private static final class Talker implements ConnectionHandler {
    private final AtomicInteger ended = new AtomicInteger();

    @Override
    public void connected(Connection connection) {
      talk(connection);
    }

    private void talk(Connection connection) {
      connection.post(Buffer.buffer("x"));
      if (ended.get() == 0) {
        Vertx.currentContext().runOnContext(_ -> talk(connection));
      }
    }

    @Override
    public void message(Connection connection, Buffer message) {}

    @Override
    public void disconnected(Event.Disconnected event) {
      ended.incrementAndGet();
    }
  }

  @Test
  void whatIsSaidAfterTheServersCloseFrameIsNoFault() {
    for (int i = 0; i < 2; i++) {
      var talker = new Talker();
      var place = serve(ws -> ws.binaryMessageHandler(_ -> ws.close()));
      Await.result(connector.connect("out", place, Routes.handler(() -> talker)));
      Await.until("it has ended", () -> talker.ended.get() == 1);
    }
  }

  @Test
  void whoClosesAtOnceLeavesNoConnection() {
    for (int i = 0; i < 5; i++) {
      var connected =
          connector.connect(
              "out", serve(ServerWebSocket::close), Routes.handler(() -> new Talker()));
      Await.until("it has an outcome", connected::isComplete);
    }
  }
}
