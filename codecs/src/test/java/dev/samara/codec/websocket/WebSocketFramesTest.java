package dev.samara.codec.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class WebSocketFramesTest {

  @Test
  void aHeadIsAsShortAsItsLengthAllows() {
    assertEquals("8100", head(Opcode.TEXT, 0));
    assertEquals("827d", head(Opcode.BINARY, 125));
    assertEquals("827e007e", head(Opcode.BINARY, 126));
    assertEquals("817effff", head(Opcode.TEXT, 65_535));
    assertEquals("817f0000000000010000", head(Opcode.TEXT, 65_536));
    assertEquals(2 * WebSocketFrames.MAX_HEAD_BYTES, head(Opcode.TEXT, 1L << 40).length());
  }

  @Test
  void aPongHoldsWhatThePingHeld() {
    var data = Unpooled.copiedBuffer("Hello", StandardCharsets.US_ASCII);
    assertEquals("8a0548656c6c6f", hex(WebSocketFrames.control(Opcode.PONG, data)));
    assertEquals(5, data.readableBytes());
  }

  @Test
  void aCloseHoldsCodeAndReason() {
    assertEquals("880503e8627965", hex(WebSocketFrames.close(CloseCodes.NORMAL, "bye")));
    assertEquals("8800", hex(WebSocketFrames.close(CloseCodes.NONE, "not sent")));
  }

  @Test
  void aReasonIsCutBetweenTwoCharacters() {
    var frame = WebSocketFrames.close(CloseCodes.NORMAL, "x" + "\uD83D\uDE00".repeat(31));
    assertEquals(2 + 2 + 1 + 4 * 30, frame.readableBytes());
    assertEquals(
        "x" + "\uD83D\uDE00".repeat(30), frame.skipBytes(4).toString(StandardCharsets.UTF_8));
  }

  private static String head(Opcode opcode, long lengthBytes) {
    var out = Unpooled.buffer();
    WebSocketFrames.writeHead(opcode, lengthBytes, out);
    return hex(out);
  }

  private static String hex(io.netty.buffer.ByteBuf bytes) {
    return ByteBufUtil.hexDump(bytes);
  }
}
