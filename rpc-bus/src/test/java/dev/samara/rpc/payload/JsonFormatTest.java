package dev.samara.rpc.payload;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonFormatTest {
  private static final Map<String, PayloadCodec<Object[]>> CODECS = new ConcurrentHashMap<>();

  enum Colour {
    RED,
    GREEN;

    @Override
    public String toString() {
      return "the colour " + name();
    }
  }

  record Inner(int count) {
    public Inner {
      if (count > 99) {
        throw new IllegalArgumentException("count must be at most 99");
      }
    }
  }

  record Zone(String name, int offset, Inner inner, List<Inner> more) {}

  @SuppressWarnings("unused")
  interface Shapes {
    void none();

    void number(int value);

    void boxed(Integer value);

    void big(long value);

    void real(double value);

    void text(String value);

    void flag(boolean value);

    void letter(char value);

    void colour(Colour value);

    void zone(Zone value);

    void list(List<Integer> value);

    void map(Map<String, Integer> value);

    void optional(Optional<Integer> value);

    void instant(Instant value);

    void two(String first, int second);
  }

  @ParameterizedTest(name = "{0} of {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          none     | ``                        | []
          none     | []                        | []
          number   | 5                         | [5]
          number   | [5]                       | [5]
          number   | `  [ 5 ]  `               | [5]
          boxed    | null                      | [null]
          boxed    | [null]                    | [null]
          big      | 9007199254740993          | [9007199254740993]
          real     | 1                         | [1.0]
          real     | -1.5e3                    | [-1500.0]
          text     | "a\\u00e4"                | [aä]
          letter   | "x"                       | [x]
          colour   | "RED"                     | [the colour RED]
          zone     | {}                        | expected a number
          zone     | {"offset":1}              | [Zone[name=null, offset=1, inner=null, more=null]]
          zone     | {"offset":1,"new":[{}]}   | [Zone[name=null, offset=1, inner=null, more=null]]
          list     | [[1, 2]]                  | [[1, 2]]
          list     | [[]]                      | [[]]
          map      | {"a":1}                   | [{a=1}]
          optional | [null]                    | [Optional.empty]
          optional | 7                         | [Optional[7]]
          instant  | "2026-01-31T12:00:00Z"    | [2026-01-31T12:00:00Z]
          two      | ["a", 1]                  | [a, 1]
          two      | [null, 1]                 | [null, 1]
          """)
  void good(String method, String json, String expected) {
    if (expected.startsWith("[")) {
      assertEquals(expected, Arrays.toString(read(method, json)));
    } else {
      assertTrue(message(method, json).contains(expected), message(method, json));
    }
  }

  @ParameterizedTest(name = "{0} of {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          none     | [1]                  | it takes 0 arguments, 1 given
          none     | 1                    | expected an array of 0 arguments, found a whole number
          number   | ``                   | it takes 1 argument, 0 given
          number   | []                   | it takes 1 argument, 0 given
          number   | [1, 2, [3]]          | it takes 1 argument, 3 given
          number   | null                 | argument 1 (int): expected a number (int), found null
          number   | "5"                  | argument 1 (int): expected a number (int), found a text
          number   | 5.5                  | argument 1 (int): expected a number (int), found a number with a fraction
          number   | true                 | argument 1 (int): expected a number (int), found true or false
          number   | 3000000000           | argument 1 (int): expected a number (int), found one beyond its range
          number   | {}                   | argument 1 (int): expected a number (int), found an object
          text     | 5                    | argument 1 (String): expected a text, found a whole number
          text     | true                 | argument 1 (String): expected a text, found true or false
          flag     | 1                    | argument 1 (boolean): expected true or false, found a whole number
          flag     | "true"               | argument 1 (boolean): expected true or false, found a text
          letter   | "xy"                 | argument 1 (char): expected a text of one character, found a text
          colour   | "BLUE"               | argument 1 (Colour): expected one of RED, GREEN, found 'BLUE'
          colour   | 0                    | argument 1 (Colour): expected one of RED, GREEN, found a whole number
          zone     | "x"                  | argument 1 (Zone): expected an object (Zone), found a text
          zone     | {"name":"x"}         | argument 1 (Zone).offset: expected a number (int), found none
          zone     | {"offset":null}      | argument 1 (Zone).offset: expected a number (int), found null
          zone     | {"offset":1,"inner":{"count":"n"}} | argument 1 (Zone).inner.count: expected a number (int), found a text
          zone     | {"offset":1,"inner":{"count":100}} | argument 1 (Zone).inner: Inner: count must be at most 99
          zone     | {"offset":1,"more":[{"count":1},{"count":100}]} | argument 1 (Zone).more[1]: Inner: count must be at most 99
          zone     | {"offset":1,"offset":2} | argument 1 (Zone).offset: a field that was there before
          list     | [1, 2]               | argument 1 (List<Integer>): expected an array, found a whole number
          list     | [["x"]]              | argument 1 (List<Integer>)[0]: expected a number (int), found a text
          map      | [{"a":"x"}]          | argument 1 (Map<String, Integer>).a: expected a number (int), found a text
          zone     | {"offset":3000000000} | argument 1 (Zone).offset: expected a number (int), found one beyond its range
          instant  | "yesterday"          | argument 1 (Instant): expected a text such as 2026-01-31T12:00:00Z, found 'yesterday'
          two      | ["a"]                | it takes 2 arguments, 1 given
          two      | {"first":"a"}        | expected an array of 2 arguments, found an object
          two      | ["a", "b"]           | argument 2 (int): expected a number (int), found a text
          number   | [5                   | malformed JSON near byte 2
          number   | nonsense             | malformed JSON near byte 0
          number   | [5] [6]              | there is more after the end of the value
          number   | 5 6                  | there is more after the end of the value
          text     | "open                | malformed JSON near byte 5
          """)
  void bad(String method, String json, String expected) {
    assertEquals(expected, message(method, json));
  }

  @Test
  void writtenArgumentsReadBack() {
    Object[] values = {new Zone("x", 1, new Inner(2), List.of(new Inner(3)))};
    assertArrayEquals(values, codec("zone").read(codec("zone").write(values)));
  }

  @Test
  void specialRealsTravel() {
    for (double value : new double[] {Double.NaN, Double.NEGATIVE_INFINITY, -0.0, 1e300}) {
      assertEquals(value, codec("real").read(codec("real").write(new Object[] {value}))[0]);
    }
  }

  @Test
  void anyBytesEndInAValueOrOneLine() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String alphabet = "[]{}\",:0123456789.eE+-truefalsn \\\u00e4";
    for (int round = 0; round < 20_000; round++) {
      StringBuilder json = new StringBuilder();
      for (int i = random.nextInt(12); i >= 0; i--) {
        json.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      try {
        read(random.nextBoolean() ? "zone" : "list", json.toString());
      } catch (PayloadException bad) {
        assertFalse(bad.getMessage().contains("tools.jackson"), bad.getMessage());
        assertFalse(bad.getMessage().contains("\n"), bad.getMessage());
      } catch (RuntimeException other) {
        throw new AssertionError("seed " + seed + ", input " + json, other);
      }
    }
  }

  @Test
  void veryDeepJsonIsRefused() {
    assertTrue(message("list", "[".repeat(100_000)).startsWith("argument 1"));
    assertTrue(message("zone", "{\"x\":".repeat(100_000)).length() < 200);
  }

  private static PayloadCodec<Object[]> codec(String method) {
    return PayloadFormats.within(1 << 20).json().arguments(types(method));
  }

  private static Object[] read(String method, String json) {
    return CODECS.computeIfAbsent(method, JsonFormatTest::codec).read(Buffer.buffer(json));
  }

  private static String message(String method, String json) {
    return assertThrows(PayloadException.class, () -> read(method, json)).getMessage();
  }

  private static List<Type> types(String name) {
    for (Method method : Shapes.class.getMethods()) {
      if (method.getName().equals(name)) {
        Type[] types = method.getGenericParameterTypes();
        return List.of(types);
      }
    }
    throw new AssertionError(name);
  }
}
