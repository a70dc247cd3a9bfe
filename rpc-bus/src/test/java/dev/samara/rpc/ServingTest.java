package dev.samara.rpc;

import static dev.samara.rpc.Waiting.failure;
import static dev.samara.rpc.Waiting.result;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.rpc.call.Call;
import dev.samara.rpc.call.CallInterceptor;
import dev.samara.rpc.call.CallOptions;
import dev.samara.rpc.call.Cancellation;
import dev.samara.rpc.call.FailureKind;
import dev.samara.rpc.call.RpcException;
import dev.samara.rpc.call.ServiceException;
import dev.samara.rpc.call.ServiceOptions;
import dev.samara.rpc.call.ServiceOptions.Threading;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How services are served: bounds, nested calls, versions, interceptors, threads. */
class ServingTest {
  interface Held {
    Future<String> hold(int number);

    Future<String> outer(int number);

    String where();

    Future<Long> left();

    Future<Long> leftBelow();
  }

  private class Holder implements Held {
    final ConcurrentLinkedQueue<Promise<String>> open = new ConcurrentLinkedQueue<>();
    final AtomicInteger cancelled = new AtomicInteger();

    @Override
    public Future<String> hold(int number) {
      Promise<String> promise = Promise.promise();
      Call.current().orElseThrow().onCancel(cancelled::incrementAndGet);
      open.add(promise);
      return promise.future();
    }

    @Override
    public Future<String> outer(int number) {
      return rpc.client("held", Held.class).hold(number).map(inner -> "outer " + inner);
    }

    @Override
    public String where() {
      return Thread.currentThread().isVirtual() ? "virtual" : Thread.currentThread().getName();
    }

    @Override
    public Future<Long> left() {
      long millis = Call.current().flatMap(Call::remaining).orElseThrow().toMillis();
      return Future.succeededFuture(millis);
    }

    @Override
    public Future<Long> leftBelow() {
      // A hop on the same context in between: the call is still known.
      Promise<Void> later = Promise.promise();
      vertx.runOnContext(now -> later.complete());
      return later.future().compose(hopped -> rpc.client("held", Held.class).left());
    }
  }

  private final Vertx vertx = Vertx.vertx();
  private final Holder holder = new Holder();
  private Rpc rpc;
  private Held client;

  private void start(RpcTuning tuning, ServiceOptions options) {
    rpc = result(Rpc.start(vertx, Waiting.patient("a").withTuning(tuning)));
    result(rpc.expose("held", Held.class, holder, options));
    client = rpc.client("held", Held.class);
  }

  @AfterEach
  void stop() {
    holder.open.forEach(promise -> promise.tryComplete("released"));
    Waiting.assertBalanced(rpc);
    result(rpc.close());
    result(vertx.close());
  }

  private void untilHeld(int calls) {
    Waiting.until(calls + " are held", () -> holder.open.size() == calls);
  }

  @Test
  void beyondItsBoundsAServiceIsOverloadedAtOnceAndQueuedCallsGetTheirTurn() {
    ServiceOptions bounds =
        ServiceOptions.defaults().withLimits(1, 1).withRetryAfter(Duration.ofMillis(250));
    start(RpcTuning.defaults(), bounds);
    Future<String> running = client.hold(1);
    untilHeld(1);
    Future<String> queued = client.hold(2);
    RpcException full = failure(FailureKind.OVERLOADED, client.hold(3));
    assertEquals("the service 'held' deals with 1 calls already", full.getMessage());
    assertEquals(Optional.of(Duration.ofMillis(250)), full.retryAfter());
    assertTrue(full.kind().mayRetry());
    assertEquals(1, holder.open.size());
    holder.open.poll().complete("first");
    assertEquals("first", result(running));
    untilHeld(1);
    holder.open.poll().complete("second");
    assertEquals("second", result(queued));
    ServiceFiguresView figures = figures();
    assertEquals(3, figures.calls());
    assertEquals(Map.of(FailureKind.OVERLOADED, 1L), figures.failures());
  }

  private record ServiceFiguresView(long calls, Map<FailureKind, Long> failures) {}

  private ServiceFiguresView figures() {
    var info = rpc.services().getFirst();
    assertTrue(info.longestTime().compareTo(info.totalTime()) <= 0);
    return new ServiceFiguresView(info.calls(), info.failuresByKind());
  }

  @Test
  void aQueuedCallThatExpiresIsNotRunAndLeavesTheQueue() {
    start(RpcTuning.defaults(), ServiceOptions.defaults().withLimits(1, 1));
    final Future<String> running = client.hold(1);
    untilHeld(1);
    CallOptions shortly = CallOptions.none().withTimeout(Duration.ofSeconds(1));
    failure(FailureKind.EXPIRED, shortly.call(() -> client.hold(2)));
    Waiting.until("it has left the queue", () -> rpc.services().getFirst().failures() == 1);
    Future<String> next = client.hold(3);
    holder.open.poll().complete("first");
    result(running);
    untilHeld(1);
    holder.open.poll().complete("third");
    assertEquals("third", result(next));
    assertEquals(0, holder.cancelled.get(), "it never ran");
  }

  @Test
  void nestedCallsInheritWhatIsLeft() {
    start(RpcTuning.defaults(), ServiceOptions.defaults());
    CallOptions shortly = CallOptions.none().withTimeout(Duration.ofSeconds(30));
    long left = result(shortly.call(client::leftBelow));
    assertTrue(left > 0 && left <= 30_000, left + " ms left of 30,000");
  }

