package dev.samara.net.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.Framing;
import dev.samara.codec.line.LineFraming;
import dev.samara.net.connection.Cause;
import dev.samara.net.connection.CloseMode;
import dev.samara.net.connection.ConnectionOptions;
import dev.samara.net.connection.Event;
import dev.samara.net.connection.Route;
import dev.samara.net.connection.Session;
import dev.samara.net.connection.Timeouts;
import dev.samara.net.route.ConnectionHandler;
import dev.samara.net.route.Routes;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestHubTest {

  private static final Framing LINES = new LineFraming(1_000);

  private static final ConnectionHandler UPPER =
      (connection, message) -> {
        if (message.toString().equals("bye")) {
          connection.close(CloseMode.FINISH_MESSAGE);
        } else {
          connection.post(Buffer.buffer(message.toString().toUpperCase(java.util.Locale.ROOT)));
        }
      };

  @ParameterizedTest
  @ValueSource(strings = {"handler", "thread", "bus"})
  void routesOfAllStylesAnswerWithoutASocket(String style) {
    try (var test = TestHub.start()) {
      var peer = test.connect(LINES, route(test, style));
      peer.send("one");
      peer.send("two");
      assertEquals("ONE", peer.receiveText());
      assertEquals("TWO", peer.receiveText());
      test.awaitBalance();
      assertTrue(peer.poll().isEmpty());
    }
  }

  private static Route route(TestHub test, String style) {
    return switch (style) {
      case "handler" -> Routes.handler(() -> UPPER);
      case "thread" ->
          Routes.thread(connection -> {
            for (var next = connection.receive(); next.isPresent(); next = connection.receive()) {
              UPPER.message(connection, next.get());
            }
          });
      default -> {
        var consumer = test.vertx().eventBus().<Buffer>consumer("upper");
        consumer.handler(message ->
            message.reply(
                Buffer.buffer(message.body().toString().toUpperCase(java.util.Locale.ROOT))));
        Await.result(consumer.completion());
        yield Routes.busEach(test.vertx(), "upper", Duration.ofMinutes(1));
      }
    };
  }

  @Test
  void severalPeersHaveConnectionsOfTheirOwn() {
    try (var test = TestHub.start()) {
      var listener = test.listen(LINES, Routes.handler(() -> UPPER));
      try (var first = test.dial(listener, LINES);
          var second = test.dial(listener, LINES)) {
        second.send("b");
        first.send("a");
        assertEquals("A", first.receiveText());
        assertEquals("B", second.receiveText());
      }
      Await.until("both are gone", () -> Await.result(test.hub().connections()).isEmpty());
    }
  }

  @Test
  void theRouteMayEndTheConnection() {
    try (var test = TestHub.start()) {
      var peer = test.connect(LINES, Routes.handler(() -> UPPER));
      peer.send("bye");
      assertEquals(Cause.PEER_CLOSED, peer.awaitEnd().cause());
    }
  }

  @Test
  void timeIsOverWhenTheTestSaysSo() {
    try (var test = TestHub.start()) {
      var options =
          ConnectionOptions.of(LINES).withTimeouts(Timeouts.DEFAULT.withIdle(Duration.ofHours(3)));
      var peer = test.dial(test.listen(options, Routes.handler(() -> UPPER)), LINES);
      test.clock().advance(Duration.ofHours(2));
      peer.send("a");
      assertEquals("A", peer.receiveText());
      assertFalse(peer.connection().closed().isComplete());
      test.clock().advance(Duration.ofHours(4));
      Event.Disconnected end = peer.awaitEnd();
      assertTrue(end.reason().length() > 0, end.toString());
    }
  }

  @Test
  void messageThatTheRouteKeepsIsInFlightUntilTheEnd() {
    var test = TestHub.start();
    var silent =
        new Route() {
          @Override
          public String name() {
            return "silent";
          }

          @Override
          public Session open(Session.Control control) {
            return _ -> {};
          }
        };
    try {
      test.connect(LINES, silent).send("never dealt with");
      Await.until("it is in flight", () -> inFlight(test) == 1);
      assertEquals(1, inFlight(test));
    } finally {
      // What the route kept comes back when the connection ends, and then all adds up again.
      test.close();
    }
  }

  private static long inFlight(TestHub test) {
    return Await.result(test.hub().figures()).values().stream()
        .mapToLong(figures -> figures.in().inFlight())
        .sum();
  }

  @Test
  void failureOfAFutureIsThrown() {
    var wrong = new IllegalArgumentException("wrong");
    var thrown =
        assertThrows(
            IllegalArgumentException.class,
            () -> Await.result(io.vertx.core.Future.failedFuture(wrong)));
    assertEquals("wrong", thrown.getMessage());
  }
}
