package dev.samara.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.samara.codec.line.LineFraming;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineFramingTest {

  private final LineFraming framing = new LineFraming(64);

  @Test
  void readsWhatItWrites() {
    var messages = List.of("hello", "", "Grüße, 世界 \uD83C\uDF31", "\rcarriage\rreturns inside");
    Vectors.assertMessages(framing, Vectors.encode(framing, messages), messages);
  }

  @Test
  void readsLfAndCrLf() {
    Vectors.assertMessages(
        framing, Vectors.utf8("a\nb\r\n\r\n\nc\r\r\n"), List.of("a", "b", "", "", "c\r"));
  }

  @Test
  void writesLf() {
    assertArrayEquals(Vectors.utf8("a\n\n"), Vectors.encode(framing, List.of("a", "")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n"})
  void acceptsExactlyTheLimit(String end) {
    var line = "x".repeat(64);
    Vectors.assertMessages(framing, Vectors.utf8(line + end), List.of(line));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", ""})
  void refusesALineBeyondTheLimitWhetherItEndsOrNot(String end) {
    var beyond = end.isEmpty() ? 66 : 65;
    Vectors.assertFault(
        framing,
        Vectors.utf8("ok\n" + "x".repeat(beyond) + end),
        List.of("ok"),
        "a line longer than 64 bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"c3", "c0af", "eda080", "f4908080", "80", "61ff62"})
  void refusesWhatIsNotUtf8(String hex) {
    var bad = java.util.HexFormat.of().parseHex("6f6b0a" + hex + "0a");
    Vectors.assertFault(framing, bad, List.of("ok"), "a line that is not UTF-8 text");
  }

  @Test
  void holdsAnUnfinishedLine() {
    var decoder = framing.newDecoder();
    decoder.decode(Unpooled.wrappedBuffer(Vectors.utf8("a\nunfinished")), _ -> true);
    assertEquals(10, decoder.pendingBytes());
  }

  @Test
  void refusesToWriteWhatIsNotOneLine() {
    assertThrows(FramingException.class, () -> framing.encodedBytes(Buffer.buffer("a\nb")));
    assertThrows(FramingException.class, () -> framing.encodedBytes(Buffer.buffer("a\r")));
    assertThrows(
        FramingException.class,
        () -> framing.encodedBytes(Buffer.buffer(new byte[] {(byte) 0xff})));
    assertThrows(FramingException.class, () -> framing.encodedBytes(Buffer.buffer("x".repeat(65))));
  }
}
