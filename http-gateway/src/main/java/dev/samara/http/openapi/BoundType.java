package dev.samara.http.openapi;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A declared type whose type variables are known.
 *
 * @param raw its class
 * @param arguments those of its type parameters
 */
record BoundType(Class<?> raw, List<BoundType> arguments) {

  static BoundType of(Type declared) {
    return of(declared, Map.of());
  }

  private static BoundType of(Type declared, Map<TypeVariable<?>, BoundType> known) {
    return switch (declared) {
      case Class<?> plain -> new BoundType(plain, List.of());
      case ParameterizedType generic ->
          new BoundType(
              (Class<?>) generic.getRawType(),
              Stream.of(generic.getActualTypeArguments()).map(part -> of(part, known)).toList());
      case TypeVariable<?> variable when known.containsKey(variable) -> known.get(variable);
      default ->
          throw new IllegalArgumentException("type: " + declared + " (expected: a known one)");
    };
  }

  /** The type of a component of this record. */
  BoundType component(RecordComponent component) {
    return of(component.getGenericType(), variables());
  }

  /** The type of a record that this sealed interface permits. */
  BoundType permitted(Class<?> record) {
    // Its own parameters are those of the interface, as far as the names say.
    return record.getTypeParameters().length == arguments.size()
        ? new BoundType(record, arguments)
        : new BoundType(record, List.of());
  }

  /** Unique among the types of one node, as long as their simple names are. */
  String name() {
    return arguments.isEmpty()
        ? raw.getSimpleName()
        : arguments.stream()
            .map(BoundType::name)
            .collect(Collectors.joining("_", raw.getSimpleName() + "_", ""));
  }

  private Map<TypeVariable<?>, BoundType> variables() {
    Map<TypeVariable<?>, BoundType> known = new HashMap<>();
    TypeVariable<?>[] parameters = raw.getTypeParameters();
    for (int i = 0; i < parameters.length && i < arguments.size(); i++) {
      known.put(parameters[i], arguments.get(i));
    }
    return known;
  }
}
