package dev.samara.rpc.contract;

import dev.samara.rpc.payload.ValueTypes;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One method of a service: what goes in and what comes out.
 *
 * @param method the method of the interface, callable
 * @param parameters the types of the arguments, in order
 * @param result the type of the value that the caller gets in the end; Void for none
 * @param returnsFuture whether the interface says {@code Future<T>} and not {@code T}
 */
public record MethodContract(
    Method method, List<Type> parameters, Type result, boolean returnsFuture) {

  /**
   * The name it is called by.
   *
   * @return unique in its service
   */
  public String name() {
    return method.getName();
  }

  /**
   * Whether there is a result.
   *
   * @return false if only the end is told
   */
  public boolean hasResult() {
    return result != Void.class;
  }

  /**
   * For humans.
   *
   * @return such as {@code now(Zone): Time}; a future is shown as its value
   */
  public String signature() {
    String out = hasResult() ? ValueTypes.readable(result) : "void";
    return parameters.stream()
            .map(ValueTypes::readable)
            .collect(Collectors.joining(", ", name() + "(", ")"))
        + ": "
        + out;
  }
}
