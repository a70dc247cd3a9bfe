package dev.samara.rpc.contract;

import dev.samara.rpc.call.RpcStream;
import dev.samara.rpc.contract.MethodContract.Returns;
import dev.samara.rpc.payload.ValueTypes;
import dev.samara.rpc.text.Texts;
import io.vertx.core.Future;
import io.vertx.core.streams.ReadStream;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An interface that was checked: each method has a name of its own and only types that may travel.
 * Default methods belong to it like all others, and are called on the other side; static ones do
 * not.
 */
public final class ServiceContract {
  private static final int MAX_NAME = 128;

  private final Class<?> type;
  private final Map<String, MethodContract> methods;
  private final List<String> signatures;

  private ServiceContract(Class<?> type, Map<String, MethodContract> methods) {
    this.type = type;
    this.methods = Map.copyOf(methods);
    this.signatures =
        methods.values().stream().map(MethodContract::signature).map(Texts::oneLine).toList();
  }

  /**
   * Checks an interface.
   *
   * @param type the interface
   * @return what it says
   * @throws IllegalArgumentException naming the method and the type that are wrong
   */
  public static ServiceContract of(Class<?> type) {
    if (!type.isInterface() || type.isAnnotation()) {
      throw new IllegalArgumentException(type.getName() + " is not an interface");
    }
    if (type.getTypeParameters().length > 0) {
      throw new IllegalArgumentException(
          type.getName() + " has type parameters: a service must not be generic");
    }
    Map<String, MethodContract> methods = new TreeMap<>();
    for (Method method : type.getMethods()) {
      if (!Modifier.isStatic(method.getModifiers()) && !method.isBridge() && !ofObject(method)) {
        add(type, methods, method);
      }
    }
    if (methods.isEmpty()) {
      throw new IllegalArgumentException(type.getName() + " has no methods");
    }
    return new ServiceContract(type, methods);
  }

  private static void add(Class<?> type, Map<String, MethodContract> methods, Method method) {
    String where = type.getSimpleName() + "." + method.getName();
    if (method.getName().length() > MAX_NAME) {
      throw new IllegalArgumentException(where + ": the method's name is too long");
    }
    MethodContract other = methods.get(method.getName());
    if (other != null) {
      // An inherited method that the interface declares again is one method, not two.
      if (!List.of(other.method().getParameterTypes())
          .equals(List.of(method.getParameterTypes()))) {
        throw new IllegalArgumentException(
            where + " is overloaded: methods are called by name, so each needs a name of its own");
      }
      if (other.method().getReturnType() == method.getReturnType()
          || method.getReturnType().isAssignableFrom(other.method().getReturnType())) {
        return;
      }
    }
    try {
      method.setAccessible(true);
    } catch (InaccessibleObjectException closed) {
      throw new IllegalArgumentException(
          where + " cannot be called: package " + type.getPackageName() + " is not exported",
          closed);
    }
    methods.put(method.getName(), contractOf(method, where));
  }

  private static MethodContract contractOf(Method method, String where) {
    List<Type> parameters = new ArrayList<>();
    Type[] declared = method.getGenericParameterTypes();
    int uploadIndex = -1;
    Type upload = Void.class;
    for (int i = 0; i < declared.length; i++) {
      String place = where + ", parameter " + (i + 1);
      if (!isStream(method.getParameterTypes()[i])) {
        parameters.add(checked(declared[i], place));
      } else if (uploadIndex >= 0) {
        throw new IllegalArgumentException(place + ": only one parameter may be a stream");
      } else {
        uploadIndex = i;
        upload = checked(argument(declared[i], place), place);
      }
    }
    Class<?> raw = method.getReturnType();
    Returns returns =
        raw == Future.class ? Returns.FUTURE : isStream(raw) ? Returns.STREAM : Returns.VALUE;
    String place = where + ", result";
    Type returned = method.getGenericReturnType();
    if (returns != Returns.VALUE) {
      returned = argument(returned, place);
    }
    boolean nothing = returned == void.class || returned == Void.class;
    if (nothing && returns == Returns.STREAM) {
      throw new IllegalArgumentException(place + ": a stream needs items");
    }
    Type result = nothing ? Void.class : checked(returned, place);
    return new MethodContract(method, parameters, result, returns, uploadIndex, upload);
  }

  private static boolean isStream(Class<?> type) {
    return type == ReadStream.class || type == RpcStream.class;
  }

  private static Type argument(Type generic, String where) {
    if (generic instanceof ParameterizedType parameterized) {
      return parameterized.getActualTypeArguments()[0];
    }
    String simple = ((Class<?>) generic).getSimpleName();
    throw new IllegalArgumentException(where + ": " + simple + " needs its type argument");
  }

  private static Type checked(Type declared, String where) {
    try {
      ValueTypes.check(declared);
      return declared;
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(where + ": " + wrong.getMessage(), wrong);
    }
  }

  private static boolean ofObject(Method method) {
    try {
      Object.class.getMethod(method.getName(), method.getParameterTypes());
      return true;
    } catch (NoSuchMethodException own) {
      return false;
    }
  }

  /**
   * The interface.
   *
   * @return its class
   */
  public Class<?> type() {
    return type;
  }

  /**
   * A method by its name.
   *
   * @param name as it is called
   * @return the method, if there is one
   */
  public Optional<MethodContract> method(String name) {
    return Optional.ofNullable(methods.get(name));
  }

  /**
   * All methods.
   *
   * @return in any order
   */
  public Collection<MethodContract> methods() {
    return methods.values();
  }

  /**
   * Readable signatures.
   *
   * @return by name
   */
  public List<String> signatures() {
    return signatures;
  }
}
