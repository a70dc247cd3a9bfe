package dev.samara.rpc.serve;

import dev.samara.rpc.call.FailureKind;
import io.vertx.core.spi.tracing.SpanKind;
import io.vertx.core.spi.tracing.TagExtractor;
import io.vertx.core.spi.tracing.VertxTracer;
import io.vertx.core.tracing.TracingPolicy;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Tells the tracer of the Vertx, if it has one, of a call that is served: its parent is in the
 * metadata, its children find it in the call's context.
 */
final class Trace {
  static final Trace NONE = new Trace(failure -> {});

  private final Consumer<Optional<FailureKind>> atEnd;

  private Trace(Consumer<Optional<FailureKind>> atEnd) {
    this.atEnd = atEnd;
  }

  static Trace begin(ServedCall call) {
    VertxTracer<?, ?> tracer = call.context().tracer();
    return tracer == null ? NONE : begin(tracer, call);
  }

  private static <I> Trace begin(VertxTracer<I, ?> tracer, ServedCall call) {
    I span =
        tracer.receiveRequest(
            call.context(),
            SpanKind.RPC,
            TracingPolicy.PROPAGATE,
            call,
            call.service() + "." + call.method(),
            call.metadata().entrySet(),
            TagExtractor.empty());
    if (span == null) {
      return NONE;
    }
    return new Trace(failure -> {
      Throwable why = failure.map(kind -> new IllegalStateException(kind.name())).orElse(null);
      tracer.sendResponse(call.context(), call, span, why, TagExtractor.empty());
    });
  }

  void end(Optional<FailureKind> failure) {
    atEnd.accept(failure);
  }
}
