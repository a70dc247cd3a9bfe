package dev.samara.codec.convert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.samara.codec.Limits;
import dev.samara.codec.catalog.Framings;
import dev.samara.codec.stream.CodecException;
import dev.samara.codec.stream.Converter;
import dev.samara.codec.stream.DecodeStep;
import dev.samara.codec.stream.Pieces;
import dev.samara.codec.value.CodecOptions;
import dev.samara.codec.value.Codecs;
import dev.samara.codec.value.TypeAllowList;
import io.vertx.core.buffer.Buffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConvertersTest {

  record Order(String item, int count, Optional<Order> next) {
    public Order {
      if (count < 1) {
        throw new IllegalArgumentException("count must be at least 1");
      }
    }
  }

  private static final TypeAllowList ORDERS = TypeAllowList.of(Order.class);
  private static final CodecOptions SMALL = CodecOptions.DEFAULT.withMaxBytes(100);
  private static final List<Order> TWO =
      List.of(
          new Order("pears", 1, Optional.of(new Order("äpfel", 2, Optional.empty()))),
          new Order("", 99, Optional.empty()));

  static List<Converter<Order>> recordConverters() {
    return Stream.concat(
            Stream.of(
                Converters.json(Order.class, ORDERS, SMALL),
                Converters.cbor(Order.class, ORDERS, SMALL),
                Converters.record(Order.class, 1, ORDERS, SMALL)),
            // Each framing that carries any bytes, and lines for what has no line breaks.
            Stream.of("length8", "length64le+self", "varint", "netstring", "slip", "cobs")
                .map(name -> Framings.parse(name, 200))
                .map(framing -> Converters.framed(framing, Codecs.record(Order.class))))
        .toList();
  }

  @Test
  void basicTypesAreWholeProtocols() {
    assertProtocol(Converters.bool(), List.of(true, false), "0100");
    assertProtocol(Converters.int32(), List.of(1, -1), "00000001ffffffff");
    assertProtocol(Converters.int64(), List.of(1L, -1L), "0000000000000001ffffffffffffffff");
    assertProtocol(Converters.float64(), List.of(1.0, -2.0), "3ff0000000000000c000000000000000");
    assertProtocol(
        Converters.utf8(5), List.of("ä", "", "hello"), "00000002c3a4000000000000000568656c6c6f");
    assertProtocol(
        Converters.bytes(2), List.of(Buffer.buffer("a"), Buffer.buffer()), "000000016100000000");
    assertEquals("int64", Converters.int64().name());
    assertEquals("utf8", Converters.utf8(5).name());
    assertEquals(
        "json(Order) in lines",
        Converters.framed(Framings.parse("lines", 99), Codecs.json(Order.class)).name());
  }

  @ParameterizedTest
  @MethodSource("recordConverters")
  void recordsAreReadHoweverTheyAreCut(Converter<Order> converter) {
    Pieces.assertMessages(converter, Pieces.encode(converter, TWO).getBytes(), TWO);
  }

  @Test
  void jsonInLines() {
    var converter = Converters.framed(Framings.parse("lines", 99), Codecs.json(Order.class));
    var wire = "{\"item\":\"a\",\"count\":1}\n{\"count\":2,\"item\":\"b\"}\r\n";
    Pieces.assertMessages(
        converter,
        wire.getBytes(),
        List.of(new Order("a", 1, Optional.empty()), new Order("b", 2, Optional.empty())));
    assertEquals(
        "{\"item\":\"a\",\"count\":1}\n",
        Pieces.encode(converter, List.of(new Order("a", 1, Optional.empty()))).toString());
  }

  @Test
  void faultsComeAfterTheMessagesBefore() {
    Pieces.assertFault(
        Converters.bool(),
        hex("000102"),
        List.of(false, true),
        "bool: a byte that is neither 0 nor 1");
    Pieces.assertFault(
        Converters.utf8(5),
        hex("0000000161" + "00000002c328"),
        List.of("a"),
        "a text that is not UTF-8");
    Pieces.assertFault(
        Converters.json(Order.class, ORDERS, SMALL),
        Buffer.buffer().appendInt(21).appendString("{\"item\":\"\",\"count\":0}").getBytes(),
        List.of(),
        "Order: count must be at least 1");
  }

  @Test
  void aLengthBeyondTheLimitIsRefusedBeforeTheBodyArrives() {
    for (var end : List.of("", "616161616161")) {
      Pieces.assertFault(
          Converters.utf8(5),
          hex("00000006" + end),
          List.of(),
          "message length: 6 bytes (expected: <= 5)");
    }
    assertThrows(CodecException.class, () -> Converters.utf8(5).encoder("123456"));
    var lines = Converters.framed(Framings.parse("lines", 99), Codecs.utf8(99));
    assertThrows(CodecException.class, () -> lines.encoder("a\nb"));
  }

  @Test
  void aWholeFrameIsOneValue() {
    var converter = Converters.whole(Codecs.utf8(5));
    assertEquals("utf8", converter.name());
    var step = converter.decoder().push(Buffer.buffer("hello"));
    assertEquals(new DecodeStep.Message<>("hello", Buffer.buffer()), step);
    assertEquals(Buffer.buffer("hello"), Pieces.encode(converter, List.of("hello")));
    assertEquals(Buffer.buffer(), Pieces.encode(converter, List.of("")));
    var beyond = Buffer.buffer("123456");
    assertThrows(CodecException.class, () -> converter.decoder().push(beyond));
  }

  @Test
  void limitsAreChecked() {
    assertThrows(IllegalArgumentException.class, () -> Converters.utf8(0));
    assertThrows(
        IllegalArgumentException.class, () -> Converters.bytes(Limits.LARGEST_MESSAGE_BYTES + 1));
  }

  private static <T> void assertProtocol(Converter<T> converter, List<T> values, String hex) {
    var wire = Pieces.encode(converter, values).getBytes();
    assertEquals(hex, HexFormat.of().formatHex(wire));
    Pieces.assertMessages(converter, wire, values);
  }

  private static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex);
  }
}
