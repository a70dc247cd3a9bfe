package dev.samara.rpc;

import static dev.samara.rpc.Waiting.failure;
import static dev.samara.rpc.Waiting.result;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.samara.rpc.call.CallOptions;
import dev.samara.rpc.call.FailureKind;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.spi.tracing.SpanKind;
import io.vertx.core.spi.tracing.TagExtractor;
import io.vertx.core.spi.tracing.VertxTracer;
import io.vertx.core.tracing.TracingOptions;
import io.vertx.core.tracing.TracingPolicy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** What a tracer of Vert.x sees, such as the one of OpenTelemetry. */
class TracingTest {
  interface Chain {
    Future<String> outer();

    Future<String> inner();

    String blocking();
  }

  /** Keeps the parent with the context, as tracers do. */
  private static final class Recorder implements VertxTracer<String, String> {
    private final Map<Context, String> spans = new ConcurrentHashMap<>();
    final ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();

    @Override
    public <R> String receiveRequest(
        Context context,
        SpanKind kind,
        TracingPolicy policy,
        R request,
        String operation,
        Iterable<Map.Entry<String, String>> headers,
        TagExtractor<R> tags) {
      if (kind != SpanKind.RPC || !operation.startsWith("chain")) {
        return null;
      }
      String parent =
          StreamSupport.stream(headers.spliterator(), false)
              .filter(header -> header.getKey().equals("traceparent"))
              .map(Map.Entry::getValue)
              .findFirst()
              .orElse("none");
      String span = parent + ">" + operation;
      spans.put(context, span);
      seen.add("receive " + span);
      return span;
    }

    @Override
    public <R> void sendResponse(
        Context context, R response, String span, Throwable failure, TagExtractor<R> tags) {
      seen.add("respond " + span + (failure == null ? "" : " " + failure.getMessage()));
    }

    @Override
    public <R> String sendRequest(
        Context context,
        SpanKind kind,
        TracingPolicy policy,
        R request,
        String operation,
        BiConsumer<String, String> headers,
        TagExtractor<R> tags) {
      if (kind != SpanKind.RPC || !operation.startsWith("chain")) {
        return null;
      }
      String parent = spans.get(context);
      String span = parent == null ? "root" : parent;
      headers.accept("traceparent", span);
      return span;
    }

    @Override
    public <R> void receiveResponse(
        Context context, R response, String span, Throwable failure, TagExtractor<R> tags) {
      seen.add("received " + span);
    }
  }

  @Test
  void failuresHaveTheIdOfTheirTrace() {
    Vertx vertx = Vertx.vertx();
    Rpc rpc = result(Rpc.start(vertx, Waiting.patient("a")));
    Catalogue catalogue = rpc.client(Catalogue.class);
    result(rpc.expose(Catalogue.class, new Catalogue.Shop()));
    String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    for (Map.Entry<String, String> header :
        Map.of(
                "traceparent", "00-" + trace + "-00f067aa0ba902b7-01",
                "b3", trace + "-00f067aa0ba902b7-1",
                "X-B3-TraceId", trace)
            .entrySet()) {
      CallOptions traced = CallOptions.none().withMetadata(header.getKey(), header.getValue());
      Future<String> call = traced.call(() -> catalogue.failing("sold out"));
      assertEquals(trace, failure(FailureKind.CALLEE_FAILED, call).traceId().orElseThrow());
    }
    CallOptions odd = CallOptions.none().withMetadata("traceparent", "00-x");
    assertEquals(
        Optional.empty(),
        failure(FailureKind.CALLEE_FAILED, odd.call(() -> catalogue.failing("x"))).traceId());
    result(rpc.close());
    result(vertx.close());
  }

  @Test
  void spansOfNestedCallsHaveTheirParents() {
    Recorder recorder = new Recorder();
    Vertx vertx =
        Vertx.builder()
            .with(new VertxOptions().setTracingOptions(new TracingOptions()))
            .withTracer(options -> recorder)
            .build();
    Rpc rpc = result(Rpc.start(vertx, Waiting.patient("a")));
    Chain chain = rpc.client(Chain.class);
    Chain implementation =
        new Chain() {
          @Override
          public Future<String> outer() {
            return chain.inner();
          }

          @Override
          public Future<String> inner() {
            return Future.failedFuture("broken");
          }

          @Override
          public String blocking() {
            return chain.inner().otherwise("caught").await();
          }
        };
    result(rpc.expose(Chain.class, implementation));
    failure(chain.outer());
    Waiting.until("all spans have ended", () -> recorder.seen.size() == 6);
    assertEquals(
        List.of(
            "receive root>chain.outer",
            "receive root>chain.outer>chain.inner",
            "respond root>chain.outer>chain.inner CALLEE_FAILED",
            "received root>chain.outer",
            "respond root>chain.outer CALLEE_FAILED",
            "received root"),
        List.copyOf(recorder.seen));
    result(rpc.close());
    result(vertx.close());
  }
}
