package dev.samara.rpc.client;

import dev.samara.rpc.call.RpcException;
import dev.samara.rpc.scope.CallScope;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.spi.tracing.SpanKind;
import io.vertx.core.spi.tracing.TagExtractor;
import io.vertx.core.spi.tracing.VertxTracer;
import io.vertx.core.tracing.TracingPolicy;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Tells the tracer of the Vertx, if it has one, of a call that is made; what it wants to travel,
 * such as the headers of W3C Trace Context, goes into the metadata.
 */
final class CallTrace {
  static final CallTrace NONE = new CallTrace(Map.of(), failure -> {});

  private final Map<String, String> headers;
  private final Consumer<Optional<RpcException>> atEnd;

  private CallTrace(Map<String, String> headers, Consumer<Optional<RpcException>> atEnd) {
    this.headers = headers;
    this.atEnd = atEnd;
  }

  static CallTrace begin(ContextInternal context, CallSpec spec) {
    VertxTracer<?, ?> tracer = context.tracer();
    return tracer == null ? NONE : begin(tracer, CallScope.traced(context), spec);
  }

  private static <O> CallTrace begin(
      VertxTracer<?, O> tracer, ContextInternal context, CallSpec spec) {
    Map<String, String> headers = new HashMap<>();
    O span =
        tracer.sendRequest(
            context,
            SpanKind.RPC,
            TracingPolicy.PROPAGATE,
            spec,
            spec.endpoint().toString(),
            headers::put,
            TagExtractor.empty());
    if (span == null) {
      return NONE;
    }
    return new CallTrace(
        headers,
        failure ->
            tracer.receiveResponse(
                context, spec, span, failure.orElse(null), TagExtractor.empty()));
  }

  Map<String, String> added(Map<String, String> metadata) {
    if (headers.isEmpty()) {
      return metadata;
    }
    Map<String, String> all = new HashMap<>(metadata);
    all.putAll(headers);
    return all;
  }

  void end(Optional<RpcException> failure) {
    atEnd.accept(failure);
  }
}
