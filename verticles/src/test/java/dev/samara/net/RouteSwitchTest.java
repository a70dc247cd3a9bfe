package dev.samara.net;

import static dev.samara.net.HubFixture.await;
import static dev.samara.net.HubFixture.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.line.LineFraming;
import dev.samara.net.EchoContractTest.Style;
import dev.samara.net.connection.Balance;
import dev.samara.net.connection.Cause;
import dev.samara.net.connection.CloseMode;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.ConnectionEndedException;
import dev.samara.net.connection.ConnectionOptions;
import dev.samara.net.connection.Event;
import dev.samara.net.connection.Route;
import dev.samara.net.handshake.Handshakes;
import dev.samara.net.route.ConnectionHandler;
import dev.samara.net.route.Delivery;
import dev.samara.net.route.MessageService;
import dev.samara.net.route.Routes;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A live connection changes hands: nothing is lost, nothing changes places. */
class RouteSwitchTest {

  private static final int LINES = 3_000;

  private final CompletableFuture<Connection> accepted = new CompletableFuture<>();

  private Listener listen(HubFixture fixture, Route route) {
    fixture.hub.observe(event -> {
      if (event instanceof Event.RemoteConnected(var connection)) {
        accepted.complete(connection);
      }
    });
    var options =
        ListenerOptions.tcp("lines", 0, new LineFraming(100))
            .withConnection(ConnectionOptions.of(new LineFraming(100)).withCredit(50, 1_000_000));
    return fixture.listen(options, route);
  }

  private Connection connection() {
    return accepted.orTimeout(HubFixture.WAIT_SECONDS, TimeUnit.SECONDS).join();
  }

  private static Route handler(String prefix) {
    ConnectionHandler handler =
        (connection, message) -> connection.post(Buffer.buffer(prefix).appendBuffer(message));
    return Routes.handler(() -> handler);
  }

