package dev.samara.rpc;

import dev.samara.rpc.Envelope.Request;
import dev.samara.rpc.call.FailureKind;
import dev.samara.rpc.contract.MethodContract;
import dev.samara.rpc.payload.JsonFormat;
import dev.samara.rpc.payload.PayloadException;
import dev.samara.rpc.text.Texts;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import java.lang.reflect.InvocationTargetException;
import java.util.function.LongSupplier;

/**
 * One call on the service's side. Reads the arguments, runs the method where it belongs, and ends
 * with exactly one outcome.
 */
final class ServedCall {
  /** Takes the outcome, on any thread. */
  interface Outcome {
    void answered(byte[] result);

    void failed(FailureKind kind, String message);
  }

  private final Request request;
  private final ServedService service;
  private final MethodContract method;
  private final long deadlineNanos;
  private final LongSupplier nanoTime;
  private final Outcome outcome;

  ServedCall(
      Request request,
      ServedService service,
      MethodContract method,
      long deadlineNanos,
      LongSupplier nanoTime,
      Outcome outcome) {
    this.request = request;
    this.service = service;
    this.method = method;
    this.deadlineNanos = deadlineNanos;
    this.nanoTime = nanoTime;
    this.outcome = outcome;
  }

  /**
   * Starts it: a method with a plain value may block and gets a virtual thread, one that returns a
   * Future runs on the service's context.
   */
  void start() {
    if (!method.returnsFuture()) {
      Thread.ofVirtual().name("samara-rpc-" + name()).start(this::run);
    } else {
      ContextInternal current = ContextInternal.current();
      if (current != null && current.unwrap() == service.context()) {
        run();
      } else {
        service.context().duplicate().runOnContext(ready -> run());
      }
    }
  }

  private void run() {
    if (nanoTime.getAsLong() - deadlineNanos >= 0) {
      outcome.failed(FailureKind.EXPIRED, name() + " was not started before its deadline");
      return;
    }
    Object[] arguments;
    try {
      arguments =
          JsonFormat.JSON.arguments(method.parameters()).read(Buffer.buffer(request.arguments()));
    } catch (PayloadException bad) {
      outcome.failed(FailureKind.BAD_ARGUMENTS, name() + ": " + bad.getMessage());
      return;
    }
    Object result;
    try {
      result = method.method().invoke(service.implementation(), arguments);
    } catch (InvocationTargetException thrown) {
      failed(thrown.getCause());
      return;
    } catch (IllegalAccessException | RuntimeException thrown) {
      failed(thrown);
      return;
    }
    if (!method.returnsFuture()) {
      answer(result);
    } else if (result instanceof Future<?> future) {
      future.onComplete(this::answer, this::failed);
    } else {
      outcome.failed(FailureKind.CALLEE_FAILED, name() + " returned null and not a Future");
    }
  }

  private void answer(Object result) {
    byte[] json;
    try {
      Object given = method.hasResult() ? result : null;
      json = JsonFormat.JSON.value(method.result()).write(given).getBytes();
    } catch (PayloadException bad) {
      outcome.failed(
          FailureKind.CALLEE_FAILED, "the result of " + name() + ": " + bad.getMessage());
      return;
    }
    outcome.answered(json);
  }

  private void failed(Throwable thrown) {
    outcome.failed(FailureKind.CALLEE_FAILED, name() + " failed: " + Texts.describe(thrown));
  }

  private String name() {
    return service.name() + "." + method.name();
  }
}
