package dev.samara.codec.value;

import java.lang.reflect.Type;

/**
 * A type that a program has declared, such as that of a parameter, with all its type arguments; it
 * has been looked at, and all that it names can be carried. Only what it names is ever built from
 * bytes; a sealed interface names the records that it permits. Immutable, any thread.
 *
 * <p>Other than in the codecs of {@link Codecs}, a reference that is no {@code Optional} may be
 * null where it is the whole value or a component of a record; elements of lists, sets and maps may
 * not.
 */
public final class ValueType {

  /** What may be carried, in words. */
  public static final String CARRIED =
      "primitives, their boxes and arrays, String, Buffer, BigDecimal, BigInteger, Instant,"
          + " Duration, LocalDate, UUID, enums, records, sealed interfaces of records, Optional and"
          + " List of these, Map of these by String or enum, Set of basic types or an enum";

  private final Bound bound;
  private final Shape shape;

  private ValueType(Bound bound) {
    this.bound = bound;
    shape = Shapes.nullable(bound, TypeAllowList.closedOver(bound));
  }

  /**
   * Looks at a type.
   *
   * @param declared as a method or a field declares it
   * @return the type
   * @throws IllegalArgumentException naming the type that cannot be carried and, if it is inside a
   *     record, the component; or the record whose package is not open to this module
   */
  public static ValueType of(Type declared) {
    return new ValueType(Bound.of(declared));
  }

  /**
   * The class without its type arguments.
   *
   * @return the class or primitive
   */
  public Class<?> raw() {
    return bound.raw();
  }

  Shape shape() {
    return shape;
  }

  /**
   * The type as one writes it, with simple names.
   *
   * @return such as {@code Map<String, Zone>}
   */
  @Override
  public String toString() {
    return bound.toString();
  }
}
