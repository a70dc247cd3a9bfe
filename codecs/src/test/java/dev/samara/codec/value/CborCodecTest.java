package dev.samara.codec.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.samara.codec.stream.CodecException;
import io.vertx.core.buffer.Buffer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples are those of RFC 8949, Appendix A. */
class CborCodecTest {

  record Value(
      Optional<Long> n,
      Optional<Double> d,
      Optional<String> t,
      Optional<Buffer> b,
      Optional<BigInteger> i,
      Optional<BigDecimal> f,
      Optional<List<Integer>> l) {
    Value() {
      this(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
    }
  }

  private static final Codec<Value> CODEC = Codecs.cbor(Value.class);

  @ParameterizedTest
  @CsvSource({
    "a1 616e 1a000f4240, 1000000",
    "a1 616e 29, -10",
    "a1 6164 f93c00, 1.0",
    "a1 6164 fa47c35000, 100000.0",
    "a1 6164 fb3ff199999999999a, 1.1",
    "a1 6164 f97e00, NaN",
    "a1 6164 f9fc00, -Infinity",
    "a1 6164 0a, 10.0",
    "a1 6174 64f0908591, \uD800\uDD51",
    "bf 6174 7f657374726561646d696e67ff ff, streaming",
    "a1 6162 4401020304, 01020304",
    "a1 6162 5f42010243030405ff, 0102030405",
    "a1 6169 c249010000000000000000, 18446744073709551616",
    "a1 6169 c349010000000000000000, -18446744073709551617",
    "a1 6166 c48221196ab3, 273.15",
    "a1 616c 9f01820203ff, fails",
    "a1 616c 9f0102ff, '[1, 2]'",
  })
  void readsTheExamplesOfTheStandard(String hex, String expected) {
    var bytes = hex(hex);
    if (expected.equals("fails")) {
      assertThrows(CodecException.class, () -> CODEC.decode(bytes));
      return;
    }
    var value = CODEC.decode(bytes);
    var shown =
        value
            .n()
            .<Object>map(n -> n)
            .or(value::d)
            .or(value::t)
            .or(() -> value.b().map(b -> HexFormat.of().formatHex(b.getBytes())))
            .or(value::i)
            .or(value::f)
            .or(value::l)
            .orElseThrow();
    assertEquals(expected, shown.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "a1 6174 62c0af, a text that is not UTF-8",
    "a1 6174 61c3, a text that is not UTF-8",
    "a1 6174 63eda080, a text that is not UTF-8",
    "a1 6174 7f61c361a4ff, a text that is not UTF-8",
    "a1 62c328 01, a text that is not UTF-8",
    "a1 01 01, a field whose name is not a text",
    "a1 616e f7, malformed CBOR",
    "a1 616e f0, malformed CBOR",
    "a1 616e ff, malformed CBOR",
    "a1 616e 1c, malformed CBOR",
    "a1 616e 1b00, the value ends too early",
    "a1 616e, the value ends too early",
    "a1 6174 7bffffffffffffffff, the value ends too early",
    "a1 616c 9bffffffffffffffff, the value ends too early",
    "a1 616c 9a7fffffff01, the value ends too early",
    "a1 616c 9f01, the value ends too early",
    "a1 616e c100, 'tag 1 (expected: 2, 3 or 4)'",
    "a1 6174 d9010061 61, 'tag 256 (expected: 2, 3 or 4)'",
    "a1 6166 c482c4820000 00, malformed CBOR",
    "a1 6166 c48200c4820000, malformed CBOR",
    "a1 6166 c4826100 00, malformed CBOR",
    "a0 00, there is more after the end of the value",
    "a1 6174 4161, 't: expected a text, found bytes'",
    "a1 6162 6161, 'b: expected bytes, found a text'",
    "a1 616e f93c00, 'n: expected a number (long), found a number with a fraction'",
    "a1 616e c249010000000000000000, 'n: expected a number (long), found one beyond its range'",
    "a2 616e 01 616e 02, n: a field that was there before",
  })
  void refusesWhatIsNotStrict(String hex, String message) {
    var bytes = hex(hex);
    var failure = assertThrows(CodecException.class, () -> CODEC.decode(bytes));
    assertEquals(message, failure.getMessage());
  }

  @Test
  void nestingCannotExhaustTheStack() {
    for (var head : new String[] {"81", "9f", "a16161", "c482", "c48200", "bf6161"}) {
      var bytes = hex(head.repeat(100_000));
      assertThrows(CodecException.class, () -> CODEC.decode(bytes), head);
    }
  }

  @Test
  void aLongNumberIsRefusedWhereverItStands() {
    var bytes = hex("a1616e c25a00010000" + "ff".repeat(65_536));
    var failure = assertThrows(CodecException.class, () -> CODEC.decode(bytes));
    assertEquals("number length: 65536 bytes (expected: <= 129)", failure.getMessage());
  }

  @Test
  void bytesAreByteStrings() {
    var none = new Value();
    var value =
        new Value(
            none.n(),
            none.d(),
            none.t(),
            Optional.of(Buffer.buffer(new byte[] {1, -1})),
            none.i(),
            none.f(),
            none.l());
    assertEquals(value, CODEC.decode(hex("bf 6162 4201ff ff")));
    assertEquals("bf61624201ffff", HexFormat.of().formatHex(CODEC.encode(value).getBytes()));
  }

  private static Buffer hex(String hex) {
    return Buffer.buffer(HexFormat.of().parseHex(hex.replace(" ", "")));
  }
}
