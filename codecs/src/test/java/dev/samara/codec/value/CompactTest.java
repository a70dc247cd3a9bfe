package dev.samara.codec.value;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.stream.CodecException;
import io.vertx.core.buffer.Buffer;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The compact form's bytes: as documented, and nothing else. */
class CompactTest {

  record Point(int x, int y) {}

  record Note(String text, Optional<Colour> colour) {}

  enum Colour {
    RED
  }

  sealed interface Figure permits Dot, Line {}

  record Dot(Point at) implements Figure {}

  record Line(List<Point> points) implements Figure {}

  record Tree(List<Tree> children) {}

  record Hollow() {}

  @SuppressWarnings("unused")
  interface Methods {
    List<Figure> figures();

    List<List<Hollow>> hollows();

    int[] numbers();
  }

  @Test
  void theFormIsAsDocumented() {
    assertForm(int.class, 150, "02 03 000003 ac02");
    assertForm(Integer.class, null, "02 04 00002003 00");
    assertForm(String.class, "ä", "02 04 00002007 01 02c3a4");
    assertForm(
        Point.class, new Point(3, -1), "02 10 0100 02 fd0c5087 03 fc0c4ef4 03 202300 01 06 01");
    assertForm(
        Note.class,
        new Note(null, Optional.of(Colour.RED)),
        "02 12 0100 02 bde64e3e 2007 0205e0fd 200f 202300 01 00 01 83ce97fc");
    assertForm(Tree.class, new Tree(List.of()), "02 0e 0100 01 67a9c9d2 20212300 202300 01 01 00");
    assertForm(declared("numbers"), new int[] {1, -1}, "02 05 0000202103 01 02 02 01");
  }

  @Test
  void hashesAreFnv1a() {
    // Vectors of the draft: of nothing, a, foobar.
    assertEquals(0x811c9dc5, NameHashes.hash(""));
    assertEquals(0xe40c292c, NameHashes.hash("a"));
    assertEquals(0xbf9cf968, NameHashes.hash("foobar"));
  }

  @Test
  void namesWithTheSameHashAreRefused() {
    // A known pair of words.
    assertEquals(NameHashes.hash("costarring"), NameHashes.hash("liquid"));
    assertEquals(
        "type Clash: the names costarring and liquid have the same hash (expected: different ones)",
        assertThrows(IllegalArgumentException.class, () -> codec(Clash.class)).getMessage());
    ValueFormat.JSON.value(ValueType.of(Clash.class), CodecOptions.DEFAULT);
  }

  record Clash(int costarring, int liquid) {}

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "'', the value ends too early: 0 more bytes (expected: 1)",
    "01, first byte 1 (expected: 2)",
    "02ffff03, number: 65535 (expected: 0 to 16384)",
    "0203, the value ends too early: 0 more bytes (expected: 3)",
    "0201ff, schema: the value ends too early: 0 more bytes (expected: 1)",
    "0204ffffff07, schema: the value ends too early: 0 more bytes (expected: 16777215)",
    "0203000042, schema: layout: 66 (expected: a known one)",
    "0203000011, schema: layout: 17 (expected: a known one)",
    "020400002300, schema: a reference to a type that is not there",
    "02050100002301, schema: number: 1 (expected: 0 to 0)",
    "020400000303, schema: 1 bytes after the end of the value",
    "020301000a, schema: the value ends too early: 0 more bytes (expected: 10)",
    "020d01000200000001030000000103, schema: a field that was there before",
    "0203000007, 'expected an object (Point), found another type'",
    "0205010000230000, 'x: expected a number (int), found none'",
  })
  void refusesWhatIsNotASchema(String hex, String message) {
    var bytes = Buffer.buffer(HexFormat.of().parseHex(hex));
    var failure = assertThrows(CodecException.class, () -> codec(Point.class).decode(bytes));
    assertEquals(message, failure.getMessage());
  }

  @Test
  void aDeepSchemaIsRefused() {
    var nested = new byte[1_000];
    Arrays.fill(nested, (byte) Layout.LIST.code());
    nested[0] = 0;
    nested[1] = 0;
    var bytes = Buffer.buffer().appendByte((byte) 2).appendByte((byte) 0xe8).appendByte((byte) 7);
    bytes.appendBytes(nested);
    assertEquals("schema: nesting deeper than 64 levels", refusal(Point.class, bytes));
  }

  @Test
  void listsOfNothingInListsCostNoMoreThanTheirBytes() {
    var codec = codec(declared("hollows"));
    var many = IntStream.range(0, 1 << 16).mapToObj(i -> new Hollow()).toList();
    var good = codec.encode(List.of(many, many));
    assertEquals(List.of(many, many), codec.decode(good));
    var message =
        assertThrows(
                CodecException.class,
                () -> codec.encode(IntStream.range(0, 17).mapToObj(i -> many).toList()))
            .getMessage();
    assertTrue(message.contains("length of all lists: "), message);
    // The same written by hand: each further list takes three bytes.
    var bytes = good.getBytes(0, good.length() - 7);
    var bad = Buffer.buffer(bytes).appendByte((byte) 100);
    for (var i = 0; i < 100; i++) {
      bad.appendBytes(new byte[] {(byte) 0x80, (byte) 0x80, 4});
    }
    assertTrue(refusal(declared("hollows"), bad).contains("length of all lists: "));
  }

  @Test
  void ofForeignSchemasOnlyAFewAreKept() {
    var codec = codec(Point.class);
    for (var i = 0; i < 100; i++) {
      // x, y and another field of type boolean, each time of another name.
      var foreign =
          "02140100" + "03" + "fd0c508703" + "fc0c4ef403" + "%08x".formatted(i) + "01" + "2300";
      var bytes = Buffer.buffer(HexFormat.of().parseHex(foreign + "060101"));
      assertEquals(new Point(3, -1), codec.decode(bytes));
    }
  }

  private static Codec<Object> codec(Type type) {
    return ValueFormat.COMPACT.value(ValueType.of(type), CodecOptions.DEFAULT);
  }

  private static String refusal(Type type, Buffer bytes) {
    var codec = codec(type);
    return assertThrows(CodecException.class, () -> codec.decode(bytes)).getMessage();
  }

  private static Type declared(String name) {
    try {
      return Methods.class.getMethod(name).getGenericReturnType();
    } catch (NoSuchMethodException wrong) {
      throw new AssertionError(wrong);
    }
  }

  private static void assertForm(Type type, Object value, String hex) {
    var codec = codec(type);
    var bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    assertEquals(
        HexFormat.of().formatHex(bytes), HexFormat.of().formatHex(codec.encode(value).getBytes()));
    assertArrayEquals(bytes, codec.encode(codec.decode(Buffer.buffer(bytes))).getBytes());
  }
}
