package dev.samara.rpc.shard;

import dev.samara.rpc.serve.RunningCalls;
import io.vertx.core.Future;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * The implementation of a shard, with its work counted: it may go on after nobody waits for the
 * outcome any more. A stream is no work: it ends with its call.
 */
record Counted(Object implementation, RunningCalls running) implements InvocationHandler {

  static <T> T of(Class<T> type, T implementation, RunningCalls running) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(), new Class<?>[] {type}, new Counted(implementation, running)));
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    running.workBegins();
    Object result = null;
    try {
      method.setAccessible(true);
      result = method.invoke(implementation, arguments);
      return result;
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    } finally {
      if (result instanceof Future<?> future) {
        future.onComplete(ended -> running.workEnded());
      } else {
        running.workEnded();
      }
    }
  }
}
