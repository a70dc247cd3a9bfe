package dev.samara.net;

import static dev.samara.net.HubFixture.await;
import static dev.samara.net.HubFixture.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.line.LineFraming;
import dev.samara.net.connection.Balance;
import dev.samara.net.connection.CloseMode;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.ConnectionOptions;
import dev.samara.net.connection.Event;
import dev.samara.net.connection.SlowConsumerPolicy;
import dev.samara.net.connection.UndeliveredException;
import dev.samara.net.connection.UndeliveredException.Outcome;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A link that stands whatever becomes of its connections. */
class HubLinkTest {

  private static final Backoff QUICK =
      Backoff.standard().withDelays(Duration.ofMillis(5), Duration.ofMillis(20));
  private static final Duration SOON = Duration.ofSeconds(2);

  private final HubFixture fixture = new HubFixture();
  private final List<Event> events = new CopyOnWriteArrayList<>();

  /** Presents its name whenever a connection opens. */
  private final RecordingHandler handler =
      new RecordingHandler() {
        @Override
        public void connected(Connection connection) {
          super.connected(connection);
          connection.post(Buffer.buffer("I am edge-1"));
        }
      };

  HubLinkTest() {
    fixture.hub.observe(events::add);
  }

  @AfterEach
  void nothingIsLost() {
    fixture.close();
  }

  /** A server of lines that knows nothing of Samara. */
  private static final class Server implements AutoCloseable {
    final ServerSocket socket;
    Socket peer;
    BufferedReader reader;

    Server(int port) throws IOException {
      socket = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    }

    Server accept() throws IOException {
      peer = socket.accept();
      reader = new BufferedReader(new InputStreamReader(peer.getInputStream()));
      return this;
    }

    String line() throws IOException {
      return reader.readLine();
    }

    void reset() throws IOException {
      peer.setOption(StandardSocketOptions.SO_LINGER, 0);
      peer.close();
    }

    @Override
    public void close() throws IOException {
      socket.close();
      if (peer != null) {
        peer.close();
      }
    }
  }

  private HubLink link(int port, LinkOptions options, ConnectionOptions connection) {
    var to = ConnectorOptions.to("up", DialTest.at(port), connection).withRetry(QUICK);
    return fixture.hub.link(to, options, handler.route());
  }

  private HubLink link(int port) {
    return link(port, LinkOptions.defaults(), ConnectionOptions.of(new LineFraming(100_000)));
  }

  @Test
  void dialsAgainAndPresentsItsNameFirst() throws IOException {
    try (var server = new Server(0)) {
      var link = link(server.socket.getLocalPort());
      for (var round = 1; round <= 3; round++) {
        var sent = link.send(Buffer.buffer("round " + round));
        server.accept();
        assertEquals("I am edge-1", server.line());
        assertEquals("round " + round, server.line());
        await(sent);
        server.reset();
        var connections = round;
        eventually("the end", () -> count(Event.RemoteDisconnected.class) == connections);
      }
      // A fourth one may be under way already.
      var ends = new AtomicInteger();
      var connects =
          events.stream()
              .takeWhile(
                  event -> !(event instanceof Event.RemoteDisconnected) || ends.addAndGet(1) < 3)
              .filter(Event.ConnectFinished.class::isInstance)
              .count();
      assertEquals(3, connects);
      assertTrue(handler.connections.stream().distinct().count() >= 3);
      await(link.close(CloseMode.NOW, SOON));
      assertEquals(new Balance(3, 3, 0, 0, 0, 0, 0), await(link.balance()));
    }
  }

  private long count(Class<? extends Event> type) {
    return events.stream().filter(type::isInstance).count();
  }

  @Test
  void keepsMessagesWhileTheServerIsAwayAndSendsThemInOrder() throws IOException {
    var port = DialTest.freePort();
    var link = link(port);
    var sent = IntStream.range(0, 500).mapToObj(i -> link.send(Buffer.buffer("" + i))).toList();
    try (var server = new Server(port).accept()) {
      assertEquals("I am edge-1", server.line());
      for (var i = 0; i < 500; i++) {
        assertEquals("" + i, server.line());
      }
      sent.forEach(HubFixture::await);
      await(link.close(CloseMode.DRAIN, SOON));
    }
  }

  @Test
  void whatASuddenEndLeftUnsentGoesOutByTheNextConnection() throws IOException {
    try (var server = new Server(0)) {
      var options = ConnectionOptions.of(new LineFraming(100_000));
      var queue = options.withQueue(64_000_000, SlowConsumerPolicy.REJECT);
      var link = link(server.socket.getLocalPort(), LinkOptions.defaults(), queue);
      var sent = sendTooMuch(link);
      server.accept();
      assertEquals("I am edge-1", server.line());
      // The server does not read: most waits in the queue when it goes.
      eventually("some sent", () -> sent.getFirst().succeeded());
      server.reset();
      var arrived = new ArrayList<Integer>();
      server.accept();
      assertEquals("I am edge-1", server.line());
      do {
        arrived.add(Integer.parseInt(server.line().strip()));
      } while (arrived.getLast() < 399);
      var first = arrived.getFirst();
      assertEquals(IntStream.range(first, 400).boxed().toList(), arrived);
      eventually("all with an outcome", () -> sent.stream().allMatch(Future::isComplete));
      assertFlushedOrIncomplete(sent, first);
      var balance = await(link.balance());
      assertEquals(400, balance.accepted());
      assertTrue(balance.addsUp() && balance.inFlight() == 0 && balance.returned() == 0);
      await(link.close(CloseMode.DRAIN, SOON));
    }
  }

