package dev.samara.net;

import static dev.samara.net.HubFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.length.LengthFraming;
import dev.samara.codec.line.LineFraming;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.ConnectionInfo;
import dev.samara.net.connection.UndeliveredException;
import dev.samara.net.flow.Sending;
import dev.samara.net.flow.Sent;
import dev.samara.net.route.ConnectionHandler;
import dev.samara.net.route.Routes;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.OpenOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages that are pulled from their source as fast as the peer reads. */
class SendingTest {

  private static final long WINDOW = 64 * 1024;

  @TempDir Path folder;

  private final CompletableFuture<Connection> connected = new CompletableFuture<>();

  /** A route that only notes who is there. */
  private ConnectionHandler noting() {
    return new ConnectionHandler() {
      @Override
      public void connected(Connection connection) {
        connected.complete(connection);
      }

      @Override
      public void message(Connection connection, Buffer message) {}
    };
  }

  private Listener listen(HubFixture fixture) {
    return fixture.listen(
        ListenerOptions.tcp("lines", 0, new LineFraming(1_000)), Routes.handler(this::noting));
  }

  private static Iterator<Buffer> numbers(int count) {
    return IntStream.range(0, count).mapToObj(i -> Buffer.buffer("line " + i)).iterator();
  }

  @Test
  void aMillionMessagesArriveInOrderWhileFewAreHeld() throws Exception {
    try (var fixture = new HubFixture()) {
      var listener = listen(fixture);
      try (var client = RawClient.tcp(listener.port())) {
        var connection = FaultTest.get(connected);
        var sent = Sending.all(connection, numbers(1_000_000), WINDOW);
        var most = 0L;
        for (var i = 0; i < 1_000_000; i += 20_000) {
          var expected = new StringBuilder();
          IntStream.range(i, i + 20_000)
              .forEach(n -> expected.append("line ").append(n).append('\n'));
          assertEquals(expected.toString(), new String(client.read(expected.length())));
          most = Math.max(most, await(fixture.hub.connections()).getFirst().queuedBytes());
        }
        assertTrue(most <= WINDOW + 1_000, "queued: " + most);
        var outcome = await(sent);
        assertTrue(outcome.isComplete());
        assertEquals(1_000_000, outcome.messages());
      }
      assertEquals(1_000_000, fixture.figures("lines").out().flushed());
    }
  }

  @Test
  void aPeerThatDoesNotReadStopsThePulling() throws Exception {
    try (var fixture = new HubFixture()) {
      var listener = listen(fixture);
      try (var client = RawClient.tcp(listener.port())) {
        var connection = FaultTest.get(connected);
        var pulled = new AtomicInteger();
        var endless =
            Stream.generate(() -> Buffer.buffer("x".repeat(999)))
                .peek(_ -> pulled.incrementAndGet())
                .iterator();
        var sent = Sending.all(connection, endless, WINDOW);
        HubFixture.eventually("the window is full", () -> isStalled(fixture, pulled));
        client.reset();
        var outcome = await(sent);
        assertFalse(outcome.isComplete());
        assertInstanceOf(UndeliveredException.class, outcome.failure().orElseThrow());
        assertEquals(pulled.get(), outcome.messages() + outcome.notSent().size());
        assertTrue(outcome.notSent().size() <= WINDOW / 999 + 1, "" + outcome.notSent().size());
      }
    }
  }

  /** Nothing was pulled between two looks, and something waits. */
  private static boolean isStalled(HubFixture fixture, AtomicInteger pulled) {
    var before = pulled.get();
    var queued =
        fixture.connections().stream().mapToLong(ConnectionInfo::queuedBytes).max().orElse(0);
    return before > 0 && queued > WINDOW / 2 && pulled.get() == before;
  }

  @Test
  void aFileIsSentAsItIsRead() throws Exception {
    var bytes = new byte[5_000_000];
    new Random(1).nextBytes(bytes);
    var file = folder.resolve("file");
    Files.write(file, bytes);
    try (var fixture = new HubFixture()) {
      var options = ListenerOptions.tcp("frames", 0, new LengthFraming(65_536));
      var listener = fixture.listen(options, Routes.handler(this::noting));
      try (var client = RawClient.tcp(listener.port())) {
        var connection = FaultTest.get(connected);
        var opened = fixture.vertx.fileSystem().open(file.toString(), new OpenOptions());
        var sent = opened.compose(stream -> Sending.all(connection, stream, WINDOW));
        var got = Buffer.buffer();
        while (got.length() < bytes.length) {
          got.appendBytes(client.read(Buffer.buffer(client.read(4)).getInt(0)));
        }
        assertTrue(Arrays.equals(bytes, got.getBytes()));
        assertEquals(bytes.length, await(sent).bytes());
      }
    }
  }

  @Test
  void aMessageThatCannotBeSentOrASourceThatFailsStopsIt() throws Exception {
    try (var fixture = new HubFixture()) {
      var listener = listen(fixture);
      try (var _ = RawClient.tcp(listener.port())) {
        var connection = FaultTest.get(connected);
        var messages = Stream.of("good", "bad\nline", "not pulled").map(Buffer::buffer).toList();
        var outcome = await(oneByOne(fixture, connection, messages.iterator()));
        assertEquals(1, outcome.messages());
        assertEquals(List.of(messages.get(1)), outcome.notSent());
        var broken =
            Stream.of("good", "broken")
                .map(text -> {
                  if (text.equals("broken")) {
                    throw new IllegalStateException("made to fail");
                  }
                  return Buffer.buffer(text);
                })
                .iterator();
        var stopped = await(Sending.all(connection, broken, WINDOW));
        assertEquals(1, stopped.messages());
        assertEquals("made to fail", stopped.failure().orElseThrow().getMessage());
        assertThrows(IllegalArgumentException.class, () -> Sending.all(connection, numbers(1), 0));
      }
    }
  }

  /** From an event loop, for a change. */
  private static Future<Sent> oneByOne(
      HubFixture fixture, Connection connection, Iterator<Buffer> messages) {
    return fixture.vertx.timer(1).compose(_ -> Sending.all(connection, messages, 1));
  }

  @Test
  void closedFromTheStartNothingIsPulledTwice() throws Exception {
    try (var fixture = new HubFixture()) {
      var listener = listen(fixture);
      try (var client = RawClient.tcp(listener.port())) {
        client.endOutput();
        var connection = FaultTest.get(connected);
        await(connection.closed());
        var outcome = await(Sending.all(connection, numbers(1_000_000), 1));
        assertEquals(0, outcome.messages());
        assertEquals(1, outcome.notSent().size());
      }
    }
  }
}
