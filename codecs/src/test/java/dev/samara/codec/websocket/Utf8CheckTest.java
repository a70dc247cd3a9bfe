package dev.samara.codec.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Against the JDK's own decoder. */
class Utf8CheckTest {
  /** Where the rules change. */
  private static final int[] EDGES = {
    0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED,
    0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF
  };

  @Test
  void agreesOnAllSequencesOfFourEdges() {
    for (int first : EDGES) {
      for (int second : EDGES) {
        for (int third : EDGES) {
          for (int fourth : EDGES) {
            agrees(new byte[] {(byte) first, (byte) second, (byte) third, (byte) fourth});
          }
        }
      }
    }
  }

  @Test
  void agreesOnRandomTextWithAByteChanged() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    for (int i = 0; i < 5_000; i++) {
      var text = new StringBuilder();
      random
          .ints(random.nextInt(12), 1, 0x10FFFF)
          .filter(c -> c < 0xD800 || c > 0xDFFF)
          .map(c -> random.nextBoolean() ? c & 0x7F : c)
          .forEach(text::appendCodePoint);
      byte[] bytes = text.append("twelve chars").toString().getBytes(StandardCharsets.UTF_8);
      agrees(bytes);
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      agrees(bytes);
    }
  }

  private static void agrees(byte[] bytes) {
    var words = HexFormat.of().formatHex(bytes);
    boolean valid = isValid(bytes);
    var whole = new Utf8Check();
    assertEquals(valid, whole.accept(Unpooled.wrappedBuffer(bytes)) && whole.isComplete(), words);
    var bytewise = new Utf8Check();
    boolean accepted = true;
    for (byte b : bytes) {
      accepted = accepted && bytewise.accept(Unpooled.wrappedBuffer(new byte[] {b}));
    }
    assertEquals(valid, accepted && bytewise.isComplete(), words);
  }

  private static boolean isValid(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException malformed) {
      return false;
    }
  }
}
