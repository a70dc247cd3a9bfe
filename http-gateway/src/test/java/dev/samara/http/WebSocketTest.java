package dev.samara.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.net.connection.CloseMode;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 6455 over real sockets, against a listener that echoes. */
class WebSocketTest {
  private static final String GOOD =
      """
      GET /ws HTTP/1.1
      Host: h
      Upgrade: websocket
      Connection: keep-alive, Upgrade
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
      Sec-WebSocket-Version: 13
      """;

  @TempDir Path folder;
  private TestGateway gateway;

  @BeforeEach
  void start() {
    gateway = new TestGateway(folder);
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void theHandshakeIsThatOfTheRfc() throws Exception {
    try (var raw = new RawClient(gateway.port())) {
      String answer = raw.send(request(GOOD)).readAnswer();
      assertTrue(answer.startsWith("HTTP/1.1 101 "), answer);
      var fields = answer.toLowerCase();
      assertTrue(answer.contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="), answer);
      assertTrue(fields.contains("upgrade: websocket\r\n"), answer);
      assertTrue(fields.contains("connection: upgrade\r\n"), answer);
      assertTrue(!fields.contains("content-length") && !fields.contains("transfer-"), answer);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Upgrade: websocket                | X: y                                        | 426
          Upgrade: websocket                | Upgrade: h2c                                | 426
          keep-alive, Upgrade               | keep-alive                                  | 400
          Sec-WebSocket-Version: 13         | Sec-WebSocket-Version: 8                    | 426
          Sec-WebSocket-Version: 13         | X: y                                        | 426
          dGhlIHNhbXBsZSBub25jZQ==          | dGhlIHNhbXBsZSBub25j                        | 400
          dGhlIHNhbXBsZSBub25jZQ==          | ???                                         | 400
          Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ== | X: y                              | 400
          X: y                              | X: y                                        | 101
          GET                               | POST                                        | 405
          HTTP/1.1                          | HTTP/1.0                                    | 400
          Upgrade: websocket                | Upgrade: WebSocket                          | 101
          """)
  void aHandshakeThatCannotBeMetIsAnsweredAsHttp(String part, String instead, int status)
      throws Exception {
    try (var raw = new RawClient(gateway.port())) {
      String answer = raw.send(request(GOOD.replace(part, instead))).readAnswer();
      assertEquals(status, Integer.parseInt(answer.split(" ")[1]), answer);
      if (status == 426) {
        assertTrue(answer.toLowerCase().contains("sec-websocket-version: 13\r\n"), answer);
      }
    }
  }

  @Test
  void messagesComeBackAsWhatTheyAre() throws Exception {
    try (var raw = open()) {
      for (int length : new int[] {0, 1, 125, 126, 8_192, 8_193, 65_535, 65_536, 300_000}) {
        var bytes = new byte[length];
        Arrays.fill(bytes, (byte) 'x');
        raw.send(frame(0x81, bytes));
        assertFrame(raw, 0x81, bytes);
        Arrays.fill(bytes, (byte) 0xFF);
        raw.send(frame(0x82, bytes));
        assertFrame(raw, 0x82, bytes);
      }
      raw.send(frame(0x01, bytes("Grü"))).send(frame(0x89, bytes("still there?")));
      assertFrame(raw, 0x8A, bytes("still there?"));
      raw.send(frame(0x80, bytes("ße")));
      assertFrame(raw, 0x81, bytes("Grüße"));
    }
  }

  @Test
  void framesThatComeWithTheHandshakeAreNotLost() throws Exception {
    try (var raw = new RawClient(gateway.port())) {
      raw.send(joined(request(GOOD).getBytes(StandardCharsets.US_ASCII), frame(0x81, bytes("hi"))));
      assertTrue(raw.readAnswer().startsWith("HTTP/1.1 101 "));
      assertFrame(raw, 0x81, bytes("hi"));
    }
  }

  @Test
  void manyInOneReadComeBackInTheirOrder() throws Exception {
    try (var raw = open()) {
      var all = new ArrayList<byte[]>();
      for (int i = 0; i < 2_000; i++) {
        all.add(frame(0x81, bytes("message " + i)));
      }
      raw.send(joined(all.toArray(byte[][]::new)));
      for (int i = 0; i < 2_000; i++) {
        assertFrame(raw, 0x81, bytes("message " + i));
      }
    }
  }

  @Test
  void aCloseIsAnsweredWithItsCodeAfterTheAnswers() throws Exception {
    try (var raw = open()) {
      raw.send(
          joined(frame(0x81, bytes("last")), frame(0x88, new byte[] {0x0B, (byte) 0xB8, '!'})));
      assertFrame(raw, 0x81, bytes("last"));
      assertFrame(raw, 0x88, new byte[] {0x0B, (byte) 0xB8});
      assertEquals("", raw.readToClose());
    }
    try (var raw = open()) {
      raw.send(frame(0x88, new byte[0]));
      assertFrame(raw, 0x88, new byte[0]);
      assertEquals("", raw.readToClose());
    }
  }

  @Test
  void aBreachOfTheRulesIsClosedWithItsCodeAfterTheAnswers() throws Exception {
    assertClosedWith(1002, new byte[] {(byte) 0xC1, (byte) 0x80, 0, 0, 0, 0});
    assertClosedWith(1002, new byte[] {(byte) 0x81, 1, 'x'});
    assertClosedWith(1007, frame(0x81, new byte[] {(byte) 0xC3, '('}));
    assertClosedWith(1009, frame(0x82, new byte[TestGateway.WS_MAX_BYTES + 1]));
  }

  private void assertClosedWith(int code, byte[] wrong) throws IOException {
    try (var raw = open()) {
      raw.send(joined(frame(0x81, bytes("before")), wrong));
      assertFrame(raw, 0x81, bytes("before"));
      byte[] close = readFrame(raw, 0x88);
      assertEquals(code, (close[0] & 0xFF) << 8 | close[1] & 0xFF);
      assertEquals("", raw.readToClose());
    }
  }

  @Test
  void aListenerThatEndsSaysSo() throws Exception {
    try (var raw = open()) {
      raw.send(frame(0x81, bytes("one")));
      assertFrame(raw, 0x81, bytes("one"));
      var closed =
          gateway.hub.close(
              gateway.hub.listeners().getFirst(), CloseMode.DRAIN, Duration.ofSeconds(20));
      byte[] close = readFrame(raw, 0x88);
      assertEquals(1000, (close[0] & 0xFF) << 8 | close[1] & 0xFF);
      raw.send(frame(0x88, close));
      assertEquals("", raw.readToClose());
      TestGateway.await(closed);
    }
  }

  @Test
  void oneTooManyIsToldToTryAgain() throws Exception {
    var open = new ArrayList<RawClient>();
    for (int i = 0; i < TestGateway.WS_MAX_OPEN; i++) {
      open.add(open());
    }
    TestGateway.eventually(
        "all in",
        () -> TestGateway.await(gateway.hub.figures()).get("ws").open() == TestGateway.WS_MAX_OPEN);
    try (var raw = open()) {
      byte[] close = readFrame(raw, 0x88);
      assertEquals(1013, (close[0] & 0xFF) << 8 | close[1] & 0xFF);
    }
    for (var raw : open) {
      raw.reset();
    }
  }

  @Test
  void whoDoesNotReadIsNotRead() throws Exception {
    try (var raw = open(65_536)) {
      var writer =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  for (int i = 0; i < 400; i++) {
                    raw.send(frame(0x82, new byte[32_768]));
                  }
                } catch (IOException cut) {
                  throw new AssertionError(cut);
                }
              });
      TestGateway.eventually(
          "it is paused",
          () ->
              TestGateway.await(gateway.hub.connections()).stream()
                  .anyMatch(connection -> connection.paused()));
      var figures = TestGateway.await(gateway.hub.figures()).get("ws");
      assertTrue(figures.in().accepted() < 400, figures.toString());
      for (int i = 0; i < 400; i++) {
        assertFrame(raw, 0x82, new byte[32_768]);
      }
      writer.join();
    }
  }

  private RawClient open() throws IOException {
    return open(0);
  }

  private RawClient open(int receiveBytes) throws IOException {
    var raw = new RawClient(gateway.port(), receiveBytes);
    var answer = raw.send(request(GOOD)).readAnswer();
    assertTrue(answer.startsWith("HTTP/1.1 101 "), answer);
    return raw;
  }

  private static void assertFrame(RawClient raw, int first, byte[] payload) throws IOException {
    assertArrayEquals(payload, readFrame(raw, first));
  }

  private static byte[] readFrame(RawClient raw, int first) throws IOException {
    byte[] head = raw.readBytes(2);
    assertEquals(first, head[0] & 0xFF);
    long length = head[1];
    int extended = length == 126 ? 2 : length == 127 ? 8 : 0;
    if (extended > 0) {
      length = new BigInteger(1, raw.readBytes(extended)).longValueExact();
    }
    return raw.readBytes((int) length);
  }

  private static String request(String head) {
    return head.replace("\n", "\r\n") + "\r\n";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] joined(byte[]... parts) {
    var all = Buffer.buffer();
    for (byte[] part : parts) {
      all.appendBytes(part);
    }
    return all.getBytes();
  }

  /** A frame of a client, masked with a constant. */
  private static byte[] frame(int first, byte[] payload) {
    var frame = Buffer.buffer().appendUnsignedByte((short) first);
    if (payload.length < 126) {
      frame.appendUnsignedByte((short) (0x80 | payload.length));
    } else if (payload.length <= 0xFFFF) {
      frame.appendUnsignedByte((short) (0x80 | 126)).appendUnsignedShort(payload.length);
    } else {
      frame.appendUnsignedByte((short) (0x80 | 127)).appendLong(payload.length);
    }
    byte[] mask = {1, 2, 3, 4};
    frame.appendBytes(mask);
    byte[] masked = payload.clone();
    for (int i = 0; i < masked.length; i++) {
      masked[i] ^= mask[i % 4];
    }
    return frame.appendBytes(masked).getBytes();
  }
}
