package dev.samara.rpc.contract;

import dev.samara.rpc.payload.PayloadCodec;
import dev.samara.rpc.payload.PayloadException;
import dev.samara.rpc.payload.PayloadFormat;
import dev.samara.rpc.payload.PayloadFormats;
import io.vertx.core.buffer.Buffer;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * How a value crosses from caller to callee inside a process, so that they never share what can
 * change: what cannot change is handed over as it is, collections of such values are copied, and
 * everything else goes through the JSON format and back. Immutable; any thread.
 */
final class Isolation {
  private enum Kind {
    /** No value of the type can change. */
    IMMUTABLE,
    BUFFER,
    /** A collection or map of what cannot change. */
    COLLECTION,
    /** A record of which some components can change. */
    RECORD,
    COPIED
  }

  private static final int MAX_DEPTH = 8;

  private static final Set<Class<?>> PLAIN =
      Set.of(
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
          UUID.class,
          Void.class);

  /** The JDK's own collections that nobody can change, of one element and of more. */
  private static final Set<Class<?>> UNMODIFIABLE =
      Set.copyOf(
          Stream.of(
                  List.of(1),
                  List.of(1, 2, 3),
                  Set.of(1),
                  Set.of(1, 2, 3),
                  Map.of(1, 2),
                  Map.of(1, 2, 3, 4))
              .<Class<?>>map(Object::getClass)
              .toList());

  /** What holds more than records and known collections is written and read again. */
  private static final PayloadFormat COPIES =
      PayloadFormats.within(PayloadFormats.MAX_BYTES).compact();

  /** A component that may have to be copied. */
  private record Part(Method accessor, Isolation isolation) {}

  private final Kind kind;
  private final List<Part> parts;
  private final Optional<PayloadCodec<Object>> codec;

  private Isolation(Kind kind, List<Part> parts, Optional<PayloadCodec<Object>> codec) {
    this.kind = kind;
    this.parts = parts;
    this.codec = codec;
  }

  /** For a declared type that may travel; Void for nothing. */
  static Isolation of(Type declared) {
    Isolation found = of(declared, 0);
    return found.kind == Kind.IMMUTABLE
        ? found
        : new Isolation(found.kind, found.parts, Optional.of(COPIES.value(declared)));
  }

  private static Isolation of(Type declared, int depth) {
    Kind kind = kindOf(declared, depth);
    if (kind != Kind.RECORD) {
      return new Isolation(kind, List.of(), Optional.empty());
    }
    List<Part> parts = new ArrayList<>();
    for (RecordComponent component : ((Class<?>) declared).getRecordComponents()) {
      Isolation part = of(component.getGenericType(), depth + 1);
      if (part.kind == Kind.IMMUTABLE) {
        continue;
      }
      if (!component.getAccessor().trySetAccessible()) {
        return new Isolation(Kind.COPIED, List.of(), Optional.empty());
      }
      parts.add(new Part(component.getAccessor(), part));
    }
    Kind whole = parts.isEmpty() ? Kind.IMMUTABLE : Kind.RECORD;
    return new Isolation(whole, List.copyOf(parts), Optional.empty());
  }

  private static Kind kindOf(Type declared, int depth) {
    if (depth > MAX_DEPTH) {
      return Kind.COPIED;
    }
    if (declared instanceof Class<?> type) {
      if (type.isPrimitive() || type.isEnum() || PLAIN.contains(type)) {
        return Kind.IMMUTABLE;
      }
      return type == Buffer.class ? Kind.BUFFER : type.isRecord() ? Kind.RECORD : Kind.COPIED;
    }
    if (declared instanceof ParameterizedType generic) {
      boolean fixed =
          Stream.of(generic.getActualTypeArguments())
              .allMatch(argument -> of(argument, depth + 1).kind == Kind.IMMUTABLE);
      if (fixed && generic.getRawType() == Optional.class) {
        return Kind.IMMUTABLE;
      }
      if (fixed && isCollection((Class<?>) generic.getRawType())) {
        return Kind.COLLECTION;
      }
    }
    return Kind.COPIED;
  }

  private static boolean isCollection(Class<?> type) {
    return type == List.class || type == Set.class || type == Map.class;
  }

  /** The value as the other side may have it; throws PayloadException if it cannot be copied. */
  Object isolated(Object value) {
    if (value == null || isFixed(value)) {
      return value;
    }
    return switch (kind) {
      case IMMUTABLE -> value;
      case BUFFER -> ((Buffer) value).copy();
      case COLLECTION -> copyOf(value);
      case RECORD, COPIED -> throughCodec(value);
    };
  }

  /** Whether this very value cannot change, though others of its type can. */
  private boolean isFixed(Object value) {
    return switch (kind) {
      case IMMUTABLE -> true;
      case BUFFER, COPIED -> false;
      case COLLECTION -> UNMODIFIABLE.contains(value.getClass());
      case RECORD -> parts.stream().allMatch(part -> isFixed(part, value));
    };
  }

  private static boolean isFixed(Part part, Object value) {
    try {
      Object component = part.accessor().invoke(value);
      return component == null || part.isolation().isFixed(component);
    } catch (ReflectiveOperationException broken) {
      throw new PayloadException(part.accessor().getName() + " cannot be read");
    }
  }

  private Object copyOf(Object value) {
    boolean hasNulls =
        switch (value) {
          case Map<?, ?> map -> holdsNull(map.keySet()) || holdsNull(map.values());
          case Collection<?> items -> holdsNull(items);
          default -> true;
        };
    return hasNulls
        ? throughCodec(value)
        : switch (value) {
          case List<?> list -> List.copyOf(list);
          case Set<?> set -> Set.copyOf(set);
          case Map<?, ?> map -> Map.copyOf(map);
          default -> throughCodec(value);
        };
  }

  private static boolean holdsNull(Collection<?> items) {
    for (Object item : items) {
      if (item == null) {
        return true;
      }
    }
    return false;
  }

  private Object throughCodec(Object value) {
    PayloadCodec<Object> both = codec.orElseThrow();
    return both.read(both.write(value));
  }
}
