package dev.samara.codec.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.samara.codec.stream.CodecException;
import dev.samara.codec.value.Samples.Basics;
import dev.samara.codec.value.Samples.Drawing;
import dev.samara.codec.value.Samples.Zone;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonCodecTest {

  record All(
      Optional<Integer> number,
      Optional<Long> large,
      Optional<Float> single,
      Optional<Double> real,
      Optional<String> text,
      Optional<Boolean> flag,
      Optional<Character> letter,
      Optional<Samples.Colour> colour,
      Optional<Zone> zone,
      Optional<List<Integer>> list,
      Optional<Set<Integer>> set,
      Optional<Map<String, Integer>> map,
      Optional<Buffer> bytes,
      Optional<java.time.Instant> instant,
      Optional<java.util.UUID> id,
      Optional<java.math.BigDecimal> decimal,
      Optional<Drawing> drawing) {}

  private static final Codec<All> ALL =
      Codecs.json(
          All.class,
          TypeAllowList.reachableFrom(All.class).and(Samples.Circle.class, Samples.Square.class),
          CodecOptions.DEFAULT);

  @Test
  void theFormIsPlain() {
    assertEquals(
        "{\"name\":\"Grüße 世界 \uD83C\uDF31\",\"corner\":{\"x\":1,\"y\":-2},"
            + "\"more\":[{\"x\":3,\"y\":4}],\"note\":\"n\"}",
        Codecs.json(Zone.class).encode(Samples.ZONE).toString());
    assertEquals(
        "{\"flag\":true,\"tiny\":-128,\"small\":32767,\"middle\":-2147483648,"
            + "\"large\":-9223372036854775808,\"single\":1.1,\"real\":4.9E-324,\"letter\":\"ß\","
            + "\"text\":\"line\\nline \\\"quoted\\\" \\u0000\",\"bytes\":\"AP9/\",\"whole\":-1"
            + "0".repeat(100)
            + ",\"decimal\":-12.3450,\"instant\":\"2026-01-31T12:00:00.000000001Z\","
            + "\"duration\":\"PT-1.5S\",\"date\":\"1969-12-31\","
            + "\"id\":\"ffffffff-ffff-ffff-0000-000000000001\",\"boxed\":7}",
        Codecs.json(Basics.class).encode(Samples.BASICS).toString());
    assertEquals(
        "{\"figure\":{\"Group\":{\"figures\":[{\"Circle\":{\"radius\":1.0}},"
            + "{\"Group\":{\"figures\":[]}},{\"Square\":{\"side\":2.0}}]}}}",
        Codecs.json(Drawing.class, Samples.FIGURES, CodecOptions.DEFAULT)
            .encode(Samples.DRAWING)
            .toString());
    assertEquals("json(Zone)", Codecs.json(Zone.class).name());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          5                          | expected an object (All), found a whole number
          ``                         | expected an object (All), found none
          {"number":"5"}             | number: expected a number (int), found a text
          {"number":5.0}             | number: expected a number (int), found a number with a fraction
          {"number":3000000000}      | number: expected a number (int), found one beyond its range
          {"large":9223372036854775808} | large: expected a number (long), found one beyond its range
          {"single":1e39}            | single: expected a number (float), found one beyond its range
          {"real":1e400}             | real: expected a number (double), found one beyond its range
          {"real":"nan"}             | real: expected a number (double), found a text
          {"real":NaN}               | malformed JSON near byte 11
          {"text":5}                 | text: expected a text, found a whole number
          {"text":"\\ud83c"}         | text: a text with half a character at 0
          {"flag":1}                 | flag: expected true or false, found a whole number
          {"letter":"ab"}            | letter: expected a text of one character, found a text
          {"colour":"BLUE"}          | colour: expected one of RED, GREEN, found 'BLUE'
          {"colour":0}               | colour: expected one of RED, GREEN, found a whole number
          {"zone":{"name":"a"}}      | zone.corner: expected an object (Point), found none
          {"zone":{"corner":{"x":1}}} | zone.corner.y: expected a number (int), found none
          {"zone":{"corner":{"x":null,"y":1}}} | zone.corner.x: expected a number (int), found null
          {"zone":{"corner":{"x":100,"y":1}}} | zone.corner: Point: x must be at most 99
          {"zone":{"more":[{"x":1,"y":1},{"x":100,"y":1}]}} | zone.more[1]: Point: x must be at most 99
          {"list":[1,"x"]}           | list[1]: expected a number (int), found a text
          {"list":{}}                | list: expected an array, found an object
          {"set":[1,2,1]}            | set[2]: the same as one before it
          {"map":{"a":1,"a":2}}      | map.a: a key that was there before
          {"map":{"a":"x"}}          | map.a: expected a number (int), found a text
          {"bytes":"*"}              | bytes: expected bytes, found a text that is not Base64
          {"instant":"yesterday"}    | instant: expected a text such as 2026-01-31T12:00:00Z, found 'yesterday'
          {"id":"1-1-1-1-1"}         | id: expected a UUID of 36 characters, found '1-1-1-1-1'
          {"decimal":"1"}            | decimal: expected a number, found a text
          {"drawing":{"figure":{"Secret":{"what":"x"}}}} | drawing.figure: type 'Secret' (expected: one of Circle, Square)
          {"drawing":{"figure":{"dev.samara.codec.value.Samples$Circle":{"radius":1}}}} | drawing.figure: type 'dev.samara.codec.value.Samples$Circle' (expected: one of Circle, Square)
          {"drawing":{"figure":{"Circle":{"radius":1},"Square":{}}}} | drawing.figure: more than one field (expected: one)
          {"drawing":{"figure":{}}}  | drawing.figure: expected an object with one field of Circle, Square, found an object
          {"drawing":{"figure":{"Circle":{}}}} | drawing.figure.Circle.radius: expected a number (double), found none
          {"number":1,"number":2}    | number: a field that was there before
          {} {}                      | there is more after the end of the value
          {}x                        | malformed JSON near byte 2
          {"number":01}              | malformed JSON near byte 11
          {'number':1}               | malformed JSON near byte 1
          {"number":1,}              | malformed JSON near byte 12
          {"number":1 /* one */}     | malformed JSON near byte 12
          """)
  void whatDoesNotFitIsSaid(String json, String message) {
    var failure =
        assertThrows(CodecException.class, () -> ALL.decode(Buffer.buffer(json)), () -> json);
    assertEquals(message, failure.getMessage());
  }

  @Test
  void unknownFieldsAreAnErrorOrSkipped() {
    record Small(int a) {}
    var strict = Codecs.json(Small.class);
    var json = "{\"b\":[{\"c\":{}}],\"a\":1,\"d\":\"x\"}";
    var failure = assertThrows(CodecException.class, () -> strict.decode(Buffer.buffer(json)));
    assertEquals("field 'b' (expected: a)", failure.getMessage());
    var options = CodecOptions.DEFAULT.ignoringUnknownFields();
    var lenient = Codecs.json(Small.class, TypeAllowList.of(Small.class), options);
    assertEquals(new Small(1), lenient.decode(Buffer.buffer(json)));
    var deep = "{\"a\":1,\"b\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
    assertThrows(CodecException.class, () -> lenient.decode(Buffer.buffer(deep)));
  }

  @Test
  void longNumbersAreRefusedBeforeTheyAreComputed() {
    for (var end : List.of("}", "")) {
      var json = "{\"decimal\":" + "9".repeat(900_000) + end;
      var failure = assertThrows(CodecException.class, () -> ALL.decode(Buffer.buffer(json)));
      assertEquals(0, failure.getMessage().indexOf("a number, name or nesting beyond its limit"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16BE", "UTF-16LE", "UTF-32BE", "UTF-16", "ISO-8859-1"})
  void onlyUtf8IsRead(String charset) throws Exception {
    var bytes = "{\"text\":\"ä\"}".getBytes(charset);
    assertThrows(CodecException.class, () -> ALL.decode(Buffer.buffer(bytes)));
    var valid = "{\"text\":\"ä\"}".getBytes(StandardCharsets.UTF_8);
    assertEquals(Optional.of("ä"), ALL.decode(Buffer.buffer(valid)).text());
  }
}
