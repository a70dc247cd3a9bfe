package dev.samara.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.samara.http.websocket.WebSocketConnector;
import dev.samara.net.Hub;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.Event;
import dev.samara.net.route.ConnectionHandler;
import dev.samara.net.route.Routes;
import dev.samara.net.testkit.Await;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.net.NetSocket;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** WebSockets that are dialled, and servers that end them at bad moments. */
class WebSocketConnectorTest {

  private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private final Vertx vertx = Vertx.vertx();

  /** What nobody catches: tasks of event loops that throw. */
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

  private final Logger eventLoops =
      (Logger) LoggerFactory.getLogger("io.netty.util.concurrent.AbstractEventExecutor");
  private final Hub hub = Await.result(Hub.start(vertx, "a"));
  private final WebSocketConnector connector =
      WebSocketConnector.of(vertx, hub, 1_000, new WebSocketClientOptions());

  @BeforeEach
  void listen() {
    logged.start();
    eventLoops.addAppender(logged);
  }

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
    eventLoops.detachAppender(logged);
    assertEquals(List.of(), List.copyOf(logged.list));
  }

  private static WebSocketConnectOptions to(int port) {
    return new WebSocketConnectOptions().setHost("127.0.0.1").setPort(port).setURI("/");
  }

  /** Says something every millisecond, also between the server's close frame and the end. */
  private final class Talker implements ConnectionHandler {
    private final AtomicInteger said = new AtomicInteger();
    private volatile boolean ended;

    @Override
    public void connected(Connection connection) {
      connection.post(Buffer.buffer("x"));
      said.incrementAndGet();
      if (!ended) {
        vertx.setTimer(1, _ -> connected(connection));
      }
    }

    @Override
    public void message(Connection connection, Buffer message) {}

    @Override
    public void disconnected(Event.Disconnected event) {
      ended = true;
    }
  }

  /** Sends a close frame at once, and closes the socket when a good deal more has been said. */
  private void closeSlowly(NetSocket socket, Talker talker) {
    socket.handler(bytes -> {
      socket.handler(_ -> {});
      socket.write(acceptance(bytes.toString()));
      socket.write(Buffer.buffer(new byte[] {(byte) 0x88, 2, 0x03, (byte) 0xe8}));
      vertx.setPeriodic(
          5,
          timer -> {
            if (talker.said.get() > 30) {
              vertx.cancelTimer(timer);
              socket.close();
            }
          });
    });
  }

  /** RFC 6455, 4.2.2. */
  private static String acceptance(String request) {
    try {
      var key =
          request.lines().filter(line -> line.toLowerCase(ROOT).startsWith("sec-websocket-key:"));
      var value = key.findFirst().orElseThrow().split(":")[1].strip() + MAGIC;
      var hash = MessageDigest.getInstance("SHA-1").digest(value.getBytes(US_ASCII));
      return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
          + "Sec-WebSocket-Accept: "
          + Base64.getEncoder().encodeToString(hash)
          + "\r\n\r\n";
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatIsSaidAfterTheServersCloseFrameIsNoFault() {
    var talker = new Talker();
    var server = vertx.createNetServer().connectHandler(socket -> closeSlowly(socket, talker));
    var place = to(Await.result(server.listen(0, "127.0.0.1")).actualPort());
    Await.result(connector.connect("out", place, Routes.handler(() -> talker)));
    Await.until("it has ended", () -> talker.ended);
  }

  @Test
  void whoClosesAtOnceLeavesNoConnection() {
    var server = vertx.createHttpServer().webSocketHandler(ServerWebSocket::close);
    var place = to(Await.result(server.listen(0, "127.0.0.1")).actualPort());
    for (int i = 0; i < 5; i++) {
      var connected = connector.connect("out", place, Routes.handler(Talker::new));
      Await.until("it has an outcome", connected::isComplete);
    }
  }
}
