package dev.samara.rpc;

import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JavaType;

/**
 * One method of a service: what goes in and what comes out.
 *
 * @param method the method of the interface, callable
 * @param parameters the types of the arguments, in order
 * @param result the type of the value that the caller gets in the end; Void for none
 * @param returnsFuture whether the interface says {@code Future<T>} and not {@code T}
 */
record MethodContract(
    Method method, List<JavaType> parameters, JavaType result, boolean returnsFuture) {

  String name() {
    return method.getName();
  }

  boolean hasResult() {
    return result.getRawClass() != Void.class && result.getRawClass() != void.class;
  }

  /** For humans, e.g. {@code now(Zone): Time}; a future is shown as its value. */
  String signature() {
    String out = hasResult() ? ValueTypes.readable(result) : "void";
    return parameters.stream()
            .map(ValueTypes::readable)
            .collect(Collectors.joining(", ", name() + "(", ")"))
        + ": "
        + out;
  }
}
