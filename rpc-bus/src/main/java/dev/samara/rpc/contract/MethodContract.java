package dev.samara.rpc.contract;

import dev.samara.rpc.call.MethodInfo;
import dev.samara.rpc.payload.PayloadCodec;
import dev.samara.rpc.payload.PayloadFormat;
import dev.samara.rpc.payload.ValueTypes;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One method of a service: what goes in and what comes out. Immutable; any thread. */
public final class MethodContract {
  /** What the interface says that comes back. */
  public enum Returns {
    /** A plain value, or nothing. */
    VALUE,
    /** A {@code Future}. */
    FUTURE,
    /** A {@code ReadStream} or {@code RpcStream}. */
    STREAM
  }

  /**
   * How the values of a method become bytes in one format.
   *
   * @param arguments all but a stream
   * @param result the result, or an item of it
   * @param upload an item of the argument that is a stream; of nothing if there is none
   */
  public record Codecs(
      PayloadCodec<Object[]> arguments, PayloadCodec<Object> result, PayloadCodec<Object> upload) {}

  private final Method method;
  private final List<Type> parameters;
  private final Type result;
  private final Returns returns;
  private final int uploadIndex;
  private final Type upload;
  private final boolean idempotent;
  private final int keyIndex;
  private final Isolation[] argumentIsolation;
  private final Isolation resultIsolation;
  private final Isolation uploadIsolation;

  /** By the ids of their formats. */
  private final AtomicReferenceArray<Codecs> codecs = new AtomicReferenceArray<>(256);

  /**
   * A method.
   *
   * @param method of the interface, callable
   * @param parameters the types of the arguments in order, but for the stream
   * @param result the type of the value that the caller gets in the end, or of each item; Void for
   *     none
   * @param returns what the interface says
   * @param uploadIndex where among the arguments the stream is; -1 if there is none
   * @param upload the type of its items; Void if there is none
   */
  MethodContract(
      Method method,
      List<Type> parameters,
      Type result,
      Returns returns,
      int uploadIndex,
      Type upload) {
    this.method = method;
    this.parameters = List.copyOf(parameters);
    this.result = result;
    this.returns = returns;
    this.uploadIndex = uploadIndex;
    this.upload = upload;
    this.idempotent = method.isAnnotationPresent(dev.samara.rpc.call.Idempotent.class);
    this.keyIndex = keyIndexOf(method);
    this.argumentIsolation = parameters.stream().map(Isolation::of).toArray(Isolation[]::new);
    this.resultIsolation = Isolation.of(result);
    this.uploadIsolation = Isolation.of(upload);
  }

  private static int keyIndexOf(Method method) {
    var parameters = method.getParameters();
    for (int i = 0; i < parameters.length; i++) {
      if (parameters[i].isAnnotationPresent(dev.samara.rpc.call.Key.class)) {
        return i;
      }
    }
    return -1;
  }

  /**
   * The key of a call, as the interface says.
   *
   * @param given all arguments
   * @return the text of the one that is marked; empty if there is none or it is null
   */
  public Optional<String> keyOf(Object[] given) {
    return keyIndex < 0
        ? Optional.empty()
        : Optional.ofNullable(given[keyIndex]).map(Object::toString);
  }

  /**
   * The method.
   *
   * @return callable
   */
  public Method method() {
    return method;
  }

  /**
   * The name it is called by.
   *
   * @return unique in its service
   */
  public String name() {
    return method.getName();
  }

  /**
   * What the interface says that comes back.
   *
   * @return a value, a future or a stream
   */
  public Returns returns() {
    return returns;
  }

  /**
   * Where the argument is that is a stream.
   *
   * @return its index among all arguments; empty if there is none
   */
  public Optional<Integer> uploadIndex() {
    return uploadIndex < 0 ? Optional.empty() : Optional.of(uploadIndex);
  }

  /**
   * Whether it may run twice for one call.
   *
   * @return true if the interface says so
   */
  public boolean isIdempotent() {
    return idempotent;
  }

  /**
   * What the method takes and gives, for descriptions.
   *
   * @param service the service's name
   * @return empty if a stream is among it
   */
  public Optional<MethodInfo> info(String service) {
    if (returns == Returns.STREAM || uploadIndex >= 0) {
      return Optional.empty();
    }
    List<String> names = Stream.of(method.getParameters()).map(Parameter::getName).toList();
    return Optional.of(new MethodInfo(service, name(), parameters, names, result, idempotent));
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
   * How its values become bytes; made once for each format.
   *
   * @param format the format
   * @return its codecs
   */
  public Codecs codecs(PayloadFormat format) {
    Codecs known = codecs.get(format.id());
    return known != null
        ? known
        : codecs.updateAndGet(format.id(), other -> other != null ? other : codecsOf(format));
  }

  private Codecs codecsOf(PayloadFormat format) {
    return new Codecs(format.arguments(parameters), format.value(result), format.value(upload));
  }

  /**
   * The arguments as the callee may have them without sharing what can change.
   *
   * @param values without the stream; not changed
   * @return the same array if nothing in it can change
   */
  public Object[] isolatedArguments(Object[] values) {
    Object[] isolated = values;
    for (int i = 0; i < argumentIsolation.length; i++) {
      Object own = argumentIsolation[i].isolated(values[i]);
      if (own != values[i]) {
        if (isolated == values) {
          isolated = values.clone();
        }
        isolated[i] = own;
      }
    }
    return isolated;
  }

  /**
   * The same for a result, or an item of it.
   *
   * @param value what the implementation gave
   * @return what the caller may have
   */
  public Object isolatedResult(Object value) {
    return resultIsolation.isolated(value);
  }

  /**
   * The same for an item of the argument that is a stream.
   *
   * @param item what the caller gave
   * @return what the callee may have
   */
  public Object isolatedUpload(Object item) {
    return uploadIsolation.isolated(item);
  }

  /**
   * For humans.
   *
   * @return such as {@code now(Zone): Time}; a future is shown as its value, a stream as {@code
   *     stream of T}
   */
  public String signature() {
    List<String> in = parameters.stream().map(ValueTypes::readable).collect(Collectors.toList());
    if (uploadIndex >= 0) {
      in = new ArrayList<>(in);
      in.add(uploadIndex, "stream of " + ValueTypes.readable(upload));
    }
    String out = hasResult() ? ValueTypes.readable(result) : "void";
    return name()
        + in.stream().collect(Collectors.joining(", ", "(", ")"))
        + (returns == Returns.STREAM ? ": stream of " : ": ")
        + out;
  }
}
