package dev.samara.codec.value;

import io.vertx.core.buffer.Buffer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** The basic types, and what each is called in messages. */
enum Scalar implements Shape {
  BOOLEAN("true or false", boolean.class, Boolean.class),
  BYTE("a number (byte)", byte.class, Byte.class),
  SHORT("a number (short)", short.class, Short.class),
  INT("a number (int)", int.class, Integer.class),
  LONG("a number (long)", long.class, Long.class),
  FLOAT("a number (float)", float.class, Float.class),
  DOUBLE("a number (double)", double.class, Double.class),
  CHAR("a text of one character", char.class, Character.class),
  TEXT("a text", String.class),
  BYTES("bytes", Buffer.class),
  BYTE_ARRAY("bytes", byte[].class),
  BIG_INTEGER("a whole number", BigInteger.class),
  BIG_DECIMAL("a number", BigDecimal.class),
  INSTANT("a text such as 2026-01-31T12:00:00Z", Instant.class),
  DURATION("a text such as PT1.5S", Duration.class),
  DATE("a text such as 2026-01-31", LocalDate.class),
  UUID_("a UUID of 36 characters", UUID.class);

  private static final Map<Class<?>, Scalar> BY_CLASS = new HashMap<>();

  static {
    for (var scalar : values()) {
      for (var type : scalar.classes) {
        BY_CLASS.put(type, scalar);
      }
    }
  }

  private final String expected;
  private final Class<?>[] classes;

  Scalar(String expected, Class<?>... classes) {
    this.expected = expected;
    this.classes = classes;
  }

  /** Null if the class is not a basic type. */
  static Scalar of(Class<?> type) {
    return BY_CLASS.get(type);
  }

  @Override
  public String expected() {
    return expected;
  }
}
