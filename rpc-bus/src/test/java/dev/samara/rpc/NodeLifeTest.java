package dev.samara.rpc;

import static dev.samara.rpc.Waiting.failure;
import static dev.samara.rpc.Waiting.result;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.rpc.call.FailureKind;
import dev.samara.rpc.call.RpcException;
import dev.samara.rpc.call.ServiceInfo;
import dev.samara.rpc.directory.Announcement;
import dev.samara.rpc.directory.NodeState;
import dev.samara.rpc.transport.Bus;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nodes that come, go, fall silent and come back, on one local bus. */
class NodeLifeTest {
  interface Clock {
    Future<String> now(String zone);
  }

  private static final Clock NOON = zone -> Future.succeededFuture("noon in " + zone);

  private final Vertx vertx = Vertx.vertx();
  private Rpc a;

  @BeforeEach
  void start() {
    a = result(Rpc.start(vertx, options("a")));
  }

  @AfterEach
  void stop() {
    Waiting.assertBalanced(a);
    result(a.close());
    result(vertx.close());
  }

  private static RpcOptions options(String name) {
    return Waiting.patient(name, "id-" + name)
        .withAnnouncing(Duration.ofMillis(50), Duration.ofMinutes(1));
  }

  /** One that gives silent nodes up after as long as a busy machine may need for a few lines. */
  private void restartImpatient() {
    result(a.close());
    RpcOptions impatient =
        options("a").withAnnouncing(Duration.ofMillis(50), Duration.ofSeconds(4));
    a = result(Rpc.start(vertx, impatient));
  }

  private Rpc startOffering(String name, Clock clock) {
    Rpc rpc = result(Rpc.start(vertx, options(name)));
    result(rpc.expose(Clock.class, clock));
    return rpc;
  }

  private void untilKnown(int nodes) {
    Waiting.until(nodes + " nodes offer it", () -> a.services().size() == nodes);
  }

  private RpcException noNode() {
    return failure(FailureKind.NO_SUCH_SERVICE, a.client(Clock.class).now("UTC"));
  }

  @Test
  void aNewNodeLearnsOfTheOthersAtOnce() {
    // With announcements a minute apart only the answer to the newcomer can tell it.
    RpcOptions slow =
        RpcOptions.defaults("slow").withAnnouncing(Duration.ofMinutes(1), Duration.ofMinutes(3));
    Rpc first = result(Rpc.start(vertx, slow));
    result(first.expose("slowly", Clock.class, NOON));
    Rpc second = result(Rpc.start(vertx, options("second")));
    Waiting.until(
        "the newcomer knows",
        () -> second.services().stream().anyMatch(s -> s.service().equals("slowly")));
    result(second.close());
    result(first.close());
  }

  @Test
  void aNodeReportedGoneFailsItsPendingCallsAtOnceAndLaterCallsToo() {
    restartImpatient();
    Promise<Void> served = Promise.promise();
    Promise<String> answer = Promise.promise();
    Rpc b =
        startOffering(
            "b",
            zone -> {
              served.complete();
              return answer.future();
            });
    untilKnown(1);
    Future<String> pending = a.client(Clock.class).now("UTC");
    result(served.future());
    a.nodeLeft("id-b");
    RpcException failure = failure(FailureKind.NODE_LEFT, pending);
    assertEquals("node 'b' left while it served clock.now", failure.getMessage());
    assertFalse(failure.kind().mayRetry());
    assertEquals(
        "no node offers the service 'clock' (node 'b' did until it left)", noNode().getMessage());
    // It was a false report: the node goes on announcing, and is believed after a while.
    untilKnown(1);
    answer.complete("too late");
    result(b.close());
  }

  @Test
  void aNodeThatFallsSilentIsLost() {
    restartImpatient();
    Announcement ghost =
        new Announcement(
            "id-ghost",
            "ghost",
            1,
            1,
            1,
            NodeState.ALIVE,
            List.of(new ServiceInfo("clock", "ghost", List.of("now(String): String"))),
            Optional.empty());
    vertx.eventBus().consumer(Bus.address("id-ghost", 0), ignored -> {});
    vertx.eventBus().publish(Bus.ANNOUNCEMENTS, ghost);
    untilKnown(1);
    failure(FailureKind.NODE_LEFT, a.client(Clock.class).now("UTC"));
    assertTrue(noNode().getMessage().contains("'ghost'"));
  }

