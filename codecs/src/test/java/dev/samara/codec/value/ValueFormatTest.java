package dev.samara.codec.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.stream.CodecException;
import dev.samara.codec.value.Samples.Basics;
import dev.samara.codec.value.Samples.Colour;
import dev.samara.codec.value.Samples.Drawing;
import dev.samara.codec.value.Samples.Figure;
import dev.samara.codec.value.Samples.Node;
import io.vertx.core.buffer.Buffer;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for all formats. */
class ValueFormatTest {

  private static final CodecOptions LIMITS = CodecOptions.DEFAULT;
  private static final int ROUNDS = 200;

  @SuppressWarnings("unused")
  interface Methods {
    Basics basics();

    List<Drawing> drawings();

    Map<String, List<Optional<Node>>> nodes();

    Set<Colour> colours();

    Optional<Figure> figure();

    Bundle bundle();

    byte[] bytes();

    double[] reals();

    char[] letters();

    boolean[] flags();

    int number();

    Integer boxed();

    String text();
  }

  @ParameterizedTest
  @EnumSource
  void anyValueComesBack(ValueFormat format) {
    var seed = System.nanoTime();
    var random = new Random(seed);
    var values = new RandomValues(random);
    for (var method : Methods.class.getMethods()) {
      var declared = method.getGenericReturnType();
      var type = ValueType.of(declared);
      var codec = format.value(type, LIMITS);
      for (var round = 0; round < ROUNDS; round++) {
        // What points of the samples must not be.
        var value = valid(values, declared);
        var bytes = codec.encode(value);
        assertSame(value, codec.decode(bytes), "seed " + seed + ", " + type);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void argumentsComeBack(ValueFormat format) {
    var types = types("number", "boxed", "figure", "text", "bytes");
    var codec = format.arguments(types, LIMITS);
    var figure = Optional.of(new Samples.Circle(1));
    var values = new Object[] {1, null, figure, "x", new byte[] {1, 2}};
    assertTrue(Arrays.deepEquals(values, codec.decode(codec.encode(values))));
    assertEquals(
        "argument 3 (Optional<Figure>): expected an object with one field of Circle, Square,"
            + " Group, Secret or null, found null",
        refusalOf(() -> codec.encode(new Object[] {1, 2, null, null, null})));
    assertEquals("it takes 5 arguments, 1 given", refusalOf(() -> codec.encode(new Object[] {1})));
    var fewer = format.arguments(types.subList(0, 1), LIMITS);
    var bytes = fewer.encode(new Object[] {1});
    assertEquals("it takes 5 arguments, 1 given", refusalOf(() -> codec.decode(bytes)));
    var none = format.arguments(List.of(), LIMITS);
    assertEquals(0, none.decode(none.encode(new Object[0])).length);
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsNullForAReferenceOnly(ValueFormat format) {
    var text = format.value(ValueType.of(String.class), LIMITS);
    assertNull(text.decode(text.encode(null)));
    var number = format.value(ValueType.of(int.class), LIMITS);
    assertEquals("expected a number (int), found null", refusalOf(() -> number.encode(null)));
    var list = format.value(types("drawings").getFirst(), LIMITS);
    assertEquals(
        "[0]: expected an object (Drawing), found null",
        refusalOf(() -> list.encode(Arrays.asList((Object) null))));
  }

  @ParameterizedTest
  @EnumSource
  void whateverIsCutOffOrChangedIsOneError(ValueFormat format) {
    var seed = System.nanoTime();
    var random = new Random(seed);
    var values = new RandomValues(random);
    for (var method : Methods.class.getMethods()) {
      var declared = method.getGenericReturnType();
      var codec = format.value(ValueType.of(declared), LIMITS);
      for (var round = 0; round < 5; round++) {
        var whole = codec.encode(valid(values, declared)).getBytes();
        var words = "seed " + seed + ", " + declared;
        // A number or nothing in JSON may be whole before its end.
        for (var length = 0; length < whole.length; length += 1 + random.nextInt(3)) {
          var cut = Arrays.copyOf(whole, length);
          if (!endsInOneError(codec, cut, words) && format != ValueFormat.JSON) {
            throw new AssertionError(words + ": read " + length + " bytes of " + whole.length);
          }
        }
        for (var changes = 0; changes < 50; changes++) {
          var changed = whole.clone();
          changed[random.nextInt(changed.length)] = (byte) random.nextInt();
          endsInOneError(codec, changed, words);
        }
      }
    }
  }

  @Test
  void noBytesAreNoArgumentsInJson() {
    var codec = ValueFormat.JSON.arguments(List.of(), LIMITS);
    assertEquals(0, codec.decode(Buffer.buffer(" ")).length);
    assertEquals(0, codec.decode(Buffer.buffer()).length);
  }

  @Test
  void theTypesThatCannotBeCarriedAreNamed() {
    assertEquals(
        "type Object (component 'any' of Holder) (expected: " + ValueType.CARRIED + ")",
        refusalOf(Holder.class));
    assertEquals(
        "type Open permits Any (expected: records and sealed interfaces of them)",
        refusalOf(Open.class));
    assertTrue(refusalOf(String[].class).startsWith("type java.lang.String[] (expected: "));
    assertEquals("List<Drawing>", types("drawings").getFirst().toString());
    assertEquals(List.class, types("drawings").getFirst().raw());
  }

  record Bundle(
      List<String> list,
      Map<Colour, List<Samples.Point>> byColour,
      Optional<Samples.Point> there,
      List<Optional<Integer>> gaps,
      Set<Colour> colours,
      Samples.Point point) {}

  record Holder(Object any) {}

  sealed interface Open permits Any {}

  static final class Any implements Open {}

  private static List<ValueType> types(String... methods) {
    return Arrays.stream(methods).map(name -> ValueType.of(declared(name))).toList();
  }

  private static Type declared(String name) {
    try {
      return Methods.class.getMethod(name).getGenericReturnType();
    } catch (NoSuchMethodException wrong) {
      throw new AssertionError(wrong);
    }
  }

  private static Object valid(RandomValues values, Type type) {
    while (true) {
      try {
        return values.of(type);
      } catch (RandomValues.Refused again) {
        continue;
      }
    }
  }

  private static void assertSame(Object expected, Object found, String words) {
    assertTrue(
        Arrays.deepEquals(new Object[] {expected}, new Object[] {found}),
        () -> words + ": expected " + expected + ", found " + found);
  }

  private static boolean endsInOneError(Codec<Object> codec, byte[] bytes, String words) {
    try {
      codec.decode(Buffer.buffer(bytes));
      return false;
    } catch (CodecException refusal) {
      assertEquals(1, refusal.getMessage().lines().count(), words);
      return true;
    } catch (RuntimeException | Error other) {
      throw new AssertionError(words + ", bytes " + Arrays.toString(bytes), other);
    }
  }

  private static String refusalOf(org.junit.jupiter.api.function.Executable read) {
    return assertThrows(CodecException.class, read).getMessage();
  }

  private static String refusalOf(Type type) {
    return assertThrows(IllegalArgumentException.class, () -> ValueType.of(type)).getMessage();
  }
}
