package dev.samara.rpc.payload;

import dev.samara.codec.value.ValueType;
import java.lang.reflect.Type;

/**
 * Which types may travel as arguments and results. All of them are closed: what is built from the
 * wire is always exactly a declared type, or a record that a declared sealed interface permits.
 */
public final class ValueTypes {
  /** What may travel, for messages. */
  public static final String ALLOWED = ValueType.CARRIED;

  private ValueTypes() {}

  /**
   * Checks a declared type and all it is made of.
   *
   * @param declared as reflection gives it
   * @throws IllegalArgumentException naming the type that cannot travel and, if it is inside a
   *     record, the component
   */
  public static void check(Type declared) {
    ValueType.of(declared);
  }

  /**
   * A type as one writes it, with simple names.
   *
   * @param declared as reflection gives it, checked
   * @return such as {@code List<Double>}
   */
  public static String readable(Type declared) {
    return ValueType.of(declared).toString();
  }
}
