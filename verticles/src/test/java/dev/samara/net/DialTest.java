package dev.samara.net;

import static dev.samara.net.HubFixture.await;
import static dev.samara.net.HubFixture.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.line.LineFraming;
import dev.samara.net.connection.CloseMode;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.ConnectionOptions;
import dev.samara.net.connection.Event;
import dev.samara.net.connection.SlowConsumerPolicy;
import dev.samara.net.connection.UndeliveredException;
import dev.samara.net.connection.UndeliveredException.Outcome;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Dialling without waiting: what is sent meanwhile, and what becomes of it. */
class DialTest {

  private static final ConnectionOptions LINES = ConnectionOptions.of(new LineFraming(1_000));
  private static final Backoff QUICK =
      Backoff.standard().withDelays(Duration.ofMillis(5), Duration.ofMillis(20));
  private static final Backoff SLOW =
      Backoff.standard().withDelays(Duration.ofMinutes(5), Duration.ofMinutes(5));

  private final HubFixture fixture = new HubFixture();
  private final RecordingHandler handler = new RecordingHandler();
  private final List<Event> events = new CopyOnWriteArrayList<>();

  DialTest() {
    fixture.hub.observe(event -> {
      if (event.connection().id().listener().equals("out")) {
        events.add(event);
      }
    });
  }

  @AfterEach
  void nothingIsLost() {
    fixture.close();
  }

  static SocketAddress at(int port) {
    return SocketAddress.inetSocketAddress(port, "127.0.0.1");
  }

  static ConnectorOptions to(int port) {
    return ConnectorOptions.to("out", at(port), LINES);
  }

