package dev.samara.codec.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.codec.value.Samples.Box;
import dev.samara.codec.value.Samples.Circle;
import dev.samara.codec.value.Samples.Colour;
import dev.samara.codec.value.Samples.Containers;
import dev.samara.codec.value.Samples.Drawing;
import dev.samara.codec.value.Samples.Point;
import dev.samara.codec.value.Samples.Zone;
import io.vertx.core.buffer.Buffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TypeAllowListTest {

  record HoldsObject(Object any) {}

  record HoldsInterface(Runnable any) {}

  record HoldsWildcard(List<? extends Number> any) {}

  record HoldsRaw(@SuppressWarnings("rawtypes") List any) {}

  record HoldsArray(String[] any) {}

  record HoldsClass(HashMap<String, String> any) {}

  record HoldsKeys(Map<Integer, String> any) {}

  record HoldsSet(Set<Point> any) {}

  record HoldsSetOfBytes(Set<Buffer> any) {}

  record HoldsOptionals(Optional<Optional<String>> any) {}

  record HoldsThrowable(List<Exception> any) {}

  record Endless<T>(Optional<Endless<List<T>>> any) {}

  record HoldsEndless(Endless<String> any) {}

  sealed interface Twins permits First.Same, Second.Same {}

  interface First {
    record Same() implements Twins {}
  }

  interface Second {
    record Same() implements Twins {}
  }

  @Test
  void whatADeclarationNamesIsReachable() {
    assertEquals(
        Set.of(Containers.class, Colour.class, Point.class, Box.class),
        TypeAllowList.reachableFrom(Containers.class).types());
    assertEquals(Set.of(Drawing.class), TypeAllowList.reachableFrom(Drawing.class).types());
    assertTrue(Samples.FIGURES.allows(Circle.class));
    assertFalse(Samples.FIGURES.allows(Samples.Secret.class));
    assertEquals("Drawing, Circle, Square, Group", Samples.FIGURES.toString());
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        HoldsObject.class,
        HoldsInterface.class,
        HoldsWildcard.class,
        HoldsRaw.class,
        HoldsArray.class,
        HoldsClass.class,
        HoldsKeys.class,
        HoldsSet.class,
        HoldsSetOfBytes.class,
        HoldsOptionals.class,
        HoldsThrowable.class,
        HoldsEndless.class,
        Box.class,
        Thread.class,
        Record.class
      })
  void openTypesAreRefusedWhenTheCodecIsMade(Class<?> type) {
    assertThrows(IllegalArgumentException.class, () -> Codecs.json(type));
    assertThrows(IllegalArgumentException.class, () -> Codecs.cbor(type));
    assertThrows(IllegalArgumentException.class, () -> Codecs.record(type));
  }

  @Test
  void refusalsNameTheComponent() {
    assertMessage(
        "type Object (component 'any' of HoldsObject) (expected: primitives, ",
        () -> Codecs.json(HoldsObject.class));
    assertMessage(
        "sealed type Figure (component 'figure' of Drawing): none of its records is on the",
        () -> Codecs.json(Drawing.class));
    var narrow = TypeAllowList.of(Zone.class);
    assertMessage(
        "type dev.samara.codec.value.Samples$Point (component 'corner' of Zone) is not on the",
        () -> Codecs.json(Zone.class, narrow, CodecOptions.DEFAULT));
    assertMessage(
        "type dev.samara.codec.value.Samples$Zone is not on the allow-list",
        () -> Codecs.record(Zone.class, 1, TypeAllowList.of(Point.class), CodecOptions.DEFAULT));
    var twins = TypeAllowList.of(First.Same.class, Second.Same.class);
    assertMessage(
        "type Twins: two listed records are called Same",
        () -> Codecs.json(Twins.class, twins, CodecOptions.DEFAULT));
    assertMessage(
        "type java.lang.Thread (expected: a record or an enum)",
        () -> TypeAllowList.of(Thread.class));
    assertMessage(
        "type java.lang.Thread (expected: a record or an enum)",
        () -> Samples.FIGURES.and(Thread.class));
  }

  private static void assertMessage(String start, org.junit.jupiter.api.function.Executable call) {
    var message = assertThrows(IllegalArgumentException.class, call).getMessage();
    assertTrue(message.startsWith(start), message);
  }
}
