package dev.samara.codec.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.samara.codec.stream.CodecException;
import dev.samara.codec.value.Samples.Colour;
import dev.samara.codec.value.Samples.Drawing;
import io.vertx.core.buffer.Buffer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordCodecTest {

  record Bool(boolean v) {}

  record Tiny(byte v) {}

  record Small(short v) {}

  record Int(int v) {}

  record Long64(long v) {}

  record Single(float v) {}

  record Real(double v) {}

  record Letter(char v) {}

  record Text(String v) {}

  record Bytes(Buffer v) {}

  record Whole(BigInteger v) {}

  record Decimal(BigDecimal v) {}

  record Time(Instant v) {}

  record Span(Duration v) {}

  record Day(LocalDate v) {}

  record Id(UUID v) {}

  record Coloured(Colour v) {}

  record Maybe(Optional<Integer> v) {}

  record Many(List<Integer> v) {}

  record Different(Set<Integer> v) {}

  record Keyed(Map<String, Integer> v) {}

  record Hollow(List<Samples.Empty> v) {}

  private static final Map<String, Class<? extends Record>> TYPES =
      Map.ofEntries(
          Map.entry("Bool", Bool.class),
          Map.entry("Small", Small.class),
          Map.entry("Int", Int.class),
          Map.entry("Long64", Long64.class),
          Map.entry("Letter", Letter.class),
          Map.entry("Text", Text.class),
          Map.entry("Bytes", Bytes.class),
          Map.entry("Whole", Whole.class),
          Map.entry("Time", Time.class),
          Map.entry("Day", Day.class),
          Map.entry("Coloured", Coloured.class),
          Map.entry("Maybe", Maybe.class),
          Map.entry("Many", Many.class),
          Map.entry("Different", Different.class),
          Map.entry("Keyed", Keyed.class),
          Map.entry("Hollow", Hollow.class));

  @Test
  void theFormIsAsDocumented() {
    assertForm(new Bool(true), "01");
    assertForm(new Tiny((byte) -2), "fe");
    assertForm(new Small((short) -1), "01");
    assertForm(new Int(150), "ac02");
    assertForm(new Long64(Long.MIN_VALUE), "ffffffffffffffffff01");
    assertForm(new Single(1.5f), "3fc00000");
    assertForm(new Real(-2), "c000000000000000");
    assertForm(new Letter('世'), "969c01");
    assertForm(new Text("ä"), "02c3a4");
    assertForm(new Bytes(Buffer.buffer("abc")), "03616263");
    assertForm(new Whole(BigInteger.valueOf(255)), "0200ff");
    assertForm(new Whole(BigInteger.valueOf(-1)), "01ff");
    assertForm(new Decimal(new BigDecimal("-1.5")), "0201f1");
    assertForm(new Time(Instant.ofEpochSecond(-1, 5)), "0105");
    assertForm(new Span(Duration.ofSeconds(64)), "800100");
    assertForm(new Day(LocalDate.EPOCH), "00");
    assertForm(new Id(new UUID(1, 2)), "00000000000000010000000000000002");
    assertForm(new Coloured(Colour.GREEN), "01");
    assertForm(new Maybe(Optional.empty()), "00");
    assertForm(new Maybe(Optional.of(1)), "0102");
    assertForm(new Many(List.of(1, -1)), "020201");
    assertForm(new Keyed(Map.of("a", 1)), "01016102");
    assertForm(Samples.ZONE.more().getFirst(), "0608");
    var drawings = Codecs.record(Drawing.class, 7, Samples.FIGURES, CodecOptions.DEFAULT);
    var square = new Drawing(new Samples.Square(2));
    assertEquals("07014000000000000000", hex(drawings.encode(square)));
    assertEquals("record(Drawing)", drawings.name());
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "Bool, '', no bytes (expected: a version and a value)",
    "Bool, 0200, version 2 (expected: 1)",
    "Bool, 0102, v: a byte that is neither 0 nor 1",
    "Bool, 010100, 1 bytes after the end of the value",
    "Bool, 01, v: the value ends too early: 0 more bytes (expected: 1)",
    "Small, 01808004, v: number: 32768 (expected: -32768 to 32767)",
    "Int, 01ffffffff1f, v: number: -4294967296 (expected: -2147483648 to 2147483647)",
    "Int, 018000, v: a number that is not in its shortest form",
    "Long64, 01ffffffffffffffffff02, v: a number of more than 64 bits",
    "Long64, 01ffffffffffffffffffff01, v: a number of more than 64 bits",
    "Letter, 0180b003, v: a text with half a character at 0",
    "Letter, 01808004, v: number: 65536 (expected: 0 to 65535)",
    "Text, 0102c328, v: a text that is not UTF-8",
    "Text, 010561, v: the value ends too early: 1 more bytes (expected: 5)",
    "Text, 01ffffffff0f, v: number: 4294967295 (expected: 0 to 2147483647)",
    "Text, 01ffffffff07, v: text length: 2147483647 bytes (expected: <= 786432)",
    "Bytes, 01ffffffff07, v: the value ends too early: 0 more bytes (expected: 2147483647)",
    "Whole, 0100, v: a number that is not in its shortest form",
    "Whole, 010200ff00, 1 bytes after the end of the value",
    "Whole, 0102007f, v: a number that is not in its shortest form",
    "Whole, 0102ff80, v: a number that is not in its shortest form",
    "Whole, 018002, v: number length: 256 bytes (expected: <= 129)",
    "Time, 01008094ebdc03, v: number: 1000000000 (expected: 0 to 999999999)",
    "Day, 01ffffffffffffffffff01, v: a date beyond its range",
    "Coloured, 0102, 'v: index 2 of one of RED, GREEN'",
    "Maybe, 0102, v: a byte that is neither 0 nor 1",
    "Many, 01ffffffff07, v: length: 2147483647 elements (expected: <= 65536)",
    "Many, 01808004, v[0]: the value ends too early: 0 more bytes (expected: 1)",
    "Different, 01020202, v[1]: the same as one before it",
    "Keyed, 0102016102016104, v.a: a key that was there before",
    "Hollow, 01ffffffff07, v: length: 2147483647 elements (expected: <= 65536)",
  })
  void refusesWhatIsNotStrict(String type, String hex, String message) {
    var codec = Codecs.record(TYPES.get(type));
    var bytes = Buffer.buffer(HexFormat.of().parseHex(hex));
    var failure = assertThrows(CodecException.class, () -> codec.decode(bytes));
    assertEquals(message, failure.getMessage());
  }

  @Test
  void theVersionIsAByte() {
    var list = TypeAllowList.of(Int.class);
    for (var version : new int[] {-1, 256}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> Codecs.record(Int.class, version, list, CodecOptions.DEFAULT));
    }
    var last = Codecs.record(Int.class, 255, list, CodecOptions.DEFAULT);
    assertEquals(new Int(1), last.decode(last.encode(new Int(1))));
  }

  private static <T> void assertForm(T value, String hex) {
    @SuppressWarnings("unchecked")
    var type = (Class<T>) value.getClass();
    var codec = Codecs.record(type);
    assertEquals("01" + hex, hex(codec.encode(value)));
    assertEquals(value, codec.decode(Buffer.buffer(HexFormat.of().parseHex("01" + hex))));
  }

  private static String hex(Buffer bytes) {
    return HexFormat.of().formatHex(bytes.getBytes());
  }
}
