package dev.samara.rpc;

import static dev.samara.rpc.Waiting.failure;
import static dev.samara.rpc.Waiting.result;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.rpc.call.CallOptions;
import dev.samara.rpc.call.FailureKind;
import dev.samara.rpc.call.RpcException;
import dev.samara.rpc.transport.Bus;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Deadlines and bounds: each has its own failure, and the balance adds up after all of them. */
class LimitsTest {
  interface Held {
    Future<String> hold(int number);

    String holdBlocking();

    Future<String> repeat(String text, int times);
  }

  /** Answers when it is told to. */
  private static final class Holder implements Held {
    final ConcurrentLinkedQueue<Promise<String>> open = new ConcurrentLinkedQueue<>();

    @Override
    public Future<String> hold(int number) {
      Promise<String> promise = Promise.promise();
      open.add(promise);
      return promise.future();
    }

    @Override
    public String holdBlocking() {
      return result(hold(0));
    }

    @Override
    public Future<String> repeat(String text, int times) {
      return Future.succeededFuture(text.repeat(times));
    }

    void release() {
      for (Promise<String> promise = open.poll(); promise != null; promise = open.poll()) {
        promise.complete("released");
      }
    }
  }

  private static final String NODE_ID = "id-of-a";

  private final Vertx vertx = Vertx.vertx();
  private final Holder holder = new Holder();
  private Rpc rpc;
  private long foreignMessages;
  private Held client;

  private void start(RpcOptions options) {
    rpc = result(Rpc.start(vertx, options));
    result(rpc.expose(Held.class, holder));
    client = rpc.client(Held.class);
  }

  @AfterEach
  void stop() {
    holder.release();
    Waiting.assertBalanced(rpc);
    assertEquals(foreignMessages, rpc.node().malformedMessages());
    result(rpc.close());
    result(vertx.close());
  }

  private static RpcOptions options() {
    return Waiting.patient("a", NODE_ID);
  }

  @Test
  void aNodeOffersNoMoreServicesThanItCanAnnounce() {
    start(options());
    for (int i = 1; i < 1_000; i++) {
      result(rpc.expose("held" + i, Held.class, holder));
    }
    assertEquals(
        "services: 1001 (expected: at most 1000 on one node)",
        failure(rpc.expose("another", Held.class, holder)).getMessage());
    result(rpc.withdraw("held1"));
    result(rpc.expose("another", Held.class, holder));
  }

  @Test
  void aCallWithoutAnswerExpires() {
    start(options().withCallTimeout(Duration.ofMillis(150)));
    long began = System.nanoTime();
    RpcException failure = failure(FailureKind.EXPIRED, client.hold(1));
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    assertTrue(millis >= 150, "expired after " + millis + " ms");
    assertEquals("held.hold: no answer from node 'a' within 150 ms", failure.getMessage());
    assertEquals(1, rpc.balance().failed().get(FailureKind.EXPIRED));
    holder.release();
    CallOptions patiently = CallOptions.none().withTimeout(Duration.ofMinutes(1));
    assertEquals("x", result(patiently.call(() -> client.repeat("x", 1))));
    assertEquals(0, rpc.balance().lateAnswers(), "the callee was told that nobody waits");
  }

  @Test
  void aBlockingCallExpiresAsWell() {
    start(options().withCallTimeout(Duration.ofMillis(150)));
    RpcException failure = assertThrows(RpcException.class, client::holdBlocking);
    assertEquals(FailureKind.EXPIRED, failure.kind());
  }

  @Test
  void theDeadlineOfACallIsItsOwn() {
    start(options());
    Future<String> call = rpc.callJson("held", "hold", "1", Duration.ofMillis(100));
    failure(FailureKind.EXPIRED, call);
    RpcException failure =
        failure(FailureKind.REFUSED, rpc.callJson("held", "hold", "1", Duration.ZERO));
    assertEquals("the timeout is PT0S: it must be from 1 ms to 1 day", failure.getMessage());
    Duration endless = Duration.ofSeconds(Long.MAX_VALUE);
    failure(FailureKind.REFUSED, rpc.callJson("held", "hold", "1", endless));
    Future<String> longest = rpc.callJson("held", "repeat", "[\"x\", 2]", Duration.ofDays(1));
    assertEquals("\"xx\"", result(longest));
  }

