package dev.samara.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.FramingException;
import dev.samara.codec.raw.RawFraming;
import dev.samara.net.connection.Connection;
import dev.samara.net.read.AsyncByteReader;
import dev.samara.net.read.ByteReader;
import dev.samara.net.read.PeerClosedException;
import dev.samara.net.route.Conversation;
import dev.samara.net.route.Routes;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Bytes read piece by piece, in straight-line code and with futures. */
class ByteReaderTest {

  private static final Duration LONG = Duration.ofSeconds(HubFixture.WAIT_SECONDS);

  private static ListenerOptions raw() {
    return ListenerOptions.tcp("raw", 0, new RawFraming(10_000));
  }

  /** A reader of chunks that are there already. */
  private static ByteReader reader(int maxBytes, String... chunks) {
    var rest = new ArrayDeque<>(List.of(chunks));
    return ByteReader.of(_ -> Optional.ofNullable(rest.poll()).map(Buffer::buffer), maxBytes, LONG);
  }

  @Test
  void cutsThePiecesThatAreAskedForWhateverTheChunks() throws Exception {
    var all = "first\r\nsecond\n\n12345tail--\r\n--rest";
    var seed = System.nanoTime();
    var random = new Random(seed);
    for (var round = 0; round < 200; round++) {
      var chunks = new ArrayList<String>();
      for (var from = 0; from < all.length(); ) {
        var to = Math.min(all.length(), from + 1 + random.nextInt(round % 12 + 1));
        chunks.add(all.substring(from, to));
        from = to;
      }
      var in = reader(20, chunks.toArray(String[]::new));
      assertEquals("first", in.line(20).orElseThrow(), "seed " + seed);
      assertEquals("second", in.line(6).orElseThrow(), "seed " + seed);
      assertEquals("", in.line(1).orElseThrow(), "seed " + seed);
      assertEquals("12345", in.exactly(5).orElseThrow().toString(), "seed " + seed);
      assertEquals("tail", in.until(bytes("--"), 20, LONG).orElseThrow().toString());
      assertEquals("", in.line(20).orElseThrow(), "seed " + seed);
      var rest = new StringBuilder();
      for (var some = in.some(); some.isPresent(); some = in.some()) {
        rest.append(some.get());
      }
      assertEquals("--rest", rest.toString(), "seed " + seed);
      assertEquals(Optional.empty(), in.exactly(1));
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void anEndWithinAPieceIsAResultOfItsOwn() throws Exception {
    var in = reader(20, "ab", "c");
    var end = assertThrows(PeerClosedException.class, () -> in.exactly(5));
    assertEquals(3, end.pendingBytes());
    assertThrows(PeerClosedException.class, () -> in.line(5));
    assertEquals("abc", in.some().orElseThrow().toString());
    assertEquals(Optional.empty(), in.some());
    assertEquals(Optional.empty(), in.line(5));
  }

  @Test
  void limitsHoldOnCompleteAndIncompleteInput() throws Exception {
    assertEquals("12345", reader(20, "12345\n").line(5).orElseThrow());
    assertEquals("12345", reader(20, "12345\r", "\n").line(5).orElseThrow());
    assertThrows(FramingException.class, () -> reader(20, "123456\n").line(5));
    assertThrows(FramingException.class, () -> reader(20, "123", "45678").line(5));
    var broken = reader(20, "12345678", "\nnext\n");
    assertThrows(FramingException.class, () -> broken.line(5));
    assertThrows(FramingException.class, () -> broken.line(5));
    assertThrows(FramingException.class, () -> reader(20, "12345--").until(bytes("--"), 4, LONG));
    assertThrows(IllegalArgumentException.class, () -> reader(20).exactly(21));
    assertThrows(IllegalArgumentException.class, () -> reader(20).exactly(0));
    assertThrows(IllegalArgumentException.class, () -> reader(20).until(new byte[0], 4, LONG));
  }

  @Test
  void aLineThatIsNoTextIsRefused() {
    var in = ByteReader.of(_ -> Optional.of(Buffer.buffer(new byte[] {-1, '\n'})), 20, LONG);
    assertThrows(FramingException.class, () -> in.line(5));
  }

  private static Object talk(Conversation conversation, Talk with) throws Exception {
    try (var fixture = new HubFixture()) {
      var failure = new CompletableFuture<Optional<Throwable>>();
      var listener =
          fixture.listen(
              raw(),
              Routes.thread(connection -> {
                try {
                  conversation.talk(connection);
                  failure.complete(Optional.empty());
                } catch (Throwable e) {
                  failure.complete(Optional.of(e));
                }
              }));
      try (var client = RawClient.tcp(listener.port())) {
        with.talk(client);
        assertEquals(Optional.empty(), FaultTest.get(failure));
      }
      return fixture.figures("raw");
    }
  }

  /** The client's part. */
  interface Talk {
    void talk(RawClient client) throws Exception;
  }

  @Test
  void readsAConnectionOnAVirtualThread() throws Exception {
    talk(
        connection -> {
          var in = ByteReader.of(connection, 100_000, LONG);
          for (var head = in.line(10); head.isPresent(); head = in.line(10)) {
            var body = in.exactly(Integer.parseInt(head.get())).orElseThrow();
            connection.post(
                Buffer.buffer("%d of '%s'\n".formatted(body.length(), body.getByte(0))));
          }
        },
        client -> {
          client.write("3\nabc50000\r\n" + "x".repeat(50_000));
          assertEquals("3 of '97'", client.readLine());
          assertEquals("50000 of '120'", client.readLine());
          client.endOutput();
          assertEquals("", client.readToEnd());
        });
  }

  @Test
  void aCallThatTakesTooLongLosesNothing() throws Exception {
    var late = new CompletableFuture<Boolean>();
    talk(
        connection -> {
          var in = ByteReader.of(connection, 1_000, LONG);
          assertEquals("x", in.exactly(1).orElseThrow().toString());
          assertThrows(TimeoutException.class, () -> in.exactly(4, Duration.ofMillis(20)));
          assertThrows(TimeoutException.class, () -> connection.receive(Duration.ZERO));
          late.complete(true);
          assertEquals("abcd", in.exactly(4).orElseThrow().toString());
        },
        client -> {
          client.write("xab");
          FaultTest.get(late);
          client.write("cd");
          assertEquals("", client.readToEnd());
        });
  }

  @Test
  void readersInTurnGetWholePieces() throws Exception {
    var lines = Collections.synchronizedList(new ArrayList<String>());
    talk(
        connection -> {
          var in = ByteReader.of(connection, 1_000, LONG);
          var readers = new ArrayList<Thread>();
          for (var i = 0; i < 5; i++) {
            readers.add(Thread.ofVirtual().start(() -> readAll(in, lines)));
          }
          for (var reader : readers) {
            reader.join();
          }
        },
        client -> {
          for (var i = 0; i < 1_000; i++) {
            client.write("line " + i + "\n");
          }
          client.endOutput();
          assertEquals("", client.readToEnd());
        });
    assertEquals(
        1_000, lines.stream().filter(line -> line.matches("line \\d+")).distinct().count());
    assertEquals(1_000, lines.size());
  }

  private static void readAll(ByteReader in, List<String> lines) {
    try {
      for (var line = in.line(100); line.isPresent(); line = in.line(100)) {
        lines.add(line.get());
      }
    } catch (Exception e) {
      lines.add(e.toString());
    }
  }

  private static void answerAll(AsyncByteReader in) {
    in.line(10)
        .compose(head ->
            head.isEmpty()
                ? in.connection().closed().mapEmpty()
                : in.exactly(Integer.parseInt(head.get())))
        .onSuccess(body -> {
          if (body instanceof Optional<?> some) {
            in.connection().post((Buffer) some.orElseThrow());
            answerAll(in);
          }
        })
        .onFailure(cause -> in.connection().post(Buffer.buffer(cause.getMessage())));
  }

  @Test
  void readsWithFutures() throws Exception {
    try (var fixture = new HubFixture()) {
      var route = AsyncByteReader.route(100_000, ByteReaderTest::answerAll);
      var listener = fixture.listen(raw(), route);
      try (var client = RawClient.tcp(listener.port())) {
        // Many small pieces in one read: who is served asks again, and nothing recurses.
        client.write("1\nx".repeat(20_000));
        assertEquals("x".repeat(20_000), new String(client.read(20_000)));
        client.write("9000\n" + "y".repeat(9_000));
        assertEquals("y".repeat(9_000), new String(client.read(9_000)));
        client.write("4\nabc").endOutput();
        assertEquals("the peer closed after 3 bytes of what was asked for", client.readToEnd());
      }
      HubFixture.eventually("closed", () -> fixture.figures("raw").open() == 0);
      var in = fixture.figures("raw").in();
      assertEquals(in.accepted(), in.flushed());
    }
  }

  @Test
  void whatNobodyAsksForIsNotRead() throws Exception {
    try (var fixture = new HubFixture()) {
      var opened = new CompletableFuture<AsyncByteReader>();
      var listener = fixture.listen(raw(), AsyncByteReader.route(1_000, opened::complete));
      try (var client = RawClient.tcp(listener.port())) {
        var writer = Thread.ofVirtual().start(() -> client.write(new byte[20_000_000]));
        HubFixture.eventually(
            "a pause", () -> fixture.connections().stream().anyMatch(info -> info.paused()));
        var in = FaultTest.get(opened);
        var read = 0;
        while (read < 20_000_000) {
          read += HubFixture.await(in.some()).orElseThrow().length();
        }
        writer.join();
        assertEquals(20_000_000, read);
        client.endOutput();
        assertEquals(Optional.empty(), HubFixture.await(in.exactly(1)));
        Connection connection = in.connection();
        assertTrue(HubFixture.await(connection.closed()).queued().isEmpty());
      }
    }
  }
}
