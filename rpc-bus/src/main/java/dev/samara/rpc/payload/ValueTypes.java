package dev.samara.rpc.payload;

import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.type.TypeBindings;
import tools.jackson.databind.type.TypeFactory;

/**
 * Which types may travel as arguments and results. All of them are closed: what is built from the
 * wire is always exactly a declared type.
 */
public final class ValueTypes {
  /** What may travel, for messages. */
  public static final String ALLOWED =
      "records, enums, primitives, String, BigDecimal, BigInteger, Instant, Duration, LocalDate,"
          + " UUID, and Optional, List, Set and Map (with String keys) of these";

  private static final TypeFactory TYPES = TypeFactory.createDefaultInstance();

  private static final Set<Class<?>> PLAIN =
      Set.of(
          boolean.class,
          byte.class,
          short.class,
          int.class,
          long.class,
          float.class,
          double.class,
          char.class,
          Boolean.class,
          Byte.class,
          Short.class,
          Integer.class,
          Long.class,
          Float.class,
          Double.class,
          Character.class,
          String.class,
          BigDecimal.class,
          BigInteger.class,
          Instant.class,
          Duration.class,
          LocalDate.class,
          UUID.class);

  private ValueTypes() {}

  /**
   * Checks a declared type and all it is made of.
   *
   * @param declared as reflection gives it
   * @throws IllegalArgumentException naming the type that cannot travel and, if it is inside a
   *     record, the component
   */
  public static void check(Type declared) {
    check(resolved(declared), "", new HashSet<>());
  }

  /**
   * A type as one writes it, with simple names.
   *
   * @param declared as reflection gives it
   * @return such as {@code List<Double>}
   */
  public static String readable(Type declared) {
    return readable(resolved(declared));
  }

  static JavaType resolved(Type declared) {
    return TYPES.constructType(declared);
  }

  private static void check(JavaType type, String where, Set<JavaType> seen) {
    Class<?> raw = type.getRawClass();
    if (PLAIN.contains(raw) || raw.isEnum()) {
      return;
    }
    if (raw == Optional.class) {
      check(type.containedTypeOrUnknown(0), where, seen);
    } else if (raw == List.class || raw == Set.class) {
      check(type.getContentType(), where, seen);
    } else if (raw == Map.class && type.getKeyType().getRawClass() == String.class) {
      check(type.getContentType(), where, seen);
    } else if (raw.isRecord()) {
      if (seen.add(type)) {
        checkComponents(type, seen);
      }
    } else {
      throw new IllegalArgumentException(
          "type " + readable(type) + where + " cannot travel; allowed are " + ALLOWED);
    }
  }

  private static void checkComponents(JavaType type, Set<JavaType> seen) {
    TypeBindings bindings = type.getBindings();
    for (RecordComponent component : type.getRawClass().getRecordComponents()) {
      JavaType componentType = TYPES.resolveMemberType(component.getGenericType(), bindings);
      String where =
          " (component '"
              + component.getName()
              + "' of "
              + type.getRawClass().getSimpleName()
              + ")";
      check(componentType, where, seen);
    }
  }

  static String readable(JavaType type) {
    if (type.isArrayType()) {
      return readable(type.getContentType()) + "[]";
    }
    String simple = type.getRawClass().getSimpleName();
    if (type.getBindings().isEmpty()) {
      return simple;
    }
    return type.getBindings().getTypeParameters().stream()
        .map(ValueTypes::readable)
        .collect(Collectors.joining(", ", simple + "<", ">"));
  }
}
