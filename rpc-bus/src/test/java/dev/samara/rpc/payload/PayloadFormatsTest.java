package dev.samara.rpc.payload;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every format, sealed or not. */
class PayloadFormatsTest {
  record Point(int x, int y) {}

  sealed interface Figure permits Dot, Path {}

  record Dot(Point at) implements Figure {}

  record Path(List<Point> points, Optional<String> name) implements Figure {}

  @SuppressWarnings("unused")
  interface Service {
    void all(int number, Figure figure, Map<String, Point> points, byte[] bytes, Buffer buffer);
  }

  private static final PayloadFormats PLAIN = PayloadFormats.within(4_096);
  private static final Object[] VALUES = {
    -7,
    new Path(List.of(new Point(1, 2), new Point(3, 4)), Optional.of("ä")),
    Map.of("a", new Point(5, 6)),
    new byte[] {0, -1},
    Buffer.buffer("abc")
  };

  static Stream<PayloadFormat> formats() {
    var sealed = PLAIN.sealedWith(PayloadKeys.of(PayloadKey.of(1, new byte[16])));
    return Stream.of(PLAIN, sealed)
        .flatMap(formats -> Stream.of(formats.json(), formats.cbor(), formats.compact()));
  }

  @ParameterizedTest
  @MethodSource("formats")
  void argumentsAndValuesComeBack(PayloadFormat format) {
    var codec = format.arguments(types());
    assertTrue(Arrays.deepEquals(VALUES, codec.read(codec.write(VALUES))));
    for (var i = 0; i < VALUES.length; i++) {
      var value = format.value(types().get(i));
      var read = new Object[] {value.read(value.write(VALUES[i]))};
      assertTrue(Arrays.deepEquals(new Object[] {VALUES[i]}, read));
    }
    var nothing = format.value(Void.class);
    assertNull(nothing.read(nothing.write(null)));
    var text = format.value(String.class);
    assertNull(text.read(text.write(null)));
  }

  @ParameterizedTest
  @MethodSource("formats")
  void whateverIsCutOffOrChangedIsOneError(PayloadFormat format) {
    var seed = System.nanoTime();
    var random = new Random(seed);
    var codec = format.arguments(types());
    var whole = codec.write(VALUES).getBytes();
    for (var length = 0; length < whole.length; length++) {
      var cut = Buffer.buffer(Arrays.copyOf(whole, length));
      assertEquals(1, refusal(() -> codec.read(cut)).lines().count());
    }
    for (var round = 0; round < 2_000; round++) {
      var changed = whole.clone();
      changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
      try {
        codec.read(Buffer.buffer(changed));
        assertTrue(format.id() < 0x80, "seed " + seed + ": what is sealed must not be changed");
      } catch (PayloadException refused) {
        assertEquals(1, refused.getMessage().lines().count());
      } catch (RuntimeException | Error other) {
        throw new AssertionError("seed " + seed, other);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("formats")
  void whatIsTooLongIsRefused(PayloadFormat format) {
    var codec = format.value(byte[].class);
    assertTrue(refusal(() -> codec.write(new byte[4_097])).startsWith("value length: "));
    var larger = PayloadFormats.within(10_000).withId(format.id());
    if (larger.isPresent()) {
      var longer = larger.get().value(byte[].class).write(new byte[4_097]);
      assertTrue(refusal(() -> codec.read(longer)).startsWith("value length: "));
    }
  }

  @ParameterizedTest
  @MethodSource("formats")
  void errorsNameTheArgumentAndItsType(PayloadFormat format) {
    var words = refusal(() -> format.arguments(types()).write(new Object[] {1, null}));
    assertEquals("it takes 5 arguments, 2 given", words);
    var wrong = VALUES.clone();
    wrong[2] = Collections.singletonMap("a", null);
    assertEquals(
        "argument 3 (Map<String, Point>).a: expected an object (Point), found null",
        refusal(() -> format.arguments(types()).write(wrong)));
  }

  @Test
  void formatsAreFoundByTheirIds() {
    var sealed = PLAIN.sealedWith(PayloadKeys.of(PayloadKey.of(1, new byte[16])));
    assertEquals(PLAIN.json(), PLAIN.withId(1).orElseThrow());
    assertEquals(PLAIN.cbor(), PLAIN.withId(2).orElseThrow());
    assertEquals(PLAIN.compact(), PLAIN.withId(3).orElseThrow());
    assertEquals(Optional.empty(), PLAIN.withId(0x83));
    assertEquals(sealed.compact(), sealed.withId(0x83).orElseThrow());
    assertEquals(Optional.empty(), sealed.withId(3));
    assertEquals("sealed compact", sealed.compact().name());
    assertEquals(PayloadFormats.JSON_ID, PLAIN.json().id());
    assertThrows(
        IllegalStateException.class,
        () -> sealed.sealedWith(PayloadKeys.of(PayloadKey.of(1, new byte[16]))));
    for (var bytes : new int[] {0, PayloadFormats.MAX_BYTES + 1}) {
      assertThrows(IllegalArgumentException.class, () -> PayloadFormats.within(bytes));
    }
  }

  @Test
  void whatMayTravelIsTheSameForAll() {
    assertEquals("Map<String, Point>", ValueTypes.readable(types().get(2)));
    ValueTypes.check(types().get(1));
    var refusal =
        assertThrows(IllegalArgumentException.class, () -> ValueTypes.check(Thread.class));
    assertEquals("type Thread (expected: " + ValueTypes.ALLOWED + ")", refusal.getMessage());
    assertArrayEquals(new Object[0], PLAIN.json().arguments(List.of()).read(Buffer.buffer()));
  }

  private static List<Type> types() {
    return List.of(Service.class.getMethods()[0].getGenericParameterTypes());
  }

  private static String refusal(Executable read) {
    return assertThrows(PayloadException.class, read).getMessage();
  }
}
