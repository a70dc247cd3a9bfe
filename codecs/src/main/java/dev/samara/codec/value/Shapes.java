package dev.samara.codec.value;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Builds the tree of shapes of a class, within an allow-list. Used once, by one thread. */
final class Shapes {

  private final TypeAllowList allowed;
  private final Map<Bound, Shape> known = new HashMap<>();

  /** Whether components that are references may be null. */
  private final boolean nulls;

  private Shapes(TypeAllowList allowed, boolean nulls) {
    this.allowed = allowed;
    this.nulls = nulls;
  }

  /**
   * Builds the tree.
   *
   * @throws IllegalArgumentException naming the type that cannot be carried or is not listed, and
   *     the component that holds it
   */
  static Shape of(Class<?> root, TypeAllowList allowed) {
    return new Shapes(allowed, false).shape(Bound.of(root), "");
  }

  /** The same; what is a reference and no Optional may be null in records, and as a whole. */
  static Shape nullable(Bound root, TypeAllowList allowed) {
    return new Shapes(allowed, true).place(root, "");
  }

  /** A type where a value may be null. */
  private Shape place(Bound type, String where) {
    var shape = shape(type, where);
    return nulls && !type.raw().isPrimitive() && type.raw() != Optional.class
        ? new Shape.NullableShape(shape)
        : shape;
  }

  private Shape shape(Bound type, String where) {
    var raw = type.raw();
    var scalar = Scalar.of(raw);
    if (scalar != null) {
      return scalar;
    }
    var shape = known.get(type);
    if (shape != null) {
      return shape;
    }
    if (raw.isEnum()) {
      checkListed(raw, where);
      return keep(type, new EnumShape(raw));
    }
    if (raw.isRecord()) {
      checkListed(raw, where);
      return record(type);
    }
    if (raw.isSealed() && raw.isInterface()) {
      return family(type, where);
    }
    return container(type, where);
  }

  private Shape container(Bound type, String where) {
    var raw = type.raw();
    if (raw.isArray()) {
      return new Shape.ArrayShape(Scalar.of(raw.getComponentType()), raw.getComponentType());
    }
    if (raw == List.class) {
      return new Shape.ListShape(argument(type, 0, where));
    }
    if (raw == Set.class) {
      var element = argument(type, 0, where);
      if (isOrdered(element)) {
        return new Shape.SetShape(element);
      }
    }
    if (raw == Optional.class && type.arguments().getFirst().raw() != Optional.class) {
      return new Shape.OptionalShape(argument(type, 0, where));
    }
    if (raw == Map.class) {
      var key = argument(type, 0, where);
      if (key == Scalar.TEXT || key instanceof EnumShape) {
        return new Shape.MapShape(key, argument(type, 1, where));
      }
    }
    throw new IllegalArgumentException(
        "type %s%s (expected: %s)".formatted(type, where, ValueType.CARRIED));
  }

  /**
   * Whether a hash table finds such values fast even if a peer has chosen them to have one hash: it
   * then orders those that can be ordered, and tries the others one by one. Constants of an enum
   * are few.
   */
  private static boolean isOrdered(Shape element) {
    return element instanceof EnumShape
        || element instanceof Scalar && element != Scalar.BYTES && element != Scalar.BYTE_ARRAY;
  }

  private Shape argument(Bound type, int index, String where) {
    return shape(type.arguments().get(index), where);
  }

  private Shape record(Bound type) {
    var shape = keep(type, new RecordShape(type.raw()));
    var parts = type.components();
    for (var i = 0; i < parts.size(); i++) {
      shape.set(i, parts.get(i).name(), place(parts.get(i).type(), parts.get(i).where()));
    }
    return shape;
  }

  private Shape family(Bound type, String where) {
    var family = keep(type, new FamilyShape(type.raw().getSimpleName()));
    for (var listed : allowed.types()) {
      if (listed.isRecord() && type.raw().isAssignableFrom(listed)) {
        family.add((RecordShape) shape(Bound.of(listed), where));
      }
    }
    if (family.count() == 0) {
      throw new IllegalArgumentException(
          "sealed type %s%s: none of its records is on the allow-list".formatted(type, where));
    }
    return family;
  }

  private void checkListed(Class<?> type, String where) {
    if (!allowed.allows(type)) {
      throw new IllegalArgumentException(
          "type %s%s is not on the allow-list".formatted(type.getName(), where));
    }
  }

  private <S extends Shape> S keep(Bound type, S shape) {
    known.put(type, shape);
    return shape;
  }
}
