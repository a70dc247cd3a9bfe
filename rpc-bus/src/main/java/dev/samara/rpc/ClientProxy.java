package dev.samara.rpc;

import dev.samara.rpc.call.FailureKind;
import dev.samara.rpc.call.RpcException;
import dev.samara.rpc.contract.MethodContract;
import dev.samara.rpc.contract.ServiceContract;
import dev.samara.rpc.payload.JsonFormat;
import dev.samara.rpc.payload.PayloadException;
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
import java.util.concurrent.ExecutionException;

/** A service's interface on the caller's side. Any thread. */
final class ClientProxy implements InvocationHandler {
  private static final Object[] NONE = {};

  private final Vertx vertx;
  private final Caller caller;
  private final String service;
  private final ServiceContract contract;
  private final Duration timeout;

  private ClientProxy(
      Vertx vertx, Caller caller, String service, ServiceContract contract, Duration timeout) {
    this.vertx = vertx;
    this.caller = caller;
    this.service = service;
    this.contract = contract;
    this.timeout = timeout;
  }

  static <T> T create(Vertx vertx, Caller caller, String service, Class<T> type, Duration timeout) {
    ServiceContract contract = ServiceContract.of(type);
    ClientProxy handler = new ClientProxy(vertx, caller, service, contract, timeout);
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
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
    MethodContract method =
        contract
            .method(invoked.getName())
            .orElseThrow(() -> new IllegalStateException(invoked + " is not of the contract"));
    Object[] values = given == null ? NONE : given;
    if (method.returnsFuture()) {
      Promise<byte[]> promise = ((ContextInternal) vertx.getOrCreateContext()).promise();
      return call(method, values, promise).future().map(json -> read(method, json));
    }
    if (Context.isOnEventLoopThread()) {
      throw new IllegalStateException(
          service
              + "."
              + method.name()
              + " would block an event loop: let it return a Future, or call it from a virtual"
              + " thread");
    }
    return read(method, await(call(method, values, Promise.promise())));
  }

  private PendingCall call(MethodContract method, Object[] values, Promise<byte[]> promise) {
    byte[] arguments;
    try {
      arguments = JsonFormat.JSON.arguments(method.parameters()).write(values).getBytes();
    } catch (PayloadException bad) {
      String words = service + "." + method.name() + ": " + bad.getMessage();
      return caller.failed(service, method.name(), promise, FailureKind.BAD_ARGUMENTS, words);
    }
    return caller.call(service, method.name(), arguments, timeout, promise);
  }

  private byte[] await(PendingCall call) throws InterruptedException {
    Future<byte[]> future = call.future();
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
        caller.cancel(call, "its thread was interrupted");
        Thread.currentThread().interrupt();
        throw new RpcException(
            FailureKind.CANCELLED,
            service,
            call.method(),
            call.name() + " was cancelled: its thread was interrupted");
      }
      throw thrown;
    }
  }

  private Object read(MethodContract method, byte[] json) {
    if (!method.hasResult()) {
      return null;
    }
    try {
      return JsonFormat.JSON.value(method.result()).read(Buffer.buffer(json));
    } catch (PayloadException bad) {
      throw new RpcException(
          FailureKind.CALLEE_FAILED,
          service,
          method.name(),
          "the result of "
              + service
              + "."
              + method.name()
              + " cannot be read: "
              + bad.getMessage());
    }
  }
}
