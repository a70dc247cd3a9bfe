package dev.samara.rpc;

import static dev.samara.rpc.Waiting.failure;
import static dev.samara.rpc.Waiting.result;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.rpc.ClusterMember.Echo;
import dev.samara.rpc.ClusterMember.Work;
import dev.samara.rpc.call.Call;
import dev.samara.rpc.call.FailureKind;
import dev.samara.rpc.call.RpcException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Other nodes are processes of their own, and are killed or stopped. */
class ClusterKillIT {
  private static final Set<FailureKind> OF_A_LOST_NODE =
      Set.of(FailureKind.NODE_LEFT, FailureKind.CONNECTION_LOST, FailureKind.NO_SUCH_SERVICE);

  private final List<Process> members = new ArrayList<>();
  private List<Integer> ports;
  Cluster a;

  @BeforeEach
  void start() throws IOException {
    ports = List.of(Cluster.freePort(), Cluster.freePort(), Cluster.freePort());
    a = Cluster.join("a", ports, tuning());
  }

  /** How the members call each other. */
  RpcTuning tuning() {
    return RpcTuning.defaults();
  }

  /** Waits until the calls that follow go where they are to go. */
  void untilReady(Echo echo) {}

  @AfterEach
  void stop() throws InterruptedException {
    Waiting.assertBalanced(a.rpc());
    for (Process member : members) {
      kill(member);
    }
    a.leave();
  }

  @Test
  void pendingCallsFailFastLaterOnesAtOnceAndAfterARestartItWorks() throws Exception {
    final Process member = startMember("serves", "b", 1);
    Echo echo = a.rpc().client(Echo.class);
    untilOffered(1);
    assertEquals("hello", result(echo.echo("hello")));
    Future<String> unknown = a.rpc().callJson("echo", "shout", "[]", Duration.ofMinutes(1));
    failure(FailureKind.NO_SUCH_METHOD, unknown);
    Future<String> wrong = a.rpc().callJson("echo", "never", "[\"x\"]", Duration.ofMinutes(1));
    failure(FailureKind.BAD_ARGUMENTS, wrong);

    final List<Future<String>> pending = pendingCalls(echo);
    kill(member);
    long millis = untilAllLeft(pending);
    assertTrue(millis < 15_000, "it took " + millis + " ms");
    assertEquals(
        "no node offers the service 'echo' (node 'b' did until it left)",
        failure(FailureKind.NO_SUCH_SERVICE, echo.echo("anybody?")).getMessage());

    startMember("serves", "b", 1);
    untilOffered(1);
    assertEquals("back", result(echo.echo("back")));
  }

  @Test
  void callsToAStoppedProcessFailAfterItsSilence() throws Exception {
    Process member = startMember("serves", "b", 1);
    untilOffered(1);
    Echo echo = a.rpc().client(Echo.class);
    List<Future<String>> pending = pendingCalls(echo);
    ClusterMember.signal("STOP", member);
    try {
      long millis = untilAllLeft(pending);
      assertTrue(millis < 6_000, "it took " + millis + " ms");
    } finally {
      ClusterMember.signal("CONT", member);
    }
  }

  @Test
  void underLoadEachCallHasOneOutcomeAndIdempotentOnesSucceedInTheEnd() throws Exception {
    Process b = startMember("serves", "b", 1);
    startMember("serves", "c", 2);
    untilOffered(2);
    Echo echo = a.rpc().client(Echo.class);
    AtomicInteger succeeded = new AtomicInteger();
    AtomicInteger failed = new AtomicInteger();
    int calls = 20_000;
    List<Future<String>> all = new ArrayList<>();
    AtomicInteger inFlight = new AtomicInteger();
    for (int i = 0; i < calls; i++) {
      if (i == calls / 2) {
        kill(b);
      }
      Waiting.until("there is room", () -> inFlight.get() < 200);
      inFlight.incrementAndGet();
      all.add(
          untilItSucceeds(echo, "text " + i, failed)
              .onComplete(done -> inFlight.decrementAndGet())
              .onSuccess(done -> succeeded.incrementAndGet()));
    }
    for (int i = 0; i < calls; i++) {
      assertEquals("text " + i, result(all.get(i)));
    }
    assertEquals(calls, succeeded.get());
    var balance = a.rpc().balance();
    assertEquals(calls, balance.answered());
    assertEquals(calls + failed.get(), balance.started());
    System.out.println(failed + " calls of " + calls + " failed when a node was killed");
  }

  private Future<String> untilItSucceeds(Echo echo, String text, AtomicInteger failed) {
    return echo.echo(text)
        .recover(thrown -> {
          failed.incrementAndGet();
          RpcException failure = (RpcException) thrown;
          assertTrue(OF_A_LOST_NODE.contains(failure.kind()), failure.getMessage());
          return untilItSucceeds(echo, text, failed);
        });
  }

  @Test
  void theWorkForACallerThatDiesIsCancelled() throws Exception {
    AtomicInteger begun = new AtomicInteger();
    AtomicInteger cancelled = new AtomicInteger();
    Work work =
        number -> {
          Call.current().orElseThrow().onCancel(cancelled::incrementAndGet);
          begun.incrementAndGet();
          return Promise.<String>promise().future();
        };
    result(a.rpc().expose(Work.class, work));
    Process caller = startMember(ClusterMember.CALLS, "b", 1);
    Waiting.until("all work has begun", () -> begun.get() == ClusterMember.MADE);
    long killed = System.nanoTime();
    kill(caller);
    Waiting.until("all work was cancelled", () -> cancelled.get() == ClusterMember.MADE);
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killed);
    // Their deadline has not come yet.
    assertTrue(millis < 15_000, "it took " + millis + " ms");
  }

  private List<Future<String>> pendingCalls(Echo echo) {
    untilReady(echo);
    List<Future<String>> pending = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      int number = i;
      pending.add(
          dev.samara.rpc.call.CallOptions.none()
              .withTimeout(Duration.ofSeconds(30))
              .call(() -> echo.never(number)));
    }
    assertEquals("still there", result(echo.echo("still there")));
    return pending;
  }

  /** How long that takes. */
  private static long untilAllLeft(List<Future<String>> pending) {
    long began = System.nanoTime();
    for (Future<String> call : pending) {
      RpcException failure = failure(FailureKind.NODE_LEFT, call);
      assertEquals("node 'b' left while it served echo.never", failure.getMessage());
    }
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    System.out.println("1,000 pending calls failed after " + millis + " ms");
    return millis;
  }

  private void untilOffered(int nodes) {
    Waiting.until("it is offered", Duration.ofMinutes(2), () -> a.rpc().services().size() == nodes);
  }

  private Process startMember(String role, String name, int port) throws IOException {
    List<Integer> own = new ArrayList<>(ports);
    own.addFirst(own.remove(port));
    String linked = tuning().nodeLinks().isPresent() ? ClusterMember.LINKED : "";
    Process member = ClusterMember.start(role + linked, name, own);
    members.add(member);
    return member;
  }

  /** As kill -9 does it. */
  private static void kill(Process member) throws InterruptedException {
    member.destroyForcibly();
    assertTrue(member.waitFor(20, TimeUnit.SECONDS));
  }
}
