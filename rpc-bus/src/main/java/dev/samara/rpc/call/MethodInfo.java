package dev.samara.rpc.call;

import java.lang.reflect.Type;
import java.util.List;

/**
 * A method of a service that this node offers, for descriptions of it.
 *
 * @param service the service's name
 * @param method the method's name
 * @param parameters the declared types of its arguments in order
 * @param parameterNames their names in the interface, or arg0 and so on if that was compiled
 *     without them
 * @param result the type of the value that the caller gets in the end; Void for none
 * @param idempotent whether it may run twice for one call
 */
public record MethodInfo(
    String service,
    String method,
    List<Type> parameters,
    List<String> parameterNames,
    Type result,
    boolean idempotent) {

  /** Copies the lists. */
  public MethodInfo {
    parameters = List.copyOf(parameters);
    parameterNames = List.copyOf(parameterNames);
  }
}
