package dev.samara.codec.value;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A type with nothing left open: a class, and what stands for its type parameters.
 *
 * @param raw the class
 * @param arguments one for each of its type parameters
 */
record Bound(Class<?> raw, List<Bound> arguments) {

  /** A type and where it is written, for messages. */
  record Part(String name, Bound type, Class<?> owner) {

    String where() {
      return " (component '" + name + "' of " + owner.getSimpleName() + ")";
    }
  }

  static Bound of(Type type) {
    return of(type, Map.of());
  }

  private static Bound of(Type type, Map<TypeVariable<?>, Bound> variables) {
    return switch (type) {
      case Class<?> plain when isClosed(plain) -> new Bound(plain, List.of());
      case ParameterizedType generic ->
          new Bound(
              (Class<?>) generic.getRawType(),
              Arrays.stream(generic.getActualTypeArguments())
                  .map(argument -> of(argument, variables))
                  .toList());
      case TypeVariable<?> variable when variables.containsKey(variable) -> variables.get(variable);
      default ->
          throw new IllegalArgumentException(
              "type %s (expected: a type without wildcards, open parameters or arrays but of primitives)"
                  .formatted(type.getTypeName()));
    };
  }

  private static boolean isClosed(Class<?> type) {
    return type.isArray()
        ? type.getComponentType().isPrimitive()
        : type.getTypeParameters().length == 0;
  }

  /** The components of a record. */
  List<Part> components() {
    var variables = new HashMap<TypeVariable<?>, Bound>();
    for (var i = 0; i < arguments.size(); i++) {
      variables.put(raw.getTypeParameters()[i], arguments.get(i));
    }
    var parts = new ArrayList<Part>();
    for (var component : raw.getRecordComponents()) {
      parts.add(new Part(component.getName(), of(component.getGenericType(), variables), raw));
    }
    return parts;
  }

  @Override
  public String toString() {
    return arguments.isEmpty()
        ? raw.getSimpleName()
        : arguments.stream()
            .map(Bound::toString)
            .collect(Collectors.joining(", ", raw.getSimpleName() + "<", ">"));
  }
}
