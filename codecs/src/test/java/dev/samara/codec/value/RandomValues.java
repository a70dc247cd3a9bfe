package dev.samara.codec.value;

import io.vertx.core.buffer.Buffer;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/** Values of any type that can be carried, by chance. */
final class RandomValues {

  /** The constructor of a record did not want the values. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static final int MOST_LEVELS = 4;

  private final Random random;

  RandomValues(Random random) {
    this.random = random;
  }

  Object of(Type type) {
    return of(type, 0);
  }

  /** As a component: a reference may be null. */
  private Object place(Type type, int level) {
    var isReference =
        !(type instanceof Class<?> plain && plain.isPrimitive())
            && !(type instanceof ParameterizedType generic
                && generic.getRawType() == Optional.class);
    return isReference && random.nextInt(5) == 0 ? null : of(type, level);
  }

  private Object of(Type type, int level) {
    if (type instanceof ParameterizedType generic) {
      return container(generic, level);
    }
    var plain = (Class<?>) type;
    if (plain.isArray() && plain != byte[].class) {
      var array = Array.newInstance(plain.getComponentType(), random.nextInt(4));
      for (var i = 0; i < Array.getLength(array); i++) {
        Array.set(array, i, scalar(plain.getComponentType()));
      }
      return array;
    }
    if (plain.isEnum()) {
      return plain.getEnumConstants()[random.nextInt(plain.getEnumConstants().length)];
    }
    if (plain.isSealed()) {
      var members = plain.getPermittedSubclasses();
      return of(members[random.nextInt(members.length)], level);
    }
    return plain.isRecord() ? record(plain, level) : scalar(plain);
  }

  private Object record(Class<?> type, int level) {
    try {
      var parts = type.getRecordComponents();
      var types = new Class<?>[parts.length];
      var values = new Object[parts.length];
      for (var i = 0; i < parts.length; i++) {
        types[i] = parts[i].getType();
        values[i] = place(parts[i].getGenericType(), level + 1);
      }
      return type.getDeclaredConstructor(types).newInstance(values);
    } catch (InvocationTargetException refused) {
      throw new Refused();
    } catch (ReflectiveOperationException failure) {
      throw new AssertionError(failure);
    }
  }

  private Object container(ParameterizedType type, int level) {
    var arguments = type.getActualTypeArguments();
    var count = level > MOST_LEVELS ? 0 : random.nextInt(4);
    if (type.getRawType() == Optional.class) {
      return count == 0 ? Optional.empty() : Optional.of(of(arguments[0], level + 1));
    }
    if (type.getRawType() == Map.class) {
      var map = new HashMap<Object, Object>();
      for (var i = 0; i < count; i++) {
        map.put(of(arguments[0], level + 1), of(arguments[1], level + 1));
      }
      return map;
    }
    var values = new ArrayList<>();
    for (var i = 0; i < count; i++) {
      values.add(of(arguments[0], level + 1));
    }
    if (type.getRawType() == Set.class) {
      return new HashSet<>(values);
    }
    if (type.getRawType() != List.class) {
      throw new AssertionError(type);
    }
    return List.copyOf(values);
  }

  private Object scalar(Class<?> type) {
    return switch (Scalar.of(type)) {
      case BOOLEAN -> random.nextBoolean();
      case BYTE -> (byte) random.nextInt();
      case SHORT -> (short) random.nextInt();
      case INT -> random.nextInt() >> random.nextInt(32);
      case LONG -> random.nextLong() >> random.nextInt(64);
      case FLOAT -> random.nextFloat();
      case DOUBLE -> random.nextGaussian();
      case CHAR -> (char) random.nextInt(0xd800);
      case TEXT -> text();
      case BYTES -> Buffer.buffer(bytes());
      case BYTE_ARRAY -> bytes();
      case BIG_INTEGER -> new BigInteger(random.nextInt(200), random);
      case BIG_DECIMAL -> new BigDecimal(new BigInteger(90, random), random.nextInt(20));
      case INSTANT -> Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
      case DURATION -> Duration.ofNanos(random.nextLong());
      case DATE -> LocalDate.ofEpochDay(random.nextInt(1_000_000));
      case UUID_ -> new UUID(random.nextLong(), random.nextLong());
    };
  }

  private byte[] bytes() {
    var bytes = new byte[random.nextInt(9)];
    random.nextBytes(bytes);
    return bytes;
  }

  private String text() {
    var text = new StringBuilder();
    for (var i = random.nextInt(9); i > 0; i--) {
      text.appendCodePoint(random.nextBoolean() ? 'a' + random.nextInt(26) : 0x1F331 - i);
    }
    return text.toString();
  }
}