  @Test
  void aNodeWithoutAnAddressFailsTheCallAtOnce() {
    Announcement ghost =
        new Announcement(
            "id-ghost",
            "ghost",
            1,
            1,
            1,
            NodeState.ALIVE,
            List.of(new ServiceInfo("clock", "ghost", List.of())),
            Optional.empty());
    vertx.eventBus().publish(Bus.ANNOUNCEMENTS, ghost);
    untilKnown(1);
    RpcException failure = failure(FailureKind.NODE_LEFT, a.client(Clock.class).now("UTC"));
    assertEquals("node 'ghost' left before clock.now reached it", failure.getMessage());
  }

  @Test
  void aRestartedNodeServesAgain() {
    Rpc once = startOffering("b", NOON);
    untilKnown(1);
    result(once.close());
    untilKnown(0);
    assertEquals(
        "no node offers the service 'clock' (node 'b' did until it left)", noNode().getMessage());
    Rpc again = startOffering("b", NOON);
    untilKnown(1);
    assertEquals("noon in UTC", result(a.client(Clock.class).now("UTC")));
    result(again.close());
  }

  @Test
  void callsGoToAllNodesInTurnButStayHereIfTheyCan() {
    Rpc b = startOffering("b", zone -> Future.succeededFuture("b"));
    Rpc c = startOffering("c", zone -> Future.succeededFuture("c"));
    untilKnown(2);
    Clock clock = a.client(Clock.class);
    String first = result(clock.now("UTC"));
    String second = result(clock.now("UTC"));
    assertFalse(first.equals(second), "both went to " + first);
    assertEquals(first, result(clock.now("UTC")));
    result(a.expose(Clock.class, zone -> Future.succeededFuture("a")));
    assertEquals("a", result(clock.now("UTC")));
    assertEquals("a", result(clock.now("UTC")));
    result(a.withdraw("clock"));
    assertEquals(2, a.services().size());
    result(b.close());
    result(c.close());
  }

  @Test
  void closingAnswersTheCallsBeingServed() {
    Promise<String> answer = Promise.promise();
    Promise<Void> arrived = Promise.promise();
    Rpc b =
        startOffering(
            "b",
            zone -> {
              arrived.complete();
              return answer.future();
            });
    untilKnown(1);
    Future<String> pending = a.client(Clock.class).now("UTC");
    result(arrived.future());
    Future<Void> closed = b.close();
    Waiting.until("it is not offered any more", () -> a.services().isEmpty());
    noNode();
    assertFalse(closed.isComplete());
    assertFalse(pending.isComplete());
    answer.complete("in time");
    assertEquals("in time", result(pending));
    result(closed);
    assertSame(closed, b.close());
  }

  /** Once it has closed no timer of it is left, of which there are some a second. */
  @Test
  void aNodeThatHasClosedSaysNothingMore() {
    Rpc b = startOffering("b", NOON);
    untilKnown(1);
    AtomicInteger said = new AtomicInteger();
    AtomicInteger heard = new AtomicInteger();
    result(
        vertx
            .eventBus()
            .<Announcement>consumer(
                Bus.ANNOUNCEMENTS,
                message -> {
                  heard.incrementAndGet();
                  if (message.body().nodeId().equals("id-b")) {
                    said.incrementAndGet();
                  }
                })
            .completion());
    Waiting.until("it announces itself", () -> said.get() > 0);
    result(b.close());
    int atEnd = said.get();
    int others = heard.get();
    // Those of node a, which come as often.
    Waiting.until("others go on", () -> heard.get() > others + 20);
    assertTrue(said.get() <= atEnd + 3, said.get() - atEnd + " more");
  }

