package dev.samara.rpc.client;

import dev.samara.rpc.call.FailureKind;
import dev.samara.rpc.call.RpcException;
import dev.samara.rpc.contract.MethodContract;
import dev.samara.rpc.contract.ServiceContract;
import dev.samara.rpc.payload.PayloadException;
import dev.samara.rpc.payload.PayloadFormat;
import dev.samara.rpc.payload.PayloadFormats;
import dev.samara.rpc.wire.Endpoint;
import dev.samara.rpc.wire.Payload;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/** A service's interface on the caller's side. Any thread. */
public final class ClientProxy implements InvocationHandler {
  private static final Object[] NONE = {};

  private record Callable(Endpoint endpoint, MethodContract contract) {}

  private final Client client;
  private final String service;
  private final PayloadFormat format;
  private final Optional<Duration> timeout;
  private final Map<String, Callable> methods = new HashMap<>();

  private ClientProxy(
      Client client,
      String service,
      ServiceContract contract,
      PayloadFormat format,
      Duration timeout) {
    this.client = client;
    this.service = service;
    this.format = format;
    this.timeout = Optional.of(timeout);
    contract
        .methods()
        .forEach(method ->
            methods.put(method.name(), new Callable(new Endpoint(service, method.name()), method)));
  }

  /**
   * Makes a client of a service.
   *
   * @param client makes the calls
   * @param service its name with its version
   * @param type the interface
   * @param format how values travel
   * @param timeout deadline of a call that names none
   * @param <T> the interface
   * @return implements the interface
   * @throws IllegalArgumentException naming what is wrong in the interface
   */
  public static <T> T create(
      Client client, String service, Class<T> type, PayloadFormat format, Duration timeout) {
    ServiceContract contract = ServiceContract.of(type);
    ClientProxy handler = new ClientProxy(client, service, contract, format, timeout);
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  /**
   * Calls a method without its interface.
   *
   * @param client makes the call
   * @param format of arguments and result
   * @param service its name with its version
   * @param method its name
   * @param arguments in the format, not sealed
   * @param timeout deadline
   * @return the result in the format, not sealed; fails with an {@link RpcException}
   */
  public static Future<Buffer> callReady(
      Client client,
      PayloadFormat format,
      String service,
      String method,
      Buffer arguments,
      Duration timeout) {
    ContextInternal context = client.caller().vertx().getOrCreateContext();
    Promise<Object> promise = context.promise();
    Endpoint endpoint = Endpoint.unchecked(service, method);
    Payload payload = new Payload(format.id(), PayloadFormats.payload(format, arguments));
    new ClientCall(client, new CallSpec.Ready(endpoint, payload), context, promise)
        .start(Optional.of(timeout));
    return promise.future().map(result -> written(format, (Buffer) result, endpoint));
  }

  private static Buffer written(PayloadFormat format, Buffer result, Endpoint endpoint) {
    try {
      return PayloadFormats.written(format, result);
    } catch (PayloadException bad) {
      throw new RpcException(
          FailureKind.CALLEE_FAILED,
          endpoint.service(),
          endpoint.method(),
          "the result of " + endpoint + " cannot be read: " + bad.getMessage());
    }
  }

  @Override
  public Object invoke(Object proxy, Method invoked, Object[] given) throws Throwable {
    if (invoked.getDeclaringClass() == Object.class) {
      return switch (invoked.getName()) {
        case "equals" -> proxy == given[0];
        case "hashCode" -> System.identityHashCode(proxy);
        default -> "client of the service '" + service + "'";
      };
    }
    Callable callable = methods.get(invoked.getName());
    CallSpec spec =
        CallSpec.Typed.of(
            callable.endpoint(), callable.contract(), format, given == null ? NONE : given);
    ContextInternal context = client.caller().vertx().getOrCreateContext();
    return switch (callable.contract().returns()) {
      case FUTURE -> {
        Promise<Object> promise = context.promise();
        new ClientCall(client, spec, context, promise).start(timeout);
        yield promise.future();
      }
      case STREAM -> {
        ClientCall call = ClientCall.streaming(client, spec, context);
        call.start(Optional.empty());
        yield call.results();
      }
      case VALUE -> {
        requireMayBlock(callable.endpoint());
        Promise<Object> promise = Promise.promise();
        ClientCall call = new ClientCall(client, spec, context, promise);
        call.start(timeout);
        yield await(call, promise.future(), callable.endpoint());
      }
    };
  }

  private static void requireMayBlock(Endpoint endpoint) {
    if (Context.isOnEventLoopThread()) {
      throw new IllegalStateException(
          endpoint
              + " would block an event loop: let it return a Future, or call it from a virtual"
              + " thread");
    }
  }

  private static Object await(ClientCall call, Future<Object> future, Endpoint endpoint)
      throws Exception {
    try {
      Context context = Vertx.currentContext();
      if (context != null && context.threadingModel() == ThreadingModel.VIRTUAL_THREAD) {
        // Lets the other tasks of that context run meanwhile.
        return future.await();
      }
      return future.toCompletionStage().toCompletableFuture().get();
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof RpcException expected
          ? expected
          : new IllegalStateException(failed.getCause());
    } catch (Exception thrown) {
      if (thrown instanceof InterruptedException) {
        call.cancel("its thread was interrupted");
        Thread.currentThread().interrupt();
        throw new RpcException(
            FailureKind.CANCELLED,
            endpoint.service(),
            endpoint.method(),
            endpoint + " was cancelled: its thread was interrupted");
      }
      throw thrown;
    }
  }
}
