package dev.samara.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.samara.codec.cobs.CobsFraming;
import dev.samara.codec.delimiter.Delimiter;
import dev.samara.codec.delimiter.DelimiterFraming;
import dev.samara.codec.fixed.FixedFraming;
import dev.samara.codec.line.LineEnd;
import dev.samara.codec.line.LineFraming;
import dev.samara.codec.magic.MagicFraming;
import dev.samara.codec.magic.MagicMessage;
import dev.samara.codec.netstring.NetstringFraming;
import dev.samara.codec.raw.RawFraming;
import dev.samara.codec.slip.SlipFraming;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is particular to each framing: known bytes, and faults. */
class SmallFramingsTest {

  @Test
  void rawCutsLongReadsAndKeepsAllBytes() {
    var recording = new Recording();
    var decoder = new RawFraming(4).newDecoder();
    decoder.decode(Unpooled.wrappedBuffer(Vectors.utf8("0123456789")), recording);
    decoder.decode(Unpooled.EMPTY_BUFFER, recording);
    decoder.decode(Unpooled.wrappedBuffer(Vectors.utf8("ab")), recording);
    assertEquals(
        List.of("0123", "4567", "89", "ab"),
        recording.messages().stream().map(Buffer::toString).toList());
    assertThrows(FramingException.class, () -> new RawFraming(4).encodedBytes(Buffer.buffer()));
    assertArrayEquals(Vectors.utf8("ab"), Vectors.encode(new RawFraming(4), List.of("a", "b")));
  }

  @Test
  void rawStopsAfterEachPiece() {
    var in = Unpooled.wrappedBuffer(Vectors.utf8("0123456789"));
    new RawFraming(4).newDecoder().decode(in, Recording.stopping());
    assertEquals(4, in.readerIndex());
  }

  @Test
  void fixedTakesNoOtherLength() {
    var framing = new FixedFraming(3);
    Vectors.assertMessages(framing, Vectors.utf8("abcdef"), List.of("abc", "def"));
    assertThrows(FramingException.class, () -> framing.encodedBytes(Buffer.buffer("ab")));
    assertThrows(IllegalArgumentException.class, () -> new FixedFraming(0));
    var decoder = framing.newDecoder();
    decoder.decode(Unpooled.wrappedBuffer(Vectors.utf8("abcde")), _ -> true);
    assertEquals(2, decoder.pendingBytes());
  }

  @Test
  void magicCarriesIdAndPayload() {
    var framing = new MagicFraming(0xcafebabe, 100);
    var message = new MagicMessage(-2, Buffer.buffer("hi"));
    var wire = Vectors.hex("cafebabe fffffffe 00000002 6869");
    assertArrayEquals(wire, Vectors.encodeBuffers(framing, List.of(message.toMessage())));
    Vectors.assertBuffers(framing, wire, List.of(message.toMessage()));
    assertEquals(message, MagicMessage.of(message.toMessage()));
    assertThrows(FramingException.class, () -> MagicMessage.of(Buffer.buffer("abc")));
  }

  @ParameterizedTest
  @CsvSource({
    "47455420, magic number: 0x47455420 (expected: 0xcafebabe)",
    "cafebabe 00000001 00000000, payload length: 0 bytes (expected: >= 1)",
    "cafebabe 00000001 00000061, message length: 101 bytes (expected: <= 100)",
    "cafebabe 00000001 ffffffff, message length: 4294967299 bytes (expected: <= 100)"
  })
  void magicRefusesWithAReason(String wire, String reason) {
    Vectors.assertFault(new MagicFraming(0xcafebabe, 100), Vectors.hex(wire), List.of(), reason);
  }

  @Test
  void magicRefusesToWriteAnEmptyPayload() {
    var framing = new MagicFraming(1, 100);
    assertThrows(FramingException.class, () -> framing.encodedBytes(Buffer.buffer("only")));
    assertThrows(IllegalArgumentException.class, () -> new MagicFraming(1, 4));
  }

  @Test
  void linesKeepWhatIsNotTheirEnd() {
    var lf = new LineFraming(LineEnd.LF, 10);
    Vectors.assertMessages(lf, Vectors.utf8("a\r\nb\n"), List.of("a\r", "b"));
    assertArrayEquals(Vectors.utf8("a\r\n"), Vectors.encode(lf, List.of("a\r")));
    var crlf = new LineFraming(LineEnd.CRLF, 10);
    Vectors.assertMessages(
        crlf, Vectors.utf8("a\nb\rc\r\n\r\nd\r\r\n"), List.of("a\nb\rc", "", "d\r"));
    assertArrayEquals(Vectors.utf8("a\nb\r\n"), Vectors.encode(crlf, List.of("a\nb")));
    assertThrows(FramingException.class, () -> crlf.encodedBytes(Buffer.buffer("a\r\nb")));
  }

  @Test
  void delimitersMayOverlapWithWhatTheyEnd() {
    var framing = new DelimiterFraming(Delimiter.parse("abab"), 10);
    Vectors.assertMessages(framing, Vectors.utf8("xabaabababab"), List.of("xaba", ""));
    for (var cutShort : List.of("ab", "xab", "ababx", "xabab")) {
      assertThrows(FramingException.class, () -> framing.encodedBytes(Buffer.buffer(cutShort)));
    }
    assertEquals(5, framing.encodedBytes(Buffer.buffer("a")));
    assertEquals(7, framing.encodedBytes(Buffer.buffer("aba")));
  }

