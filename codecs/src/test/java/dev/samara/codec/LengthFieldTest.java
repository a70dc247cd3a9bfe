package dev.samara.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.catalog.Framings;
import dev.samara.codec.length.LengthField;
import dev.samara.codec.length.LengthField.Width;
import dev.samara.codec.length.LengthFraming;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LengthFieldTest {

  private static final int MAX_MESSAGE_BYTES = 100_000;

  @ParameterizedTest
  @CsvSource({
    "length8, 02, fe",
    "length8+self, 03, ff",
    "length16, 0002, 0100",
    "length16+self, 0004, 0102",
    "length16le, 0200, 0001",
    "length16le+self, 0400, 0201",
    "length24, 000002, 000100",
    "length24le, 020000, 000100",
    "length24le+self, 050000, 030100",
    "length32, 00000002, 00000100",
    "length32le, 02000000, 00010000",
    "length32+self, 00000006, 00000104",
    "length64, 0000000000000002, 0000000000000100",
    "length64le, 0200000000000000, 0001000000000000",
    "length64+self, 000000000000000a, 0000000000000108",
    "varint, 02, 8002",
    "varint+self, 03, 8202"
  })
  void writesAndReadsTheLengthAsNamed(String name, String headOfTwo, String headOfMore) {
    var framing = Framings.parse(name, MAX_MESSAGE_BYTES);
    // 256 bytes, or what one byte can say.
    var more = "x".repeat(name.startsWith("length8") ? 254 : 256);
    assertWire(framing, headOfTwo, "hi");
    assertWire(framing, headOfMore, more);
  }

  private static void assertWire(Framing framing, String head, String message) {
    var expected = Buffer.buffer(Vectors.hex(head)).appendString(message).getBytes();
    assertArrayEquals(expected, Vectors.encode(framing, List.of(message)));
    Vectors.assertMessages(framing, expected, List.of(message));
  }

  @ParameterizedTest
  @CsvSource({
    "length16le, 0100, 0",
    "length8, ff, 255",
    "length16, ffff, 65535",
    "length24le, ffffff, 16777215",
    "length32, ffffffff, 4294967295",
    "length64, ffffffffffffffff, 18446744073709551615",
    "length64le, 0000000000000080, 9223372036854775808",
    "length64+self, ffffffffffffffff, 18446744073709551607",
    "varint, ffffffffffffffffff01, 18446744073709551615"
  })
  void readsTheLengthAsUnsigned(String name, String head, String length) {
    var framing = Framings.parse(name, 1);
    if (length.equals("0")) {
      Vectors.assertMessages(framing, Vectors.hex(head + "61"), List.of("a"));
    } else {
      Vectors.assertFault(
          framing,
          Vectors.hex(head),
          List.of(),
          "message length: %s bytes (expected: <= 1)".formatted(length));
    }
  }

  @ParameterizedTest
  @CsvSource({"length8+self, 00, 1, 0", "length32+self, 00000003, 4, 3", "varint+self, 00, 1, 0"})
  void refusesALengthThatCountsLessThanItself(String name, String head, int own, int length) {
    Vectors.assertFault(
        Framings.parse(name, 10),
        Vectors.hex(head),
        List.of(),
        "a length of %d bytes that counts itself (expected: >= %d)".formatted(length, own));
  }

  @ParameterizedTest
  @CsvSource({"ffffffffffffffffff02", "8080808080808080808000", "ffffffffffffffffffff"})
  void refusesAVarintBeyond64Bits(String head) {
    Vectors.assertFault(
        new LengthFraming(LengthField.VARINT, 10, -1L),
        Vectors.hex(head),
        List.of(),
        "a varint of more than 64 bits");
  }

  @Test
  void varintsThatCountThemselvesPassEachWidth() {
    var framing = Framings.parse("varint+self", MAX_MESSAGE_BYTES);
    for (var length : List.of(0, 1, 125, 126, 127, 128, 129, 16_380, 16_381, 16_382, 16_383)) {
      var message = Buffer.buffer("x".repeat(length));
      var wire = Vectors.encodeBuffers(framing, List.of(message));
      assertEquals(List.of(message), Vectors.decode(framing, wire, Vectors.whole(wire)));
    }
  }

  @ParameterizedTest
  @CsvSource({"length8, 256", "length8+self, 255", "length16, 65536", "length16le+self, 65534"})
  void refusesToWriteWhatTheFieldCannotSay(String name, int length) {
    var framing = Framings.parse(name, MAX_MESSAGE_BYTES);
    var message = Buffer.buffer(new byte[length]);
    assertThrows(FramingException.class, () -> framing.encodedBytes(message));
    assertTrue(framing.encodedBytes(message.slice(0, length - 1)) > length - 1);
  }

  @Test
  void refusesToAnnounceWhatNumberAndFieldTogetherCannotSay() {
    var out = Unpooled.buffer();
    var self = new LengthField(Width.EIGHT, ByteOrder.BIG_ENDIAN, true);
    var framing = new LengthFraming(self, 10, -1L);
    assertEquals(8, framing.encodeHead(-9L, out));
    assertThrows(FramingException.class, () -> framing.encodeHead(-8L, out));
    assertEquals(8, out.readableBytes());
  }

  @Test
  void aVarintHasOneOrder() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new LengthField(Width.VARINT, ByteOrder.BIG_ENDIAN, false));
  }
}