  static Stream<Arguments> pairs() {
    return Stream.of(Style.values())
        .flatMap(one -> Stream.of(Style.values()).map(two -> Arguments.of(one, two)));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void everyStyleHandsOverToEveryOther(Style one, Style two) throws Exception {
    try (var fixture = new HubFixture()) {
      var first = one.route(fixture.vertx);
      var second = two.route(fixture.vertx);
      var listener = listen(fixture, first);
      try (var client = RawClient.tcp(listener.port())) {
        var writer = Thread.ofVirtual().start(() -> writeLines(client));
        var connection = connection();
        for (var i = 0; i < LINES; i++) {
          if (i % (LINES / 10) == 0) {
            connection.switchRoute(i / (LINES / 10) % 2 == 0 ? second : first);
          }
          assertEquals("line " + i, client.readLine());
        }
        writer.join();
        client.endOutput();
        assertEquals("", client.readToEnd());
      }
      eventually("closed", () -> fixture.figures("lines").open() == 0);
      assertEquals(new Balance(LINES, LINES, 0, 0, 0, 0, 0), fixture.figures("lines").in());
      assertEquals(new Balance(LINES, LINES, 0, 0, 0, 0, 0), fixture.figures("lines").out());
    }
  }

  private static void writeLines(RawClient client) {
    var text = new StringBuilder();
    for (var i = 0; i < LINES; i++) {
      text.append("line ").append(i).append('\n');
      if (i % 37 == 0 || i == LINES - 1) {
        client.write(text.toString());
        text.setLength(0);
      }
    }
  }

  @Test
  void aHandlerHandsOverWhatFollowsTheMessageItDealsWith() {
    try (var fixture = new HubFixture()) {
      ConnectionHandler login =
          (connection, message) -> {
            connection.post(Buffer.buffer("login ").appendBuffer(message));
            connection.switchRoute(handler("play "));
          };
      var listener = listen(fixture, Routes.handler(() -> login));
      try (var client = RawClient.tcp(listener.port()).write("a\nb\nc\nd")) {
        assertEquals("login a", client.readLine());
        assertEquals("play b", client.readLine());
        assertEquals("play c", client.readLine());
        assertEquals("play d", client.write("\n").readLine());
      }
    }
  }

  @Test
  void aConversationTakesAConnectionAndGivesItBack() {
    try (var fixture = new HubFixture()) {
      var conversation =
          Routes.thread(connection -> {
            connection.post(Buffer.buffer("name?"));
            var name = connection.receive().orElseThrow();
            connection.post(Buffer.buffer("hello ").appendBuffer(name));
            // To wait for it is no fault: what was received counts as dealt with.
            await(connection.switchRoute(handler("again ")));
          });
      ConnectionHandler lobby = (connection, message) -> connection.switchRoute(conversation);
      var listener = listen(fixture, Routes.handler(() -> lobby));
      try (var client = RawClient.tcp(listener.port()).write("go\nann\none\ntwo\n")) {
        for (var expected : List.of("name?", "hello ann", "again one", "again two")) {
          assertEquals(expected, client.readLine());
        }
        client.endOutput();
        assertEquals("", client.readToEnd());
      }
      assertEquals(4, fixture.figures("lines").in().flushed());
    }
  }

  @Test
  void aConversationThatWaitsIsToldThatNoMoreComes() throws Exception {
    try (var fixture = new HubFixture()) {
      var ended = new CompletableFuture<Integer>();
      var route =
          Routes.thread(connection -> {
            var count = 0;
            while (connection.receive().isPresent()) {
              count++;
            }
            ended.complete(count);
          });
      var listener = listen(fixture, route);
      try (var client = RawClient.tcp(listener.port()).write("one\ntwo\n")) {
        var connection = connection();
        eventually("read", () -> await(connection.info()).in().flushed() == 2);
        await(connection.switchRoute(handler("")));
        assertEquals(2, FaultTest.get(ended));
        assertEquals("three", client.write("three\n").readLine());
      }
    }
  }

  @Test
  void waitsForWhatTheServiceHasBegunWith() throws Exception {
    try (var fixture = new HubFixture()) {
      var held = new ConcurrentLinkedQueue<Delivery>();
      await(MessageService.register(fixture.vertx, "slow", held::add));
      var listener = listen(fixture, fixture.bus("slow"));
      try (var client = RawClient.tcp(listener.port()).write("1\n2\n")) {
        eventually("there", () -> held.size() == 2);
        var switched = connection().switchRoute(handler("new "));
        var later = connection().switchRoute(handler("newest "));
        await(connection().info()); // From now on the service gets nothing more.
        client.write("3\n");
        held.poll().reply(Buffer.buffer("old 1"));
        assertEquals("old 1", client.readLine());
        assertFalse(switched.isComplete());
        held.poll().reply(Buffer.buffer("old 2"));
        assertEquals("old 2", client.readLine());
        await(switched);
        await(later);
        assertTrue(List.of("new 3", "newest 3").contains(client.readLine()));
        assertEquals("newest 4", client.write("4\n").readLine());
      }
    }
  }

  @Test
  void aConnectionThatEndsFirstGivesBackWhatNobodyHasBegunWith() throws Exception {
    try (var fixture = new HubFixture()) {
      var held = new ConcurrentLinkedQueue<Delivery>();
      await(MessageService.register(fixture.vertx, "never", held::add));
      var listener = listen(fixture, fixture.bus("never"));
      try (var _ = RawClient.tcp(listener.port()).write("1\n2\n")) {
        eventually("there", () -> held.size() == 2);
        var switched = connection().switchRoute(handler(""));
        await(connection().close(CloseMode.NOW));
        var failure = assertThrows(ConnectionEndedException.class, () -> await(switched));
        assertEquals(Cause.CLOSED, failure.why());
        var late = connection().switchRoute(handler(""));
        assertThrows(ConnectionEndedException.class, () -> await(late));
        assertEquals(new Balance(2, 0, 0, 2, 0, 0, 0), fixture.figures("lines").in());
      }
    }
  }

  @Test
  void aRouteThatFailsToOpenCostsTheConnection() {
    try (var fixture = new HubFixture()) {
      var listener = listen(fixture, handler(""));
      try (var client = RawClient.tcp(listener.port())) {
        var switched =
            connection()
                .switchRoute(
                    Routes.handler(() -> {
                      throw new IllegalStateException("made to fail");
                    }));
        assertThrows(ConnectionEndedException.class, () -> await(switched));
        assertEquals("", client.readToEnd());
        assertEquals(Cause.APPLICATION_FAILED, await(connection().closed()).cause());
      }
    }
  }

  @Test
  void aFeedAndAHandshakeKeepTheirConnection() {
    var refused = new ArrayList<String>();
    for (var kind : List.of("feed", "handshake")) {
      var one = new RouteSwitchTest();
      try (var fixture = new HubFixture()) {
        var route =
            kind.equals("feed")
                ? Routes.feed(_ -> {})
                : Handshakes.required(
                    handler(""), Handshakes.keyword("ann"::equals), fixture.hub.clients());
        var listener = one.listen(fixture, route);
        try (var client = RawClient.tcp(listener.port())) {
          var switched = one.connection().switchRoute(handler("new "));
          var failure = assertThrows(IllegalStateException.class, () -> await(switched));
          refused.add(failure.getMessage());
          client.write("ann\n");
          eventually("read", () -> fixture.figures("lines").in().accepted() == 1);
          one.connection().close(CloseMode.NOW, Duration.ZERO);
        }
      }
    }
    assertEquals(
        List.of("who reads the connection of a feed keeps it", "the connection has no route yet"),
        refused);
  }
}
