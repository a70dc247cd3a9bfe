package dev.samara.rpc;

import static dev.samara.rpc.Waiting.failure;
import static dev.samara.rpc.Waiting.result;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.rpc.ClusterMember.Echo;
import dev.samara.rpc.ClusterMember.Report;
import dev.samara.rpc.ClusterMember.Work;
import dev.samara.rpc.call.CallOptions;
import dev.samara.rpc.call.FailureKind;
import dev.samara.rpc.call.ServiceInfo;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Another node is a process that stands still, and is not given up meanwhile. */
class StoppedPeerIT {
  private static final String NAME = "b-" + ClusterMember.PATIENT;
  private static final CallOptions PATIENTLY =
      CallOptions.none().withTimeout(Duration.ofMinutes(1));

  Cluster a;
  private Process member;
  private List<Integer> ports;

  @BeforeEach
  void start() throws Exception {
    ports = List.of(Cluster.freePort(), Cluster.freePort());
    a =
        Cluster.joinPatiently(
            "a", ports, tuning().withMaxQueuedBytes(1 << 20).withSlowCall(Duration.ofMinutes(1)));
  }

  /** How the members call each other. */
  RpcTuning tuning() {
    return RpcTuning.defaults();
  }

  @AfterEach
  void stop() throws Exception {
    if (member != null) {
      member.destroyForcibly();
      assertTrue(member.waitFor(20, TimeUnit.SECONDS));
    }
    a.leave();
  }

  boolean isReady() {
    return true;
  }

  private void startMember(String role) throws Exception {
    String linked = tuning().nodeLinks().isPresent() ? ClusterMember.LINKED : "";
    member = ClusterMember.start(role + linked, NAME, ports.reversed());
  }

  @Test
  void callsBeyondTheBoundFailAtOnceAndThoseWithinItAreAnsweredInTheEnd() throws Exception {
    startMember("serves");
    Waiting.until("it is offered", () -> !a.rpc().services().isEmpty());
    Echo echo = a.rpc().client(Echo.class);
    String text64KiB = "x".repeat(64 * 1024);
    Waiting.until(
        "calls go where they are to go",
        () -> {
          assertEquals(text64KiB, result(PATIENTLY.call(() -> echo.echo(text64KiB))));
          return isReady();
        });
    List<Future<String>> pending = new ArrayList<>();
    ClusterMember.signal("STOP", member);
    try {
      // 640 MiB: with half a GiB as its heap this process could not keep them.
      for (int i = 0; i < 10_000; i++) {
        Future<String> call = PATIENTLY.call(() -> echo.echo(text64KiB));
        if (!call.failed()) {
          pending.add(call);
        }
      }
      Waiting.untilStill("those in flight", () -> (int) a.rpc().balance().inFlight());
      long inFlight = a.rpc().balance().inFlight();
      assertTrue(inFlight > 0 && inFlight < 1_000, inFlight + " calls of 64 KiB are under way");
      failure(FailureKind.OVERLOADED, echo.echo(text64KiB));
    } finally {
      ClusterMember.signal("CONT", member);
    }
    Waiting.until("all have settled", () -> a.rpc().balance().inFlight() == 0);
    Waiting.until("all have ended", () -> pending.stream().allMatch(Future::isComplete));
    long answered = 0;
    for (Future<String> call : pending) {
      if (call.succeeded()) {
        answered++;
        assertEquals(text64KiB, call.result());
      } else {
        failure(FailureKind.OVERLOADED, call);
      }
    }
    assertTrue(answered > 0);
    assertEquals("on", result(PATIENTLY.call(() -> echo.echo("on"))));
    Waiting.assertBalanced(a.rpc());
  }

  @Test
  void answersBeyondTheBoundAreDroppedAndCounted() throws Exception {
    ConcurrentLinkedQueue<Promise<String>> open = new ConcurrentLinkedQueue<>();
    Work work =
        number -> {
          Promise<String> promise = Promise.promise();
          open.add(promise);
          return promise.future();
        };
    result(a.rpc().expose(Work.class, work));
    startMember(ClusterMember.CALLS);
    Waiting.until("all work has begun", () -> open.size() == ClusterMember.MADE);
    String text1MB = "x".repeat(1_000_000);
    ClusterMember.signal("STOP", member);
    try {
      // One by one, so that each finds what the one before has left on its way.
      for (Promise<String> promise : open) {
        Duration before = work().totalTime();
        promise.complete(text1MB);
        Waiting.until("its outcome is known", () -> !work().totalTime().equals(before));
      }
      assertTrue(dropped() > 0 && dropped() < ClusterMember.MADE, dropped() + " were dropped");
    } finally {
      ClusterMember.signal("CONT", member);
    }
    Report report = a.rpc().client(Report.class);
    Waiting.until(
        "the caller has all outcomes",
        () -> a.rpc().services().stream().anyMatch(each -> each.service().equals("report")));
    Map<String, Integer> outcomes = result(PATIENTLY.call(report::outcomes));
    long dropped = dropped();
    assertEquals(
        Map.of("CONNECTION_LOST", (int) dropped, "answered", (int) (ClusterMember.MADE - dropped)),
        outcomes);
  }

  private ServiceInfo work() {
    return a.rpc().services().stream()
        .filter(each -> each.service().equals("work"))
        .findFirst()
        .orElseThrow();
  }

  private long dropped() {
    return work().failuresByKind().getOrDefault(FailureKind.CONNECTION_LOST, 0L);
  }
}
