package dev.samara.codec.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.samara.codec.stream.CodecException;
import io.vertx.core.buffer.Buffer;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BasicCodecTest {

  @Test
  void theFormsAreFixed() {
    assertForm(Codecs.bool(), true, "01");
    assertForm(Codecs.bool(), false, "00");
    assertForm(Codecs.int32(), -2, "fffffffe");
    assertForm(Codecs.int32(), 0x01020304, "01020304");
    assertForm(Codecs.int64(), 0x0102030405060708L, "0102030405060708");
    assertForm(Codecs.float64(), 1.5, "3ff8000000000000");
    assertForm(Codecs.float64(), Double.NEGATIVE_INFINITY, "fff0000000000000");
    assertForm(Codecs.utf8(9), "ä世\uD83C\uDF31", "c3a4e4b896f09f8cb1");
    assertForm(Codecs.utf8(1), "", "");
    assertForm(Codecs.bytes(2), Buffer.buffer(new byte[] {0, -1}), "00ff");
  }

  @ParameterizedTest
  @CsvSource({
    "bool, '', bool: 0 bytes (expected: 1)",
    "bool, 0101, bool: 2 bytes (expected: 1)",
    "bool, 02, bool: a byte that is neither 0 nor 1",
    "int32, 010203, int32: 3 bytes (expected: 4)",
    "int32, 0102030405, int32: 5 bytes (expected: 4)",
    "int64, 01020304050607, int64: 7 bytes (expected: 8)",
    "float64, 010203040506070809, float64: 9 bytes (expected: 8)",
    "utf8, 6161616161, utf8: 5 bytes (expected: <= 4)",
    "utf8, c3, a text that is not UTF-8",
    "utf8, c0af, a text that is not UTF-8",
    "utf8, eda080, a text that is not UTF-8",
    "utf8, f4908080, a text that is not UTF-8",
    "bytes, 0000000000, bytes: 5 bytes (expected: <= 4)"
  })
  void otherBytesAreRefused(String name, String hex, String message) {
    var codec =
        List.of(
                Codecs.bool(),
                Codecs.int32(),
                Codecs.int64(),
                Codecs.float64(),
                Codecs.utf8(4),
                Codecs.bytes(4))
            .stream()
            .filter(candidate -> candidate.name().equals(name))
            .findFirst()
            .orElseThrow();
    var failure = assertThrows(CodecException.class, () -> codec.decode(hex(hex)));
    assertEquals(message, failure.getMessage());
    assertFalse(failure.retry());
    assertEquals(0, failure.getStackTrace().length);
  }

  @Test
  void whatCannotBeReadIsNotWritten() {
    assertThrows(CodecException.class, () -> Codecs.utf8(4).encode("12345"));
    assertThrows(CodecException.class, () -> Codecs.utf8(4).encode("\uD83C"));
    assertThrows(CodecException.class, () -> Codecs.utf8(4).encode("\uDF31\uD83C"));
    assertThrows(CodecException.class, () -> Codecs.bytes(1).encode(Buffer.buffer("ab")));
  }

  @Test
  void limitsAreChecked() {
    assertThrows(IllegalArgumentException.class, () -> Codecs.utf8(0));
    assertThrows(IllegalArgumentException.class, () -> Codecs.bytes(-1));
    var options = CodecOptions.DEFAULT;
    assertThrows(IllegalArgumentException.class, () -> options.withMaxBytes(0));
    assertThrows(IllegalArgumentException.class, () -> new CodecOptions(1, 0, 0, 1, 0, false));
    assertThrows(IllegalArgumentException.class, () -> new CodecOptions(1, 1_001, 0, 1, 0, false));
    assertThrows(IllegalArgumentException.class, () -> new CodecOptions(1, 1, -1, 1, 0, false));
    assertThrows(IllegalArgumentException.class, () -> new CodecOptions(1, 1, 0, 0, 0, false));
    assertThrows(IllegalArgumentException.class, () -> new CodecOptions(1, 1, 0, 1, -1, false));
  }

  private static <T> void assertForm(Codec<T> codec, T value, String hex) {
    assertEquals(hex, HexFormat.of().formatHex(codec.encode(value).getBytes()));
    assertEquals(value, codec.decode(hex(hex)));
  }

  private static Buffer hex(String hex) {
    return Buffer.buffer(HexFormat.of().parseHex(hex));
  }
}
