package dev.samara.codec.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.samara.codec.stream.CodecException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A value written by one version of a program is read by another. */
class VersionsTest {

  /** The program as it was. */
  static final class Old {
    record Order(
        int number, String customer, List<Line> lines, Payment payment, Map<String, Line> extras) {}

    record Line(String article, int pieces) {}

    sealed interface Payment permits Cash, Card {}

    record Cash(int cents) implements Payment {}

    record Card(String digits) implements Payment {}

    record Strict(int number) {}

    record Small(int number, float weight, Optional<String> note) {}

    record Colours(Colour one) {}

    enum Colour {
      RED,
      GREEN
    }
  }

  /** The same after some time: more, fewer and other components, in another order. */
  static final class New {
    record Order(
        List<Line> lines,
        long number,
        Optional<String> coupon,
        String remark,
        Payment payment,
        Optional<String> customer) {}

    record Line(int pieces, String article, List<Place> places, Tax tax) {}

    record Place(String name, Optional<Place> in) {}

    enum Tax {
      FULL
    }

    sealed interface Payment permits Card, Voucher, Cash {}

    record Cash(int cents, Boolean rounded) implements Payment {}

    record Card(String digits) implements Payment {}

    record Voucher(Map<String, Place> where, Payment rest) implements Payment {}

    record Strict(int number, int added) {}

    record Small(byte number, double weight, String note) {}

    record Colours(Colour one) {}

    enum Colour {
      GREEN,
      BLUE
    }
  }

  private static final New.Place PLACE =
      new New.Place("shelf", Optional.of(new New.Place("hall", Optional.empty())));

  @ParameterizedTest
  @EnumSource
  void theNewOneReadsTheOld(ValueFormat format) {
    var line = new Old.Line("nut", 3);
    var old = new Old.Order(7, "Ann", List.of(line), new Old.Cash(5), Map.of("a", line));
    assertEquals(
        new New.Order(
            List.of(new New.Line(3, "nut", null, null)),
            7,
            Optional.empty(),
            null,
            new New.Cash(5, null),
            Optional.of("Ann")),
        move(format, Old.Order.class, New.Order.class, old));
    var nobody = new Old.Order(7, null, null, null, null);
    assertEquals(
        new New.Order(null, 7, Optional.empty(), null, null, Optional.empty()),
        move(format, Old.Order.class, New.Order.class, nobody));
  }

  @ParameterizedTest
  @EnumSource
  void theOldOneReadsTheNew(ValueFormat format) {
    var line = new New.Line(3, "nut", List.of(PLACE), New.Tax.FULL);
    var order =
        new New.Order(
            List.of(line, line),
            7,
            Optional.of("x"),
            "no hurry",
            new New.Card("1234"),
            Optional.of("Ann"));
    var oldLine = new Old.Line("nut", 3);
    assertEquals(
        new Old.Order(7, "Ann", List.of(oldLine, oldLine), new Old.Card("1234"), null),
        move(format, New.Order.class, Old.Order.class, order));
  }

  @ParameterizedTest
  @EnumSource
  void whatCannotBeReadIsOneError(ValueFormat format) {
    assertEquals(
        "added: expected a number (int), found none",
        refusal(format, Old.Strict.class, New.Strict.class, new Old.Strict(1)));
    var large = new New.Order(null, 1L << 40, Optional.empty(), null, null, Optional.empty());
    assertEquals(
        "number: expected a number (int), found one beyond its range",
        refusal(format, New.Order.class, Old.Order.class, large));
    var voucher = new New.Voucher(Map.of("a", PLACE), new New.Card("1"));
    var other = new New.Order(null, 1, Optional.empty(), null, voucher, Optional.empty());
    assertEquals(
        format == ValueFormat.COMPACT
            ? "payment: another type (expected: one of Cash, Card)"
            : "payment: type 'Voucher' (expected: one of Cash, Card)",
        refusal(format, New.Order.class, Old.Order.class, other));
    assertEquals(
        format == ValueFormat.COMPACT
            ? "one: expected one of RED, GREEN, found another constant"
            : "one: expected one of RED, GREEN, found 'BLUE'",
        refusal(format, New.Colours.class, Old.Colours.class, new New.Colours(New.Colour.BLUE)));
  }

  @ParameterizedTest
  @EnumSource
  void constantsAreKnownByNameAndNumbersByValue(ValueFormat format) {
    assertEquals(
        new New.Colours(New.Colour.GREEN),
        move(format, Old.Colours.class, New.Colours.class, new Old.Colours(Old.Colour.GREEN)));
    assertEquals(
        new New.Small((byte) 5, 1.5, "x"),
        move(format, Old.Small.class, New.Small.class, new Old.Small(5, 1.5f, Optional.of("x"))));
    assertEquals(
        new New.Small((byte) 5, 1.5, null),
        move(format, Old.Small.class, New.Small.class, new Old.Small(5, 1.5f, Optional.empty())));
    assertEquals(
        "number: expected a number (byte), found one beyond its range",
        refusal(format, Old.Small.class, New.Small.class, new Old.Small(200, 1, Optional.empty())));
  }

  @ParameterizedTest
  @EnumSource
  void argumentsAreSkippedAsWell(ValueFormat format) {
    var from = format.arguments(List.of(ValueType.of(New.Place.class)), CodecOptions.DEFAULT);
    var to = format.arguments(List.of(ValueType.of(Hall.class)), CodecOptions.DEFAULT);
    var read = to.decode(from.encode(new Object[] {PLACE}));
    assertEquals(new Hall("shelf"), read[0]);
  }

  record Hall(String name) {}

  private static Object move(ValueFormat format, Class<?> from, Class<?> to, Object value) {
    var writer = format.value(ValueType.of(from), CodecOptions.DEFAULT);
    var reader = format.value(ValueType.of(to), CodecOptions.DEFAULT);
    var first = reader.decode(writer.encode(value));
    // A version is looked at once; the second time it is known.
    assertEquals(first, reader.decode(writer.encode(value)));
    return first;
  }

  private static String refusal(ValueFormat format, Class<?> from, Class<?> to, Object value) {
    return assertThrows(CodecException.class, () -> move(format, from, to, value)).getMessage();
  }
}
