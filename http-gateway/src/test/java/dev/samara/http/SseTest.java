package dev.samara.http;

import static dev.samara.http.TestGateway.await;
import static dev.samara.http.TestGateway.eventually;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.http.sse.SseOptions;
import dev.samara.net.connection.CloseMode;
import dev.samara.net.connection.ListenerFigures;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams of events as connections, over real sockets, against a listener that echoes. */
class SseTest {
  @TempDir Path folder;
  private TestGateway gateway;

  @BeforeEach
  void start() {
    gateway = new TestGateway(folder);
  }

  /** Closing asserts that everything adds up. */
  @AfterEach
  void stop() {
    gateway.close();
  }

  private SseClient open() throws IOException {
    return new SseClient(gateway.port());
  }

  private ListenerFigures figures() {
    return await(gateway.hub.figures()).get("sse");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "hello", "Grüße 🌱", "two\nlines", "\n", "\n\nx\n", " space", ": colon"})
  void textComesBackAsTheLinesItIs(String text) throws Exception {
    try (var client = open()) {
      assertEquals(204, client.post(bytes(text)));
      var event = client.read();
      assertEquals("message", event.type());
      assertEquals(text, event.data());
      assertTrue(event.id().endsWith(":1"), event.id());
    }
  }

  @Test
  void whatIsNoTextComesBackInBase64() throws Exception {
    byte[][] messages = {{(byte) 0xFF, 0, 1}, bytes("a\rb"), bytes("a\r\nb"), new byte[100_000]};
    messages[3][99_999] = (byte) 0x80;
    try (var client = open()) {
      for (byte[] message : messages) {
        assertEquals(204, client.post(message));
        var event = client.read();
        assertEquals("binary", event.type());
        assertArrayEquals(message, Base64.getDecoder().decode(event.data()));
      }
    }
  }

  @Test
  void messagesKeepTheirOrderAndIdsCountThem() throws Exception {
    try (var client = open();
        var sender = new RawClient(gateway.port())) {
      for (int i = 1; i <= 300; i++) {
        byte[] message = bytes("message " + i);
        sender.send(SseClient.head("POST", client.key(), message.length)).send(message);
        assertTrue(sender.readAnswer().startsWith("HTTP/1.1 204 "));
      }
      String tag = null;
      for (int i = 1; i <= 300; i++) {
        var event = client.read();
        assertEquals("message " + i, event.data());
        String[] id = event.id().split(":");
        assertEquals("" + i, id[1]);
        assertTrue(tag == null || tag.equals(id[0]));
        tag = id[0];
      }
    }
    eventually("it is gone", () -> figures().open() == 0);
    assertEquals(300, figures().in().accepted());
    assertEquals(300, figures().out().flushed());
  }

  @Test
  void whoComesBackIsToldThatNothingIsReplayed() throws Exception {
    String key;
    try (var first = open()) {
      key = first.key();
      assertFalse(first.greeting.containsKey("lastEventId"));
    }
    try (var again = new SseClient(gateway.port(), 0, "Last-Event-ID: abc:7\r\n")) {
      assertEquals("abc:7", again.greeting.getString("lastEventId"));
      assertEquals(0, again.greeting.getInteger("replayed"));
      assertNotEquals(key, again.key());
      eventually("the first is gone", () -> figures().open() == 1);
      assertEquals(404, again.ask("POST", key, bytes("late")));
    }
  }

  @Test
  void requestsThatFitNoStreamAreRefused() throws Exception {
    try (var client = open()) {
      assertEquals(404, client.ask("POST", "nothing", bytes("x")));
      assertEquals(404, client.ask("DELETE", "nothing", bytes("")));
      assertEquals(405, client.ask("PUT", client.key(), bytes("x")));
      assertEquals(413, client.post(new byte[TestGateway.SSE_MAX_BYTES + 1]));
      assertEquals(204, client.post(new byte[TestGateway.SSE_MAX_BYTES]));
      try (var raw = new RawClient(gateway.port())) {
        String answer =
            raw.send("POST /sse HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n").readAnswer();
        assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
      }
      try (var raw = new RawClient(gateway.port())) {
        int half = TestGateway.SSE_MAX_BYTES / 2 + 1;
        raw.send(
            "POST /sse HTTP/1.1\r\nHost: x\r\nSamara-Stream: "
                + client.key()
                + "\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (int i = 0; i < 2; i++) {
          raw.send(Integer.toHexString(half) + "\r\n").send(new byte[half]).send("\r\n");
        }
        String answer = raw.readAnswer();
        assertTrue(answer.startsWith("HTTP/1.1 413 "), answer);
      }
      assertEquals(TestGateway.SSE_MAX_BYTES, client.read().data().length());
    }
    assertEquals(1, figures().in().accepted());
  }

  @Test
  void aMessageThatBreaksOffIsNoneAndTheNextIsTaken() throws Exception {
    try (var client = open()) {
      var half = new RawClient(gateway.port());
      half.send(SseClient.head("POST", client.key(), 10)).send("12345");
      half.reset();
      assertEquals(204, client.post(bytes("whole")));
      assertEquals("whole", client.read().data());
      assertEquals(1, figures().in().accepted());
    }
  }

  @Test
  void aClientThatSaysItEndsGetsWhatItIsOwed() throws Exception {
    try (var client = open()) {
      assertEquals(204, client.post(bytes("last")));
      assertEquals(202, client.ask("DELETE", client.key(), bytes("")));
      assertEquals("last", client.read().data());
      assertEquals("end", client.read().type());
      assertEquals("closed", client.read().type());
    }
  }

  @Test
  void aListenerThatEndsAndAGatewayThatDrainsSaySo() throws Exception {
    try (var client = open()) {
      assertEquals(204, client.post(bytes("one")));
      assertEquals("one", client.read().data());
      var drained = gateway.gateway.drain(Duration.ofMinutes(1));
      assertEquals("end", client.read().type());
      assertEquals("closed", client.read().type());
      await(drained);
    }
    eventually("it is closed", () -> figures().open() == 0);
    await(
        gateway.hub.close(
            gateway.hub.listeners().getLast(), CloseMode.DRAIN, Duration.ofSeconds(5)));
  }

  /** Whether a message is answered; if it is held up, that is seen at the connection. */
  private boolean isTaken(RawClient sender) throws Exception {
    while (!await(gateway.hub.connections()).getFirst().paused()) {
      if (sender.isAnswered(Duration.ofMillis(50))) {
        return true;
      }
    }
    return sender.isAnswered(Duration.ofSeconds(1));
  }

  /** Pressure from end to end: the echo's answers are not read, so its messages are not. */
  @Test
  void whoDoesNotReadIsNotRead() throws Exception {
    try (var client = new SseClient(gateway.port(), 4_096, "")) {
      byte[] message = new byte[50_000];
      Arrays.fill(message, (byte) 'x');
      List<RawClient> waiting = new ArrayList<>();
      int sent = 0;
      while (waiting.size() < TestGateway.SSE_MAX_POSTS) {
        var sender = new RawClient(gateway.port());
        waiting.add(sender);
        sender.send(SseClient.head("POST", client.key(), message.length)).send(message);
        sent++;
        if (isTaken(sender)) {
          assertTrue(sender.readAnswer().startsWith("HTTP/1.1 204 "));
          waiting.removeLast().close();
        }
        assertTrue(sent < 1_000, "it is never paused");
      }
      assertTrue(await(gateway.hub.connections()).getFirst().paused());
      assertEquals(503, client.post(message));
      for (int i = 0; i < sent; i++) {
        assertEquals(message.length, client.read().data().length());
      }
      for (var sender : waiting) {
        assertTrue(sender.readAnswer().startsWith("HTTP/1.1 204 "));
        sender.close();
      }
      assertEquals(sent, figures().in().accepted());
    }
  }

  @Test
  void whatAClientThatGoesDoesNotGetIsAccountedFor() throws Exception {
    try (var client = new SseClient(gateway.port(), 4_096, "")) {
      var id = await(gateway.hub.connections()).getFirst().id();
      List<Future<Void>> sent = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        sent.add(gateway.hub.send(id, Buffer.buffer(new byte[190_000])));
      }
      // What comes when the connection has gone is none of its messages.
      eventually("all are accepted", () -> figures().out().accepted() == 20);
      client.read();
      client.reset();
      for (var message : sent) {
        eventually("it has its outcome", message::isComplete);
      }
    }
    eventually("it is gone", () -> figures().open() == 0);
    var out = figures().out();
    assertEquals(20, out.accepted(), out.toString());
    assertTrue(out.flushed() >= 1 && out.returned() >= 1, out.toString());
    assertTrue(out.incomplete() <= 1, out.toString());
    assertEquals(0, out.inFlight(), out.toString());
  }

  @Test
  void oneTooManyIsToldToTryAgain() throws Exception {
    var open = new ArrayList<SseClient>();
    for (int i = 0; i < TestGateway.WS_MAX_OPEN; i++) {
      open.add(open());
    }
    try (var raw = new RawClient(gateway.port())) {
      String answer = raw.send("GET /sse HTTP/1.1\r\nHost: x\r\n\r\n").readAnswer();
      assertTrue(answer.startsWith("HTTP/1.1 503 "), answer);
      assertTrue(answer.toLowerCase().contains("retry-after: "), answer);
      assertTrue(answer.toLowerCase().contains("application/problem+json"), answer);
    }
    for (var client : open) {
      client.reset();
    }
    eventually("there is room again", () -> figures().open() == 0);
    open().close();
  }

  @Test
  void commentsKeepASilentStreamAlive() throws Exception {
    gateway.close();
    gateway =
        new TestGateway(
            folder,
            o -> o.withConnectionLimits(10, Duration.ofMillis(500)),
            new SseOptions(false, 1_000, 2, Duration.ofMillis(100)));
    try (var client = open()) {
      for (int beats = 0; beats < 15; ) {
        String line = client.line();
        assertTrue(line != null, "closed after " + beats);
        beats += line.startsWith(":") ? 1 : 0;
      }
      assertEquals(204, client.post(bytes("still here")));
      assertEquals("still here", client.read().data());
    }
  }

  @Test
  void aStreamOfOneWayTakesNothing() throws Exception {
    gateway.close();
    gateway =
        new TestGateway(folder, o -> o, new SseOptions(true, 1_000, 2, Duration.ofSeconds(15)));
    try (var client = open()) {
      assertFalse(client.greeting.containsKey("key"));
      assertEquals(405, client.ask("POST", "x", bytes("x")));
      var connections = await(gateway.hub.connections());
      assertEquals(1, connections.size());
      var id = connections.getFirst().id();
      await(gateway.hub.send(id, Buffer.buffer("news")));
      assertEquals("news", client.read().data());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, (1 << 30) + 1})
  void optionsSayWhatTheyExpect(int bytes) {
    var wrong =
        assertThrows(
            IllegalArgumentException.class,
            () -> new SseOptions(false, bytes, 1, Duration.ofSeconds(1)));
    assertEquals(
        "maxMessageBytes: %d (expected: 1 to 1073741824)".formatted(bytes), wrong.getMessage());
  }
}