  private static List<Future<Void>> sendTooMuch(HubLink link) {
    var sent =
        IntStream.range(0, 400)
            .mapToObj(i -> link.send(Buffer.buffer("%-50000d".formatted(i))))
            .toList();
    eventually("all with the link", () -> await(link.balance()).accepted() == 400);
    return sent;
  }

  private static void assertFlushedOrIncomplete(List<Future<Void>> sent, int resentFrom) {
    for (var i = 0; i < sent.size(); i++) {
      var isLastBefore = i == resentFrom - 1;
      if (isLastBefore && sent.get(i).failed()) {
        assertEquals(Outcome.INCOMPLETE, ((UndeliveredException) sent.get(i).cause()).outcome());
      } else {
        assertTrue(
            sent.get(i).succeeded(),
            "message %d of %d: %s".formatted(i, resentFrom, sent.get(i).cause()));
      }
    }
  }

  @Test
  void givesUnsentMessagesBackIfToldSo() throws IOException {
    try (var server = new Server(0)) {
      var options = ConnectionOptions.of(new LineFraming(100_000));
      var queue = options.withQueue(64_000_000, SlowConsumerPolicy.REJECT);
      var link = link(server.socket.getLocalPort(), LinkOptions.defaults().withoutResend(), queue);
      var sent = sendTooMuch(link);
      server.accept();
      assertEquals("I am edge-1", server.line());
      server.reset();
      eventually("all with an outcome", () -> sent.stream().allMatch(Future::isComplete));
      var balance = await(link.balance());
      assertTrue(balance.addsUp() && balance.inFlight() == 0, balance.toString());
      assertTrue(balance.returned() > 0 && balance.incomplete() <= 1, balance.toString());
      server.accept();
      assertEquals("I am edge-1", server.line());
      await(link.send(Buffer.buffer("still standing")));
      assertEquals("still standing", server.line().strip());
      await(link.close(CloseMode.DRAIN, SOON));
    }
  }

  @Test
  void whatItKeepsIsBounded() {
    var options =
        ConnectionOptions.of(new LineFraming(1_000)).withQueue(1_000, SlowConsumerPolicy.REJECT);
    var link = link(DialTest.freePort(), LinkOptions.defaults(), options);
    var fits = link.send(Buffer.buffer("x".repeat(990)));
    assertOutcome(Outcome.REJECTED, link.send(Buffer.buffer("y".repeat(990))));
    assertOutcome(Outcome.REJECTED, link.send(Buffer.buffer("z".repeat(1_001))));
    assertFalse(fits.isComplete());
    await(link.close(CloseMode.NOW, SOON));
    assertOutcome(Outcome.RETURNED, fits);
    assertOutcome(Outcome.REJECTED, link.send(Buffer.buffer("late")));
    assertEquals(new Balance(4, 0, 0, 1, 3, 0, 0), await(link.balance()));
  }

  private static void assertOutcome(Outcome outcome, Future<Void> sent) {
    var cause = assertThrows(UndeliveredException.class, () -> await(sent));
    assertEquals(outcome, cause.outcome());
  }

  @Test
  void endsWhenNoAttemptIsLeftAndGivesBackWhatItHas() {
    var to =
        ConnectorOptions.to(
                "up",
                DialTest.at(DialTest.freePort()),
                ConnectionOptions.of(new LineFraming(1_000)))
            .withRetry(QUICK.withMaxAttempts(3));
    var link = fixture.hub.link(to, LinkOptions.defaults(), handler.route());
    var sent = link.send(Buffer.buffer("x"));
    assertTrue(await(link.closed()).reason().contains("refused"));
    assertOutcome(Outcome.RETURNED, sent);
    assertEquals(1, events.size());
    assertFalse(assertInstanceOf(Event.ConnectFinished.class, events.getFirst()).success());
  }

  /** Each connection dies at once: the waits must grow, or the server would be stormed. */
  @Test
  void aConnectionThatDoesNotLiveDoesNotResetTheBackOff() throws IOException {
    try (var server = new Server(0)) {
      var retry = Backoff.standard().withDelays(Duration.ofMillis(20), Duration.ofMinutes(5));
      var to =
          ConnectorOptions.to(
                  "up",
                  DialTest.at(server.socket.getLocalPort()),
                  ConnectionOptions.of(new LineFraming(1_000)))
              .withRetry(retry);
      var link = fixture.hub.link(to, LinkOptions.defaults(), handler.route());
      var began = System.nanoTime();
      for (var i = 0; i < 5; i++) {
        server.accept().peer.close();
      }
      // Waits of at least half of 20, 40, 80 and 160 ms lie between five connections.
      assertTrue(System.nanoTime() - began >= Duration.ofMillis(150).toNanos());
      await(link.close(CloseMode.NOW, SOON));
    }
  }
}
