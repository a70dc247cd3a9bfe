package dev.samara.codec.value;

import io.vertx.core.buffer.Buffer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The types that the tests carry, and values of them. */
final class Samples {

  enum Colour {
    RED,
    GREEN;

    @Override
    public String toString() {
      return "the colour " + name();
    }
  }

  record Point(int x, int y) {
    Point {
      if (x > 99) {
        throw new IllegalArgumentException("x must be at most 99");
      }
    }
  }

  record Zone(String name, Point corner, List<Point> more, Optional<String> note) {}

  record Basics(
      boolean flag,
      byte tiny,
      short small,
      int middle,
      long large,
      float single,
      double real,
      char letter,
      String text,
      Buffer bytes,
      BigInteger whole,
      BigDecimal decimal,
      Instant instant,
      Duration duration,
      LocalDate date,
      UUID id,
      Integer boxed) {}

  record Containers(
      List<String> list,
      Set<Colour> set,
      Map<String, Integer> map,
      Map<Colour, List<Point>> byColour,
      Optional<Point> there,
      Optional<Integer> missing,
      List<Optional<Integer>> gaps,
      Box<Point> box) {}

  record Box<T>(T content, List<T> others) {}

  record Node(int value, List<Node> children) {}

  record Empty() {}

  sealed interface Figure permits Circle, Square, Group, Secret {}

  record Circle(double radius) implements Figure {}

  record Square(double side) implements Figure {}

  record Group(List<Figure> figures) implements Figure {}

  record Secret(String what) implements Figure {}

  record Drawing(Figure figure) {}

  static final TypeAllowList FIGURES =
      TypeAllowList.reachableFrom(Drawing.class).and(Circle.class, Square.class, Group.class);

  static final Zone ZONE =
      new Zone(
          "Grüße 世界 \uD83C\uDF31", new Point(1, -2), List.of(new Point(3, 4)), Optional.of("n"));

  static final Basics BASICS =
      new Basics(
          true,
          Byte.MIN_VALUE,
          Short.MAX_VALUE,
          Integer.MIN_VALUE,
          Long.MIN_VALUE,
          1.1f,
          Double.MIN_VALUE,
          'ß',
          "line\nline \"quoted\" \u0000",
          Buffer.buffer(new byte[] {0, -1, 127}),
          BigInteger.TEN.pow(100).negate(),
          new BigDecimal("-12.3450"),
          Instant.parse("2026-01-31T12:00:00.000000001Z"),
          Duration.ofMillis(-1_500),
          LocalDate.of(1969, 12, 31),
          new UUID(-1, 1),
          7);

  static final Containers CONTAINERS =
      new Containers(
          List.of("a", "a", ""),
          ordered(Colour.GREEN, Colour.RED),
          entries("b", 1, "a", 2),
          Map.of(Colour.RED, List.of(new Point(1, 2))),
          Optional.of(new Point(5, 6)),
          Optional.empty(),
          List.of(Optional.empty(), Optional.of(3)),
          new Box<>(new Point(7, 8), List.of(new Point(9, 10))));

  static final Drawing DRAWING =
      new Drawing(new Group(List.of(new Circle(1), new Group(List.of()), new Square(2))));

  private Samples() {}

  /** Records inside each other, the given number of levels with the list between two of them. */
  static Node nested(int levels) {
    return levels <= 2 ? new Node(0, List.of()) : new Node(levels, List.of(nested(levels - 2)));
  }

  private static Set<Colour> ordered(Colour... colours) {
    return new LinkedHashSet<>(List.of(colours));
  }

  private static Map<String, Integer> entries(String k1, int v1, String k2, int v2) {
    var map = new LinkedHashMap<String, Integer>();
    map.put(k1, v1);
    map.put(k2, v2);
    return map;
  }
}