  @Test
  void nestedCallsAreCancelledWithTheirCaller() {
    start(RpcTuning.defaults(), ServiceOptions.defaults());
    Cancellation cancellation = new Cancellation();
    Future<String> call =
        CallOptions.none().withCancellation(cancellation).call(() -> client.outer(1));
    untilHeld(1);
    cancellation.cancel();
    failure(FailureKind.CANCELLED, call);
    Waiting.until("the innermost work was told", () -> holder.cancelled.get() == 1);
  }

  @Test
  void aCancellationThatWasUsedCancelsAtOnce() {
    start(RpcTuning.defaults(), ServiceOptions.defaults());
    Cancellation cancellation = new Cancellation();
    cancellation.cancel();
    Future<String> call =
        CallOptions.none().withCancellation(cancellation).call(() -> client.hold(1));
    failure(FailureKind.CANCELLED, call);
    assertTrue(cancellation.isCancelled());
  }

  @Test
  void versionsLiveSideBySide() {
    start(RpcTuning.defaults(), ServiceOptions.defaults());
    Holder second =
        new Holder() {
          @Override
          public String where() {
            return "version 2";
          }
        };
    result(rpc.expose("held", Held.class, second, ServiceOptions.defaults().withVersion(2)));
    assertEquals("version 2", rpc.client("held", Held.class, 2).where());
    assertEquals("virtual", client.where());
    String json = result(rpc.callJson("held:2", "where", "", Duration.ofSeconds(5)));
    assertEquals("\"version 2\"", json);
    assertEquals(List.of("held", "held:2"), rpc.services().stream().map(s -> s.service()).toList());
    result(rpc.withdraw("held:2"));
    RpcException gone =
        failure(FailureKind.NO_SUCH_SERVICE, rpc.client("held", Held.class, 2).hold(1));
    assertEquals("no node offers the service 'held:2'", gone.getMessage());
  }

  @Test
  void plainMethodsMayRunOnWorkers() {
    start(RpcTuning.defaults(), ServiceOptions.defaults().withThreading(Threading.WORKER));
    assertTrue(client.where().contains("worker"), client.where());
  }

  @Test
  void stacksTravelInDebugModeOnly() {
    start(RpcTuning.defaults().withDebug(true), ServiceOptions.defaults());
    Future<String> call = client.hold(1);
    untilHeld(1);
    holder.open.poll().fail(new IllegalStateException("broken"));
    RpcException failure = failure(FailureKind.CALLEE_FAILED, call);
    assertEquals("IllegalStateException", failure.error().orElseThrow().className());
    assertTrue(failure.error().orElseThrow().stack().orElseThrow().contains("ServingTest"));
    StackTraceElement frame = failure.getCause().getStackTrace()[0];
    assertEquals(ServingTest.class.getName(), frame.getClassName());
    assertEquals("remote", frame.getClassLoaderName());
    assertEquals("java.lang.IllegalStateException: broken", failure.getCause().toString());
    assertFalse(failure.code().isPresent());
  }

  @Test
  void interceptorsSeeBothSidesAndMayRefuse() {
    ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
    CallInterceptor interceptor =
        new CallInterceptor() {
          @Override
          public Map<String, String> calling(
              String service, String method, Map<String, String> metadata) {
            Map<String, String> more = new TreeMap<>(metadata);
            more.put("token", "t1");
            return more;
          }

          @Override
          public void called(
              String service, String method, Optional<RpcException> failure, Duration took) {
            seen.add("called " + method + failure.map(f -> " " + f.kind()).orElse(""));
          }

          @Override
          public void serving(Call call) {
            seen.add("serving " + call.method() + " " + call.metadata().get("token"));
            if (call.metadata().containsKey("banned")) {
              throw new ServiceException("banned", "not you");
            }
          }

          @Override
          public void served(Call call, Optional<FailureKind> failure, Duration took) {
            seen.add("served " + call.method() + failure.map(kind -> " " + kind).orElse(""));
          }
        };
    start(RpcTuning.defaults().withInterceptors(List.of(interceptor)), ServiceOptions.defaults());
    result(client.left());
    Waiting.until("all was seen", () -> seen.size() == 3);
    assertEquals(List.of("serving left t1", "served left", "called left"), List.copyOf(seen));
    seen.clear();
    CallOptions banned = CallOptions.none().withMetadata("banned", "yes");
    RpcException refused = failure(FailureKind.CALLEE_FAILED, banned.call(client::left));
    assertEquals(Optional.of("banned"), refused.code());
    Waiting.until("all was seen", () -> seen.size() == 3);
    assertTrue(seen.contains("called left CALLEE_FAILED"), seen.toString());
  }

  @Test
  void tooMuchMetadataIsRefused() {
    start(RpcTuning.defaults(), ServiceOptions.defaults());
    CallOptions many = CallOptions.none().withMetadata("k", "x".repeat(16_383));
    assertTrue(result(many.call(client::left)) > 0);
    IllegalArgumentException tooMuch =
        org.junit.jupiter.api.Assertions.assertThrows(
            IllegalArgumentException.class,
            () -> CallOptions.none().withMetadata("k", "x".repeat(16_384)));
    assertEquals("metadata: 16385 characters (expected: at most 16384)", tooMuch.getMessage());
  }
}