  @Test
  void closingFailsWhatDoesNotEndInTime() {
    RpcOptions options = options("b").withDrainTimeout(Duration.ofMillis(100));
    Rpc b = result(Rpc.start(vertx, options));
    result(b.expose(Clock.class, zone -> Promise.<String>promise().future()));
    untilKnown(1);
    Future<String> pending = a.client(Clock.class).now("UTC");
    Rpc caller = result(Rpc.start(vertx, options("c").withDrainTimeout(Duration.ZERO)));
    Waiting.until("c knows b", () -> caller.services().size() == 1);
    Future<String> own = caller.client(Clock.class).now("UTC");
    result(caller.close());
    RpcException cancelled = failure(FailureKind.CANCELLED, own);
    assertEquals("the RPC of node 'c' is closed", cancelled.getMessage());
    failure(FailureKind.CANCELLED, caller.client(Clock.class).now("UTC"));
    Waiting.assertBalanced(caller);
    result(b.close());
    failure(FailureKind.NODE_LEFT, pending);
    assertInstanceOf(IllegalStateException.class, failure(b.expose("late", Clock.class, NOON)));
  }

  interface Blocking {
    String work();
  }

  @Test
  void aServiceThatOutlivesItsVertxMayEnd() throws InterruptedException {
    Vertx other = Vertx.vertx();
    Rpc b = result(Rpc.start(other, options("b").withDrainTimeout(Duration.ZERO)));
    CountDownLatch end = new CountDownLatch(1);
    List<Throwable> uncaught = new CopyOnWriteArrayList<>();
    Promise<Thread> thread = Promise.promise();
    Blocking service =
        () -> {
          Thread.currentThread().setUncaughtExceptionHandler((its, why) -> uncaught.add(why));
          thread.complete(Thread.currentThread());
          while (end.getCount() > 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5)); // It is interrupted in vain.
          }
          return "done";
        };
    result(b.expose(Blocking.class, service));
    Promise<String> told = Promise.promise();
    Thread.startVirtualThread(() -> {
      try {
        told.complete(b.client(Blocking.class).work());
      } catch (RpcException closed) {
        told.fail(closed);
      }
    });
    result(thread.future());
    result(b.close());
    failure(FailureKind.CANCELLED, told.future());
    result(other.close());
    end.countDown();
    assertTrue(thread.future().result().join(Duration.ofSeconds(20)));
    assertEquals(List.of(), uncaught);
  }

  @Test
  void aNameIsExposedOnceAndWithdrawnOnce() {
    result(a.expose(Clock.class, NOON));
    assertEquals(
        "service 'clock' is already exposed on node 'a'",
        failure(a.expose(Clock.class, NOON)).getMessage());
    result(a.withdraw("clock"));
    assertEquals(
        "service 'clock' is not exposed on node 'a'", failure(a.withdraw("clock")).getMessage());
    assertInstanceOf(
        IllegalArgumentException.class, failure(a.expose("no name", Clock.class, NOON)));
  }

  @Test
  void aServiceRunsWhereItWasExposedAndRpcGoesWithItsVerticle() {
    Promise<Context> home = Promise.promise();
    Promise<Context> ran = Promise.promise();
    String id =
        result(
            vertx.deployVerticle(
                new VerticleBase() {
                  @Override
                  public Future<?> start() {
                    home.complete(context);
                    return Rpc.start(vertx, options("b"))
                        .compose(rpc -> rpc.expose(Clock.class, this::now));
                  }

                  private Future<String> now(String zone) {
                    // The same event loop, on a context of its own for this call.
                    assertTrue(Context.isOnEventLoopThread());
                    ran.complete(
                        ((io.vertx.core.internal.ContextInternal) Vertx.currentContext()).unwrap());
                    return NOON.now(zone);
                  }
                }));
    untilKnown(1);
    assertEquals("noon in UTC", result(a.client(Clock.class).now("UTC")));
    assertSame(result(home.future()), result(ran.future()));
    result(vertx.undeploy(id));
    Waiting.until("it has gone with its verticle", () -> a.services().isEmpty());
  }
}
