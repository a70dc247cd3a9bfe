package dev.samara.net;

import static dev.samara.net.HubFixture.await;
import static dev.samara.net.HubFixture.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.length.LengthFraming;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.ConnectionOptions;
import dev.samara.net.handshake.ClientHandshakes;
import dev.samara.net.handshake.Handshake;
import dev.samara.net.handshake.Handshakes;
import dev.samara.net.handshake.Secrets;
import dev.samara.net.route.ConnectionHandler;
import dev.samara.net.route.Routes;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A hub that dials and presents its own keyword, with a framing that is not text. */
class ClientHandshakeTest {

  private static final LengthFraming FRAMING = new LengthFraming(1_000);
  private static final Secrets SECRETS = Secrets.of(Map.of("north", "s3cret"));

  private static Handshake server(String kind) {
    return switch (kind) {
      case "keyword" -> Handshakes.keyword("north"::equals);
      case "token" -> Handshakes.token(SECRETS);
      default -> Handshakes.hmac(SECRETS);
    };
  }

  private static Handshake client(String kind, String name, String secret) {
    return switch (kind) {
      case "keyword" -> ClientHandshakes.keyword(name);
      case "token" -> ClientHandshakes.token(name, secret);
      default -> ClientHandshakes.hmac(name, secret);
    };
  }

  /** Says hello when the handshake is done, and collects the rest. */
  private static final class Caller implements ConnectionHandler {
    final ConcurrentLinkedQueue<String> received = new ConcurrentLinkedQueue<>();

    @Override
    public void connected(Connection connection) {
      connection.post(Buffer.buffer("hello"));
    }

    @Override
    public void message(Connection connection, Buffer message) {
      received.add(message.toString());
    }
  }

  private final Caller caller = new Caller();

  private Connection dial(HubFixture fixture, int port, Handshake handshake) {
    var to =
        ConnectorOptions.to(
            "out",
            SocketAddress.inetSocketAddress(port, "127.0.0.1"),
            ConnectionOptions.of(FRAMING));
    var route = Handshakes.required(Routes.handler(() -> caller), handshake, fixture.hub.clients());
    return await(fixture.hub.connect(to, route));
  }

  private static Listener listen(HubFixture fixture, String kind) {
    ConnectionHandler echo = Connection::post;
    var route =
        Handshakes.required(Routes.handler(() -> echo), server(kind), fixture.hub.clients());
    return fixture.listen(ListenerOptions.tcp("in", 0, FRAMING), route);
  }

  @ParameterizedTest
  @ValueSource(strings = {"keyword", "token", "hmac"})
  void twoHubsAgree(String kind) {
    try (var north = new HubFixture();
        var south = new HubFixture()) {
      var listener = listen(south, kind);
      dial(north, listener.port(), client(kind, "north", "s3cret"));
      eventually("the echo is back", () -> caller.received.contains("hello"));
      await(south.hub.clients().send("north", Buffer.buffer("from south")));
      eventually("it is there", () -> caller.received.contains("from south"));
      assertEquals(2, caller.received.size());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"keyword", "token", "hmac"})
  void theWrongOneIsTurnedAway(String kind) {
    try (var fixture = new HubFixture()) {
      var listener = listen(fixture, kind);
      var connection = dial(fixture, listener.port(), client(kind, "south", "wrong"));
      var end = await(connection.closed());
      assertEquals("closed by the peer", end.reason());
      assertTrue(caller.received.isEmpty());
      assertEquals(Map.of("handshake", 1L), listener.refusals());
    }
  }

  @Test
  void aServerThatAnswersOtherwiseIsLeft() {
    try (var fixture = new HubFixture()) {
      ConnectionHandler echo = Connection::post;
      var listener =
          fixture.listen(ListenerOptions.tcp("in", 0, FRAMING), Routes.handler(() -> echo));
      var connection = dial(fixture, listener.port(), ClientHandshakes.keyword("north"));
      var end = await(connection.closed());
      assertEquals("turned away: the server did not answer OK", end.reason());
    }
  }

  @Test
  void checksWhatItIsGiven() {
    assertThrows(IllegalArgumentException.class, () -> ClientHandshakes.keyword("a b"));
    assertThrows(IllegalArgumentException.class, () -> ClientHandshakes.token("ann", ""));
    assertThrows(IllegalArgumentException.class, () -> ClientHandshakes.hmac("ann", ""));
  }
}