  @Test
  void tooManyPendingCallsFailAtOnce() {
    start(options().withLimits(1 << 20, 10, 100));
    List<Future<String>> calls = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      calls.add(client.hold(i));
    }
    RpcException failure = failure(FailureKind.OVERLOADED, client.hold(10));
    assertEquals("10 calls of node 'a' are pending", failure.getMessage());
    assertTrue(failure.kind().mayRetry());
    assertEquals(10, rpc.balance().inFlight());
    assertTrue(rpc.balance().addsUp());
    Waiting.until("all arrived", () -> holder.open.size() == 10);
    holder.release();
    calls.forEach(call -> assertEquals("released", result(call)));
    assertEquals("x", result(client.repeat("x", 1)));
  }

  @Test
  void tooManyServedCallsFailAtOnce() {
    start(options().withLimits(1 << 20, 100, 3));
    List<Future<String>> calls = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      calls.add(client.hold(i));
    }
    Waiting.until("all arrived", () -> holder.open.size() == 3);
    RpcException failure = failure(FailureKind.OVERLOADED, client.hold(3));
    assertEquals("node 'a' serves 3 calls already", failure.getMessage());
    assertTrue(failure.retryAfter().isPresent());
    holder.release();
    calls.forEach(call -> assertEquals("released", result(call)));
    assertEquals("x", result(client.repeat("x", 1)));
  }

  @Test
  void argumentsAndResultsBeyondTheLimitAreRefused() {
    start(options().withLimits(1024, 100, 100));
    RpcException arguments = failure(FailureKind.REFUSED, repeatJson("x".repeat(1024), 1));
    assertEquals("held.repeat: the arguments have 1030 bytes, limit 1024", arguments.getMessage());
    RpcException result = failure(FailureKind.REFUSED, repeatJson("x", 1023));
    assertEquals("held.repeat: the result has 1025 bytes, limit 1024", result.getMessage());
    assertEquals(1024, result(repeatJson("x", 1022)).length());
    assertEquals(5000, result(client.repeat("x", 5000)).length(), "not made bytes on one node");
  }

  private Future<String> repeatJson(String text, int times) {
    return rpc.callJson(
        "held", "repeat", "[\"" + text + "\"," + times + "]", Duration.ofMinutes(1));
  }

  @Test
  void anInterruptedCallerCancelsItsCall() throws Exception {
    start(options());
    CompletableFuture<String> outcome = new CompletableFuture<>();
    Thread caller =
        Thread.ofVirtual()
            .start(() -> {
              try {
                outcome.complete(client.holdBlocking());
              } catch (RpcException expected) {
                outcome.completeExceptionally(expected);
              }
            });
    Waiting.until("it is being served", () -> holder.open.size() == 1);
    caller.interrupt();
    ExecutionException failed =
        assertThrows(ExecutionException.class, () -> outcome.get(20, TimeUnit.SECONDS));
    RpcException failure = assertInstanceOf(RpcException.class, failed.getCause());
    assertEquals(FailureKind.CANCELLED, failure.kind());
    assertEquals(1, rpc.balance().failed().get(FailureKind.CANCELLED));
  }

  @Test
  void foreignMessagesAreDroppedAndCountedAndHarmNobody() {
    start(options());
    String address = Bus.address(NODE_ID, 0);
    vertx.eventBus().send(address, "not a call");
    vertx.eventBus().send(Bus.ANNOUNCEMENTS, 42);
    Waiting.until("both were counted", () -> rpc.node().malformedMessages() == 2);
    assertEquals("xx", result(client.repeat("x", 2)));
    foreignMessages = 2;
  }
}