  @ParameterizedTest
  @CsvSource({
    "\\r\\n, 0d0a",
    "\\0, 00",
    "\\t\\\\, 095c",
    "\\x1f|, 1f7c",
    "end, 656e64",
    "'\\xff a', ff2061",
    "ß, c39f"
  })
  void delimitersAreWrittenAsText(String text, String bytes) {
    var delimiter = Delimiter.parse(text);
    assertEquals(Delimiter.of(Vectors.hex(bytes)), delimiter);
    assertEquals(delimiter, Delimiter.parse(delimiter.toString()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\\", "\\q", "\\x1", "\\xzz", "12345678901234567"})
  void delimitersMakeSense(String text) {
    assertThrows(IllegalArgumentException.class, () -> Delimiter.parse(text));
  }

  @Test
  void netstringsAsInTheirSpecification() {
    var framing = new NetstringFraming(100);
    var wire = Vectors.hex("31323a68656c6c6f20776f726c64212c 303a2c");
    assertArrayEquals(wire, Vectors.encode(framing, List.of("hello world!", "")));
    Vectors.assertMessages(framing, wire, List.of("hello world!", ""));
  }

  @ParameterizedTest
  @CsvSource({
    "'x', byte 0x78 (expected: a digit)",
    "':', byte 0x3a (expected: a digit)",
    "'1x', byte 0x78 (expected: a digit or a colon)",
    "'01:', a length with a leading zero",
    "'00:', a length with a leading zero",
    "'1:ab', byte 0x62 (expected: a comma after the message)",
    "'101', message length: 101 bytes (expected: <= 100)",
    "'99999999999999999999999', message length: 999 bytes (expected: <= 100)"
  })
  void netstringsRefuse(String wire, String reason) {
    Vectors.assertFault(new NetstringFraming(100), Vectors.utf8(wire), List.of(), reason);
  }

  @Test
  void slipAsInRfc1055() {
    var framing = new SlipFraming(100);
    var message = Buffer.buffer(Vectors.hex("01 c0 02 db 03"));
    var wire = Vectors.hex("c0 01 db dc 02 db dd 03 c0");
    assertArrayEquals(wire, Vectors.encodeBuffers(framing, List.of(message)));
    Vectors.assertBuffers(framing, wire, List.of(message));
    Vectors.assertMessages(framing, Vectors.hex("c0c0 61 c0 62 c0c0c0"), List.of("a", "b"));
    assertThrows(FramingException.class, () -> framing.encodedBytes(Buffer.buffer()));
  }

  @Test
  void slipRefuses() {
    var framing = new SlipFraming(2);
    Vectors.assertFault(
        framing,
        Vectors.hex("61 c0 db 62"),
        List.of("a"),
        "byte 0x62 after ESC (expected: 0xdc or 0xdd)");
    Vectors.assertFault(
        framing, Vectors.hex("61 62 63"), List.of(), "a packet longer than 2 bytes");
    Vectors.assertFault(
        framing, Vectors.hex("61 dbdc dbdd"), List.of(), "a packet longer than 2 bytes");
  }

  @ParameterizedTest
  @CsvSource({
    "'', 01 00",
    "00, 01 01 00",
    "00 00, 01 01 01 00",
    "00 11 00, 01 02 11 01 00",
    "11 22 00 33, 03 11 22 02 33 00",
    "11 22 33 44, 05 11 22 33 44 00",
    "11 00 00 00, 02 11 01 01 01 00"
  })
  void cobsAsPublished(String message, String wire) {
    var framing = new CobsFraming(1000);
    var messages = List.of(Buffer.buffer(Vectors.hex(message)));
    assertArrayEquals(Vectors.hex(wire), Vectors.encodeBuffers(framing, messages));
    Vectors.assertBuffers(framing, Vectors.hex(wire), messages);
  }

  @Test
  void cobsOfFullBlocks() {
    var framing = new CobsFraming(2000);
    var random = new Random(1);
    for (var length : List.of(253, 254, 255, 256, 507, 508, 509, 762, 763)) {
      for (var zeros = 0; zeros < 3; zeros++) {
        var bytes = new byte[length];
        Arrays.fill(bytes, (byte) 7);
        for (var i = 0; i < zeros; i++) {
          bytes[random.nextInt(length - 250, length)] = 0;
        }
        var messages = List.of(Buffer.buffer(bytes), Buffer.buffer("x"));
        var wire = Vectors.encodeBuffers(framing, messages);
        assertEquals(messages, Vectors.decode(framing, wire, Vectors.whole(wire)));
        assertEquals(messages, Vectors.decode(framing, wire, Vectors.bytewise(wire)));
      }
    }
  }

  @Test
  void cobsReadsTheOtherFormOfALastFullBlockAndIgnoresBareZeros() {
    var message = Buffer.buffer("x".repeat(254));
    var wire = Buffer.buffer(Vectors.hex("00 00 ff")).appendBuffer(message);
    wire.appendBytes(Vectors.hex("01 00 00"));
    Vectors.assertBuffers(new CobsFraming(254), wire.getBytes(), List.of(message));
  }

  @Test
  void cobsRefuses() {
    var framing = new CobsFraming(2);
    Vectors.assertFault(
        framing, Vectors.hex("02 61 00 03 62 00"), List.of("a"), "a zero within a block");
    Vectors.assertFault(framing, Vectors.hex("04"), List.of(), "a message longer than 2 bytes");
    Vectors.assertFault(
        framing, Vectors.hex("02 61 02"), List.of(), "a message longer than 2 bytes");
  }
}