  /** A port at which nobody listens. */
  static int freePort() {
    try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private RecordingHandler listen(int port) {
    var peer = new RecordingHandler();
    fixture.listen(ListenerOptions.tcp("lines", port, new LineFraming(1_000)), peer.route());
    return peer;
  }

  private static void assertOutcome(Outcome outcome, Future<Void> sent) {
    eventually("an outcome", sent::isComplete);
    assertInstanceOf(UndeliveredException.class, sent.cause());
    assertEquals(outcome, ((UndeliveredException) sent.cause()).outcome());
  }

  @Test
  void keepsWhatIsSentMeanwhileAndSendsItAfterTheGreeting() {
    var port = freePort();
    var greeting =
        new RecordingHandler() {
          @Override
          public void connected(Connection connection) {
            super.connected(connection);
            connection.post(Buffer.buffer("hello"));
            events.forEach(event -> told.add(event.getClass().getSimpleName()));
          }
        };
    var connection = fixture.hub.dial(to(port).withRetry(QUICK), greeting.route());
    var sent = List.of("1", "2", "3").stream().map(Buffer::buffer).map(connection::send).toList();
    eventually("dialling", () -> fixture.connections().size() == 1);
    assertEquals("dialling", fixture.connections().getFirst().state());
    assertEquals("127.0.0.1:" + port, fixture.connections().getFirst().remoteAddress());
    var peer = listen(port);
    sent.forEach(HubFixture::await);
    eventually("all there", () -> peer.told.size() == 5);
    assertEquals(
        List.of("connected", "message hello", "message 1", "message 2", "message 3"), peer.told);
    assertEquals(List.of("connected", "ConnectFinished"), List.copyOf(greeting.told).subList(0, 2));
    assertEquals(List.of(new Event.ConnectFinished(connection, true, List.of())), events);
    await(connection.close(CloseMode.DRAIN));
    eventually("the end", () -> events.size() == 2);
    assertInstanceOf(Event.DisconnectFinished.class, events.getLast());
    assertEquals(1, fixture.figures("out").opened());
  }

  @Test
  void successIsToldBeforeAnyMessageThatThePeerSendsAtOnce() {
    var eager =
        new RecordingHandler() {
          @Override
          public void connected(Connection connection) {
            connection.post(Buffer.buffer("first"));
          }
        };
    var port = freePort();
    fixture.listen(ListenerOptions.tcp("lines", port, new LineFraming(1_000)), eager.route());
    for (var i = 0; i < 50; i++) {
      var each = new RecordingHandler();
      fixture.hub.dial(to(port), each.route());
      eventually("a message", () -> each.told.size() >= 2);
      assertEquals(List.of("connected", "message first"), List.copyOf(each.told).subList(0, 2));
    }
  }

  @Test
  void givesBackWhatWasSentMeanwhileIfItFailsForGood() {
    var dial = to(freePort()).withRetry(QUICK.withMaxAttempts(3));
    var connection = fixture.hub.dial(dial, handler.route());
    var one = connection.send(Buffer.buffer("one"));
    connection.post(Buffer.buffer("two"));
    var end = await(connection.closed());
    assertInstanceOf(Event.RemoteDisconnected.class, end);
    assertTrue(end.reason().contains("refused"), end.reason());
    assertOutcome(Outcome.RETURNED, one);
    assertEquals(1, events.size());
    var failed = (Event.ConnectFinished) events.getFirst();
    assertFalse(failed.success());
    assertEquals(List.of("one", "two"), RecordingHandler.texts(failed.queued()));
    assertEquals(List.of("failed [one, two]"), handler.told);
    var figures = fixture.figures("out");
    assertEquals(0, figures.opened());
    assertEquals(2, figures.out().returned());
    assertOutcome(Outcome.REJECTED, connection.send(Buffer.buffer("late")));
  }

  @Test
  void whatWaitsForAConnectionIsBounded() {
    var options = LINES.withQueue(1_000, SlowConsumerPolicy.REJECT);
    var connection =
        fixture.hub.dial(
            ConnectorOptions.to("out", at(freePort()), options).withRetry(SLOW), handler.route());
    var fits = connection.send(Buffer.buffer("x".repeat(998)));
    var tooMuch = connection.send(Buffer.buffer("yy"));
    assertOutcome(Outcome.REJECTED, tooMuch);
    assertEquals(1, handler.told.size());
    assertTrue(handler.told.getFirst().matches("rejected yy: .*full"), handler.told.getFirst());
    assertFalse(fits.isComplete());
    await(connection.close(CloseMode.NOW));
    assertOutcome(Outcome.RETURNED, fits);
  }

  @ParameterizedTest
  @EnumSource(CloseMode.class)
  void canBeGivenUpWhileDialling(CloseMode mode) {
    var connection = fixture.hub.dial(to(freePort()).withRetry(SLOW), handler.route());
    var sent = connection.send(Buffer.buffer("queued"));
    var end = await(connection.close(mode, Duration.ofMillis(200)));
    assertOutcome(Outcome.RETURNED, sent);
    assertEquals(List.of("queued"), RecordingHandler.texts(end.queued()));
    assertEquals(List.of("failed [queued]"), handler.told);
    assertEquals(1, events.size());
    assertFalse(((Event.ConnectFinished) events.getFirst()).success());
  }

  @ParameterizedTest
  @EnumSource(CloseMode.class)
  void endsAtOnceIfNothingIsQueued(CloseMode mode) {
    var connection = fixture.hub.dial(to(freePort()).withRetry(SLOW), handler.route());
    assertTrue(await(connection.close(mode, Duration.ofMinutes(1))).queued().isEmpty());
    assertEquals(List.of("failed []"), handler.told);
  }

  @Test
  void drainWaitsForTheConnectionAndTakesNothingMore() {
    var port = freePort();
    var connection = fixture.hub.dial(to(port).withRetry(QUICK), handler.route());
    var sent = connection.send(Buffer.buffer("queued"));
    var ending = connection.close(CloseMode.DRAIN, HubFixture.PATIENCE);
    fixture.connections(); // The event loop has seen the close.
    assertOutcome(Outcome.REJECTED, connection.send(Buffer.buffer("late")));
    var peer = listen(port);
    await(sent);
    assertInstanceOf(Event.DisconnectFinished.class, await(ending));
    eventually("arrived", () -> peer.told.contains("message queued"));
    assertEquals(
        List.of(
            "rejected late: the connection is closed: closed",
            "connected",
            "empty",
            "disconnected []"),
        handler.told);
  }

  @Test
  void aNodeThatDrainsCutsWhatIsBeingDialled() {
    var connection = fixture.hub.dial(to(freePort()).withRetry(SLOW), handler.route());
    connection.post(Buffer.buffer("queued"));
    await(fixture.hub.drain(Duration.ofMinutes(1)));
    assertEquals("the node is draining", await(connection.closed()).reason());
    assertEquals(List.of("failed [queued]"), handler.told);
  }

  @Test
  void triesItsAddressesInTurn() {
    var port = freePort();
    listen(port);
    var dial = to(freePort()).withAddresses(List.of(at(freePort()), at(freePort()), at(port)));
    var connection = fixture.hub.dial(dial, handler.route());
    await(connection.send(Buffer.buffer("x")));
    assertEquals(port, connection.remoteAddress().port());
  }

  /** Accepts, and never says a word of TLS. */
  @Test
  void oneTryAndAllTriesHaveTimeLimits() throws IOException {
    try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      var tls = to(silent.getLocalPort()).withTls(Optional.empty());
      var oneTry =
          fixture.hub.dial(tls.withConnectTimeout(Duration.ofMillis(150)), handler.route());
      assertEquals("no connection within 150 ms", await(oneTry.closed()).reason());
      var all =
          fixture.hub.dial(
              tls.withConnectTimeout(Duration.ofMillis(50))
                  .withRetry(QUICK.withLimit(Duration.ofMillis(250))),
              handler.route());
      assertEquals("no connection within 250 ms", await(all.closed()).reason());
      var long1 = tls.withConnectTimeout(Duration.ofMinutes(1));
      var cut =
          fixture.hub.dial(
              long1.withRetry(QUICK.withLimit(Duration.ofMillis(100))), handler.route());
      assertEquals("no connection within 100 ms", await(cut.closed()).reason());
    }
  }

  @Test
  void aRouteThatFailsToOpenEndsTheDial() {
    var connection =
        fixture.hub.dial(
            to(freePort()).withRetry(SLOW),
            dev.samara.net.route.Routes.handler(() -> {
              throw new IllegalStateException("no handler today");
            }));
    assertTrue(
        await(connection.closed()).reason().contains("no handler today"),
        await(connection.closed()).reason());
  }

  @Test
  void aHubThatIsClosedDialsNoMore() {
    await(fixture.hub.close());
    var connection = fixture.hub.dial(to(freePort()).withRetry(SLOW), handler.route());
    assertEquals("the hub is shut down", await(connection.closed()).reason());
  }
}
