package dev.samara.net;

import static dev.samara.net.HubFixture.await;
import static dev.samara.net.HubFixture.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.samara.codec.line.LineFraming;
import dev.samara.codec.value.Codecs;
import dev.samara.net.connection.Event;
import dev.samara.net.connection.UndeliveredException;
import dev.samara.net.connection.UndeliveredException.Outcome;
import dev.samara.net.route.Routes;
import dev.samara.net.route.TypedConnection;
import dev.samara.net.route.TypedHandler;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Messages as objects: here lines of JSON, one record each. */
@Timeout(60)
class TypedRouteTest {

  record Move(String player, int x, int y) {
    Move {
      if (x < 0 || y < 0) {
        throw new IllegalArgumentException("x and y: %d, %d (expected: >= 0)".formatted(x, y));
      }
    }
  }

  private final ConcurrentLinkedQueue<String> ends = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<TypedConnection<Move>> connections =
      new ConcurrentLinkedQueue<>();

  private Listener listen(HubFixture fixture) {
    var mirror =
        new TypedHandler<Move>() {
          @Override
          public void connected(TypedConnection<Move> connection) {
            connections.add(connection);
          }

          @Override
          public void message(TypedConnection<Move> connection, Move move) {
            connection.send(new Move(move.player(), move.y(), move.x()));
          }

          @Override
          public void disconnected(Event.Disconnected event) {
            ends.add(event.reason());
          }
        };
    return fixture.listen(
        ListenerOptions.tcp("moves", 0, new LineFraming(1_000)),
        Routes.typed(Codecs.json(Move.class), () -> mirror));
  }

  @Test
  void objectsComeAndGo() {
    try (var fixture = new HubFixture()) {
      var listener = listen(fixture);
      assertEquals("handler:json(Move)", listener.route());
      try (var client = RawClient.tcp(listener.port())) {
        client.write("{\"player\":\"ann\",\"x\":1,\"y\":2}\n");
        assertEquals("{\"player\":\"ann\",\"x\":2,\"y\":1}", client.readLine());
      }
    }
  }

  @Test
  void whatIsNoSuchObjectClosesTheConnectionAfterTheAnswers() {
    try (var fixture = new HubFixture()) {
      var listener = listen(fixture);
      try (var client = RawClient.tcp(listener.port())) {
        client.write(
            "{\"player\":\"ann\",\"x\":1,\"y\":2}\n{\"player\":\"ann\",\"x\":-1,\"y\":2}\n");
        assertEquals("{\"player\":\"ann\",\"x\":2,\"y\":1}\n", client.readToEnd());
      }
      eventually("told", () -> ends.contains("not a message of json(Move)"));
    }
  }

  @Test
  void anObjectThatIsTooLongIsRejected() {
    try (var fixture = new HubFixture()) {
      var listener = listen(fixture);
      try (var client = RawClient.tcp(listener.port())) {
        eventually("connected", () -> !connections.isEmpty());
        var sent = connections.peek().send(new Move("x".repeat(2_000), 0, 0));
        var failure = assertThrows(UndeliveredException.class, () -> await(sent));
        assertEquals(Outcome.REJECTED, failure.outcome());
        client.write("{\"player\":\"bob\",\"x\":0,\"y\":3}\n");
        assertEquals("{\"player\":\"bob\",\"x\":3,\"y\":0}", client.readLine());
      }
    }
  }
}
