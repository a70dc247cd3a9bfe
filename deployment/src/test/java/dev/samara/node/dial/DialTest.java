package dev.samara.node.dial;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.Framing;
import dev.samara.codec.length.LengthFraming;
import dev.samara.codec.line.LineFraming;
import dev.samara.node.NodeFixture;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every transport against a real node. */
class DialTest {

  private static final Framing LINES = new LineFraming(65_536);

  @TempDir Path folder;

  private NodeFixture fixture;

  @BeforeEach
  void start() {
    fixture = NodeFixture.start(folder);
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private static Dial dial(String uri, Framing framing) throws IOException {
    return Dial.to(URI.create(uri), framing, DialTls.USUAL);
  }

  /** Two messages come back in order, and after the output's end there is an end. */
  private static void assertEchoes(String uri) throws IOException {
    try (var dial = dial(uri, LINES)) {
      dial.send("hello".getBytes(StandardCharsets.UTF_8));
      assertEquals(Optional.of("hello"), text(dial));
      dial.send("wörld".getBytes(StandardCharsets.UTF_8));
      dial.endOutput();
      assertEquals(Optional.of("wörld"), text(dial));
      assertEquals(Optional.empty(), text(dial));
    }
  }

  private static Optional<String> text(Dial dial) throws IOException {
    return dial.receive().map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  @Test
  void tcp() throws IOException {
    assertEchoes("tcp://127.0.0.1:" + fixture.port("lines"));
    assertEquals(2, fixture.balance().listeners().get("lines").in().flushed());
  }

  @Test
  void unix() throws IOException {
    assertEchoes("unix://" + folder.resolve("run/test/echo.sock"));
  }

  @Test
  void udp() throws IOException {
    assertEchoes("udp://127.0.0.1:" + fixture.port("datagrams"));
  }

  @Test
  void webSocket() throws IOException {
    assertEchoes(fixture.http().replace("http", "ws") + "/ws");
    assertEquals(2, fixture.balance().listeners().get("ws").in().flushed());
  }

  @Test
  void aMessageOfManyReadsComesBackWhole() throws IOException {
    var message = new byte[1_000_000];
    new Random(7).nextBytes(message);
    try (var dial =
        dial("tcp://127.0.0.1:" + fixture.port("echo"), new LengthFraming(message.length))) {
      dial.send(message);
      dial.send(new byte[0]);
      dial.endOutput();
      assertArrayEquals(message, dial.receive().orElseThrow());
      assertEquals(0, dial.receive().orElseThrow().length);
      assertEquals(Optional.empty(), dial.receive());
    }
  }

  @Test
  void aMessageThatDoesNotFitIsRefusedAndTheNextOneSent() throws IOException {
    try (var dial = dial("tcp://127.0.0.1:" + fixture.port("lines"), new LineFraming(10))) {
      var failure = assertThrows(IOException.class, () -> dial.send(new byte[11]));
      assertTrue(failure.getMessage().contains("11"), failure.getMessage());
      dial.send("fits".getBytes(StandardCharsets.UTF_8));
      assertEquals(Optional.of("fits"), text(dial));
    }
  }

  @Test
  void aWebSocketWhereThereIsNoneIsRefused() {
    var uri = fixture.http().replace("http", "ws") + "/nowhere";
    var failure = assertThrows(IOException.class, () -> dial(uri, LINES).close());
    assertEquals("cannot connect to " + uri + ": the server answered 404", failure.getMessage());
  }

  @Test
  void theNodesGoingEndsTheConversation() throws IOException {
    try (var dial = dial("tcp://127.0.0.1:" + fixture.port("lines"), LINES)) {
      dial.send("hello".getBytes(StandardCharsets.UTF_8));
      assertEquals(Optional.of("hello"), text(dial));
      fixture.close();
      assertEquals(Optional.empty(), text(dial));
    }
  }

  @Test
  void plainTextWhereTlsIsMeantFailsInOneLine() throws IOException {
    var uri = "tls://127.0.0.1:" + fixture.port("lines");
    var failure = assertThrows(IOException.class, () -> dial(uri, LINES).close());
    assertTrue(failure.getMessage().startsWith("cannot connect to " + uri + ": "));
    assertEquals(1, failure.getMessage().lines().count(), failure.getMessage());
  }
}
