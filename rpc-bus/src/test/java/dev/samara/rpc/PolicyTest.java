package dev.samara.rpc;

import static dev.samara.rpc.Waiting.failure;
import static dev.samara.rpc.Waiting.result;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.rpc.call.Call;
import dev.samara.rpc.call.CallOptions;
import dev.samara.rpc.call.FailureKind;
import dev.samara.rpc.call.Idempotent;
import dev.samara.rpc.call.Key;
import dev.samara.rpc.call.ServiceInfo;
import dev.samara.rpc.call.ServiceOptions;
import dev.samara.rpc.policy.Balancing;
import dev.samara.rpc.policy.CallPolicy;
import dev.samara.rpc.policy.HedgeOptions;
import dev.samara.rpc.policy.RetryOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client with a policy calls a service of two nodes. */
class PolicyTest {
  interface Work {
    @Idempotent
    Future<String> look(@Key String what);

    Future<String> change(String what);

    @Idempotent
    String lookBlocking(String what);
  }

  /** One node's implementation: answers with its name, or not at all. */
  private static final class Worker implements Work {
    final String node;
    final AtomicInteger calls = new AtomicInteger();
    final AtomicInteger cancelled = new AtomicInteger();
    final ConcurrentLinkedQueue<Promise<String>> held = new ConcurrentLinkedQueue<>();
    volatile boolean holds;

    Worker(String node) {
      this.node = node;
    }

    @Override
    public Future<String> look(String what) {
      calls.incrementAndGet();
      if (!holds) {
        return Future.succeededFuture(node);
      }
      Promise<String> promise = Promise.promise();
      held.add(promise);
      Call.current().orElseThrow().onCancel(cancelled::incrementAndGet);
      return promise.future();
    }

    @Override
    public Future<String> change(String what) {
      return look(what);
    }

    @Override
    public String lookBlocking(String what) {
      return node;
    }
  }

  private static final RetryOptions RETRIES =
      RetryOptions.defaults().withDelays(Duration.ofMillis(1), Duration.ofMillis(5));
  private static final CallPolicy POLICY =
      CallPolicy.defaults().withBalancing(Balancing.ROUND_ROBIN).withRetries(RETRIES);

  private final Vertx vertx = Vertx.vertx();
  private final Worker first = new Worker("a");
  private final Worker second = new Worker("b");
  private Rpc caller;
  private Rpc a;
  private Rpc b;

  @BeforeEach
  void start() {
    a = node("a");
    b = node("b");
    caller = node("caller");
    result(a.expose(Work.class, first));
    result(b.expose(Work.class, second));
    Waiting.until("both are known", () -> caller.services().size() == 2);
  }

  private Rpc node(String name) {
    RpcOptions options =
        Waiting.patient(name, "id-of-" + name)
            .withDrainTimeout(Duration.ZERO)
            .withAnnouncing(Duration.ofMillis(50), Duration.ofMinutes(1));
    return result(Rpc.start(vertx, options));
  }

  @AfterEach
  void stop() {
    Waiting.assertBalanced(caller);
    result(caller.close());
    result(a.close());
    result(b.close());
    result(vertx.close());
  }

  @Test
  void anIdempotentCallSurvivesItsNode() {
    Work work = caller.client(Work.class, POLICY);
    Worker busy = hold();
    Future<String> pending = heldCall(work, busy, true);
    caller.nodeLeft("id-of-" + busy.node);
    assertEquals(other(busy).node, result(pending));
    assertEquals(1, caller.attempts().retries());
    assertEquals(caller.balance().started() + 1, caller.attempts().attempts());
  }

  @Test
  void anotherCallDoesNot() {
    Work work = caller.client(Work.class, POLICY);
    Worker busy = hold();
    Future<String> pending = heldCall(work, busy, false);
    caller.nodeLeft("id-of-" + busy.node);
    failure(FailureKind.NODE_LEFT, pending);
    assertEquals(0, caller.attempts().retries());
  }

  @Test
  void aNodeThatIsKilledBetweenAttemptsIsNotAsked() {
    Work work = caller.client(Work.class, POLICY);
    Worker busy = hold();
    Future<String> pending = heldCall(work, busy, true);
    int before = second.calls.get();
    // While the first attempt is under way the other node goes, and a third one comes.
    result(b.close());
    Rpc c = node("c");
    result(c.expose(Work.class, new Worker("c")));
    Waiting.until("it is known", () -> nodesOffering().equals(List.of("a", "c")));
    caller.nodeLeft("id-of-" + busy.node);
    assertEquals("c", result(pending));
    assertEquals(before, second.calls.get());
    result(c.close());
  }

