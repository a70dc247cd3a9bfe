package dev.samara.net;

import static dev.samara.net.HubFixture.await;
import static dev.samara.net.HubFixture.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.line.LineFraming;
import dev.samara.net.connection.CloseMode;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.ConnectionOptions;
import dev.samara.net.connection.Event;
import dev.samara.net.connection.SlowConsumerPolicy;
import dev.samara.net.connection.UndeliveredException;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The close modes on listeners and on the node, against a peer that does not read. */
class ShutdownTest {

  private static final int MESSAGES = 300;
  private static final Duration SOON = Duration.ofMillis(500);

  private final HubFixture fixture = new HubFixture();
  private final RecordingHandler handler = new RecordingHandler();
  private final List<RawClient> clients = new ArrayList<>();

  @AfterEach
  void nothingIsLost() {
    clients.forEach(RawClient::close);
    fixture.close();
  }

  private Listener listen(String name) {
    var options = ListenerOptions.tcp(name, 0, new LineFraming(100_000));
    return fixture.listen(
        options.withConnection(
            options.connection().withQueue(100_000_000, SlowConsumerPolicy.REJECT)),
        handler.route());
  }

  /** A connection with more to send than the sockets' buffers take. */
  private Connection stalled(Listener listener) {
    var before = handler.connections.size();
    clients.add(RawClient.tcp(listener.port()));
    eventually("connected", () -> handler.connections.size() > before);
    var connection = handler.connections.getLast();
    for (var i = 0; i < MESSAGES; i++) {
      connection.post(Buffer.buffer("%-50000d".formatted(i)));
    }
    eventually("some sent", () -> fixture.figures(listener.name()).out().flushed() > 0);
    return connection;
  }

  /** Reads all lines until the end. */
  private static List<Integer> numbers(RawClient client) {
    return client.readToEnd().lines().map(line -> Integer.parseInt(line.strip())).toList();
  }

  private static List<Integer> numbers(List<Buffer> messages) {
    return messages.stream().map(m -> Integer.parseInt(m.toString().strip())).toList();
  }

  @ParameterizedTest
  @EnumSource(CloseMode.class)
  void aListenerEndsAndGivesBackWhatAtTheDeadlineWasNotSent(CloseMode mode) {
    var listener = listen("ending");
    var other = listen("other");
    stalled(listener);
    stalled(other);
    var ends = await(fixture.hub.close(listener, mode, SOON));
    assertEquals(1, ends.size());
    assertRestIsComplete(ends.getFirst(), "ending");
    assertEquals(List.of("other"), fixture.hub.listeners().stream().map(Listener::name).toList());
    assertEquals("open", fixture.connections().getFirst().state());
    assertRefused(listener.port());
    RawClient.tcp(other.port()).close();
    var again =
        fixture.listen(
            ListenerOptions.tcp("again", listener.port(), new LineFraming(10)), handler.route());
    assertEquals(listener.port(), again.port());
  }

  /** The kernel may take a newcomer for a moment longer than the process. */
  private static void assertRefused(int port) {
    eventually(
        "refused",
        () -> {
          try {
            RawClient.tcp(port).close();
            return false;
          } catch (java.io.UncheckedIOException e) {
            return true;
          }
        });
  }

  private void assertRestIsComplete(Event.Disconnected end, String listener) {
    var out = fixture.figures(listener).out();
    var rest = new ArrayList<Integer>();
    end.incomplete().ifPresent(message -> rest.addAll(numbers(List.of(message))));
    rest.addAll(numbers(end.queued()));
    assertEquals(IntStream.range((int) out.flushed(), MESSAGES).boxed().toList(), rest);
    assertEquals(out.returned(), end.queued().size());
  }

  @Test
  void drainOfAListenerSendsAllToAPeerThatReads() {
    var listener = listen("ending");
    stalled(listener);
    var ending = fixture.hub.close(listener, CloseMode.DRAIN, Duration.ofSeconds(20));
    assertEquals(IntStream.range(0, MESSAGES).boxed().toList(), numbers(clients.getFirst()));
    var end = await(ending).getFirst();
    assertTrue(end.queued().isEmpty() && end.incomplete().isEmpty());
    assertEquals("the listener is closed", end.reason());
  }

  @ParameterizedTest
  @EnumSource(CloseMode.class)
  void aHubEndsAndGivesBackTheRest(CloseMode mode) {
    var listener = listen("ending");
    var connection = stalled(listener);
    var dialled =
        fixture.hub.dial(
            DialTest.to(DialTest.freePort())
                .withRetry(
                    Backoff.standard().withDelays(Duration.ofMinutes(1), Duration.ofMinutes(1))),
            new RecordingHandler().route());
    dialled.post(Buffer.buffer("never"));
    var ends = await(fixture.hub.shutdown(mode, SOON));
    assertEquals(2, ends.size());
    var byListener = ends.stream().filter(e -> e.connection() == connection).findFirst();
    assertRestIsComplete(byListener.orElseThrow(), "ending");
    assertEquals(1, await(dialled.closed()).queued().size());
    assertRefused(listener.port());
    assertSendsComeBack(connection);
    assertEquals(List.of(), await(fixture.hub.shutdown(mode, SOON)));
  }

  private void assertSendsComeBack(Connection connection) {
    var message = Buffer.buffer("late");
    var rejected = CompletableFuture.runAsync(() -> await(connection.send(message)));
    assertThrows(Exception.class, rejected::join);
    eventually("told", () -> handler.told.stream().anyMatch(t -> t.startsWith("rejected late")));
    for (var late : List.of(fixture.hub.send(connection.id(), message), connection.send(message))) {
      var cause = assertThrows(UndeliveredException.class, () -> await(late));
      assertEquals(UndeliveredException.Outcome.REJECTED, cause.outcome());
    }
    var options = ListenerOptions.tcp("late", 0, new LineFraming(10));
    var refused = fixture.hub.listen(options, handler.route());
    assertThrows(IllegalStateException.class, () -> await(refused));
  }

  @Test
  void aStandingLinkEndsWithTheHub() {
    var listener = listen("lines");
    var to =
        ConnectorOptions.to(
                "up", DialTest.at(listener.port()), ConnectionOptions.of(new LineFraming(100)))
            .withRetry(Backoff.standard());
    var link = fixture.hub.link(to, LinkOptions.defaults(), new RecordingHandler().route());
    await(link.send(Buffer.buffer("1")));
    await(fixture.hub.shutdown(CloseMode.DRAIN, Duration.ofSeconds(5)));
    assertTrue(await(link.closed()).queued().isEmpty());
    assertThrows(UndeliveredException.class, () -> await(link.send(Buffer.buffer("2"))));
  }

  @Test
  void aScopeShutsItsHubDownAndWaits() {
    var listener = listen("lines");
    try (var scope = fixture.hub.scope(CloseMode.DRAIN, SOON);
        var client = RawClient.tcp(listener.port())) {
      client.write("hello\n");
      eventually("arrived", () -> handler.told.contains("message hello"));
      assertFalse(scope.hub().listeners().isEmpty());
    }
    assertTrue(fixture.hub.listeners().isEmpty());
    assertEquals(0, fixture.figures("lines").open());
    assertRefused(listener.port());
  }
}
