package dev.samara.rpc.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames as they should not be, and good ones in pieces. */
class BridgeFramesTest {

  private static final int LIMIT = 1_000;

  private final BridgeFixture fixture =
      new BridgeFixture(BridgeFixture.inAndOut().withMaxMessageBytes(LIMIT));
  private final BridgeClient client = fixture.connect();

  BridgeFramesTest() {
    fixture.bus().consumer("echo", message -> message.reply(message.body()));
  }

  @AfterEach
  void close() {
    client.close();
    fixture.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{]",
        "{\"type\":\"ping\"}}",
        "{'type':'ping'}",
        "[{\"type\":\"ping\"}]",
        "null",
        "7",
        "\"ping\"",
        "hello\r\n",
        "{\"type\":\"\u0001\"}"
      })
  void whatIsNoJsonObjectEndsTheConnection(String text) {
    client.sendText("{\"type\":\"ping\"}").sendText(text).sendText("{\"type\":\"ping\"}");
    assertEquals("pong", client.read().getString("type"));
    var error = client.read();
    assertEquals("invalid_message", error.getString("message"));
    assertEquals("not a JSON object", error.getString("detail"));
    client.assertClosed();
    assertEquals(1, fixture.figure("invalid"));
  }

  @Test
  void bytesThatAreNoUtf8EndTheConnection() {
    var frame = BridgeClient.frame("{\"type\":\"ping\",\"x\":\"#\"}");
    frame[frame.length - 3] = (byte) 0xC0;
    client.sendBytes(frame);
    assertEquals("invalid_message", client.readError());
    client.assertClosed();
  }

  @Test
  void nestingWithoutEndEndsTheConnection() {
    client.close();
    try (var wide = new BridgeFixture(BridgeFixture.inAndOut());
        var guest = wide.connect()) {
      var deep = 200_000;
      guest.sendText("{\"type\":\"ping\",\"body\":" + "[".repeat(deep) + "]".repeat(deep) + "}");
      assertEquals("invalid_message", guest.readError());
      guest.assertClosed();
    }
  }

  @Test
  void whatWasAskedBeforeIsAnsweredBeforeTheEnd() {
    client.request("echo", "r", "before").sendText("nonsense");
    var frames = new String[] {client.read().encode(), client.read().encode()};
    assertTrue(Arrays.stream(frames).anyMatch(frame -> frame.contains("before")), frames[0]);
    assertTrue(Arrays.stream(frames).anyMatch(frame -> frame.contains("invalid_message")));
    client.assertClosed();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "unknown_type    | {\"type\":\"subscribe\",\"address\":\"echo\"}",
        "unknown_type    | {\"type\":\"message\",\"address\":\"echo\"}",
        "unknown_type    | {\"type\":5}",
        "unknown_type    | {}",
        "missing_address | {\"type\":\"send\"}",
        "missing_address | {\"type\":\"publish\",\"address\":null}",
        "missing_address | {\"type\":\"register\"}",
        "missing_address | {\"type\":\"unregister\"}",
        "access_denied   | {\"type\":\"send\",\"address\":\"\"}",
        "invalid_message | {\"type\":\"send\",\"address\":[]}",
        "invalid_message | {\"type\":\"send\",\"address\":\"echo\",\"replyAddress\":5}",
        "invalid_message | {\"type\":\"send\",\"address\":\"echo\",\"headers\":[]}",
        "invalid_message | {\"type\":\"send\",\"address\":\"echo\",\"headers\":{\"a\":{}}}",
        "invalid_message | {\"type\":\"send\",\"address\":\"echo\",\"headers\":{\"a\":null}}",
        "invalid_message | {\"type\":\"send\",\"address\":\"echo\",\"headers\":{\"timeout\":0}}",
        "invalid_message | {\"type\":\"send\",\"address\":\"echo\",\"headers\":{\"timeout\":\"1\"}}",
        "invalid_message | {\"type\":\"send\",\"address\":\"echo\",\"headers\":{\"localOnly\":1}}",
        "invalid_message | {\"type\":\"publish\",\"address\":\"echo\",\"headers\":{\"codecName\":\"x\"}}",
      })
  void aBadFrameIsToldAndTheNextOneIsServed(String error, String frame) {
    client.sendText(frame);
    assertEquals(error, client.readError());
    client.settle();
    assertEquals(1, fixture.figures().in().rejected());
  }

  @Test
  void aLongReplyAddressIsRefused() {
    client.close();
    try (var wide = new BridgeFixture(BridgeFixture.inAndOut());
        var guest = wide.connect()) {
      guest.request("echo", "r".repeat(Permitted.MAX_ADDRESS_LENGTH + 1), "x");
      assertEquals("invalid_message", guest.readError());
      guest.settle();
    }
  }

  @Test
  void theLongestFrameIsServedAndALongerOneEndsTheConnection() {
    var rest = "{\"type\":\"send\",\"address\":\"in.x\",\"body\":\"\"}".length();
    client.send("send", "in.x", "x".repeat(LIMIT - rest)).settle();
    client.send("send", "in.x", "x".repeat(LIMIT - rest + 1));
    client.assertClosed();
    assertEquals(2, fixture.figures().in().accepted());
  }

  @Test
  void anAnnouncedLengthAboveTheLimitEndsTheConnectionWithoutItsBytes() {
    client.sendBytes(new byte[] {(byte) 0x80, 0, 0, 0});
    client.assertClosed();
  }

  @Test
  void framesMayComeInTwoPiecesCutAnywhere() {
    var two = new ByteArrayOutputStream();
    two.writeBytes(BridgeClient.frame("{\"type\":\"ping\"}"));
    two.writeBytes(
        BridgeClient.frame(
            "{\"type\":\"send\",\"address\":\"echo\",\"replyAddress\":\"r\",\"body\":\"\u20ac\"}"));
    var bytes = two.toByteArray();
    for (var cut = 0; cut <= bytes.length; cut++) {
      client.sendBytes(Arrays.copyOfRange(bytes, 0, cut));
      client.sendBytes(Arrays.copyOfRange(bytes, cut, bytes.length));
      assertEquals("pong", client.read().getString("type"), "cut at " + cut);
      assertEquals("\u20ac", client.read().getString("body"), "cut at " + cut);
    }
  }

  @Test
  void aFrameWhoseEndNeverComesIsNoMessage() {
    var frame = BridgeClient.frame("{\"type\":\"ping\"}");
    client.sendBytes(Arrays.copyOf(frame, frame.length - 1)).endOutput();
    client.assertClosed();
    assertEquals(0, fixture.figures().in().accepted());
  }

  @Test
  void errorsKeepTheFormOfTheProtocol() {
    client.sendText("{\"type\":\"send\"}");
    assertEquals("{\"type\":\"err\",\"message\":\"missing_address\"}", client.read().encode());
    assertEquals(
        "{\"type\":\"err\",\"message\":\"x\"}",
        new ServerFrames(LIMIT).error("x").toString(StandardCharsets.UTF_8));
  }
}