  private List<String> nodesOffering() {
    return caller.services().stream().map(ServiceInfo::node).toList();
  }

  @Test
  void aUsedUpBudgetLeavesTheFailure() {
    Work work = caller.client(Work.class, POLICY.withRetries(RETRIES.withBudget(0, 0)));
    Worker busy = hold();
    Future<String> pending = heldCall(work, busy, true);
    caller.nodeLeft("id-of-" + busy.node);
    failure(FailureKind.NODE_LEFT, pending);
    assertEquals(1, caller.attempts().exhausted());
  }

  @Test
  void theSecondAttemptWinsAndTheFirstIsCancelled() {
    HedgeOptions hedging = new HedgeOptions(95, Duration.ofMillis(30));
    Work work = caller.client(Work.class, POLICY.withHedging(hedging));
    Worker busy = hold();
    Future<String> pending = heldCall(work, busy, true);
    assertEquals(other(busy).node, result(pending));
    Waiting.until("the loser is cancelled", () -> busy.cancelled.get() == 1);
    assertEquals(1, caller.attempts().hedgesWon());
    assertEquals(caller.balance().started(), caller.balance().answered());
  }

  @Test
  void anOverloadedNodeIsNotAskedAgain() {
    result(a.withdraw("work"));
    result(b.withdraw("work"));
    Waiting.until("nobody offers it", () -> caller.services().isEmpty());
    result(a.expose("work", Work.class, first, ServiceOptions.defaults().withLimits(1, 0)));
    Waiting.until("one offers it", () -> caller.services().size() == 1);
    Work work = caller.client(Work.class, POLICY);
    first.holds = true;
    Future<String> occupying = work.look("x");
    Waiting.until("it is held", () -> first.held.size() == 1);
    failure(FailureKind.OVERLOADED, work.look("y"));
    assertEquals(2, caller.attempts().attempts());
    result(b.expose(Work.class, second));
    Waiting.until("both offer it", () -> caller.services().size() == 2);
    IntStream.range(0, 10).forEach(i -> assertEquals("b", result(work.look("y"))));
    first.held.remove().complete("a");
    assertEquals("a", result(occupying));
  }

  @Test
  void callsWithOneKeyGoToOneNode() {
    Work work = caller.client(Work.class, POLICY.withBalancing(Balancing.BY_KEY));
    List<String> homes =
        IntStream.range(0, 40).mapToObj(i -> result(work.look("key" + i))).toList();
    assertTrue(homes.containsAll(List.of("a", "b")));
    for (int i = 0; i < 40; i++) {
      assertEquals(homes.get(i), result(work.look("key" + i)));
      CallOptions options = CallOptions.none().withKey("key" + i);
      assertEquals(homes.get(i), options.call(() -> result(work.change("anything"))));
      assertEquals(homes.get(i), options.call(() -> work.lookBlocking("anything")));
    }
  }

  @Test
  void tooManyCallsOfOneClientAreRefused() {
    Work narrow = caller.client(Work.class, POLICY.withMaxConcurrentCalls(1));
    Worker busy = hold();
    Future<String> pending = heldCall(narrow, busy, true);
    failure(FailureKind.OVERLOADED, narrow.look("y"));
    busy.held.remove().complete("done");
    assertEquals("done", result(pending));
    busy.holds = false;
    assertNotEquals("", result(narrow.look("z")));
  }

  @Test
  void anExpiredCallIsNotRepeated() {
    Work work = caller.client(Work.class, POLICY);
    first.holds = true;
    second.holds = true;
    CallOptions options = CallOptions.none().withTimeout(Duration.ofMillis(100));
    failure(FailureKind.EXPIRED, options.call(() -> work.look("x")));
    assertEquals(1, caller.attempts().attempts());
  }

  private Worker hold() {
    first.holds = true;
    return first;
  }

  private Worker other(Worker one) {
    return one == first ? second : first;
  }

  /** Calls in turn until the call is at the node that holds it. */
  private Future<String> heldCall(Work work, Worker busy, boolean idempotent) {
    while (true) {
      int before = busy.calls.get() + other(busy).calls.get();
      Future<String> call = idempotent ? work.look("x") : work.change("x");
      Waiting.until("it has come", () -> busy.calls.get() + other(busy).calls.get() > before);
      if (!busy.held.isEmpty()) {
        return call;
      }
      result(call);
    }
  }
}
