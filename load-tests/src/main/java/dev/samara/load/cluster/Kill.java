package dev.samara.load.cluster;

import dev.samara.rpc.Rpc;
import dev.samara.rpc.call.CallBalance;
import dev.samara.rpc.call.CallOptions;
import dev.samara.rpc.call.FailureKind;
import dev.samara.rpc.call.RpcException;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A node dies with calls pending: who waits for it, and for how long? Used by one thread. */
final class Kill {
  private final Member member;
  private final Rpc rpc;
  private final Victim victim;
  private final int calls;
  private final AtomicInteger nodeLeft = new AtomicInteger();
  private final AtomicInteger otherwise = new AtomicInteger();
  private final AtomicLong lastNanos = new AtomicLong(Long.MIN_VALUE);

  Kill(Member member, int calls) {
    this.member = member;
    this.rpc = member.rpc();
    this.victim = member.rpc().client(Victim.class);
    this.calls = calls;
  }

  /** Makes the calls, kills the process once it has begun them all, and waits for the outcomes. */
  Outcomes run(long pid) throws Exception {
    Waits.until("the node that is to be killed", () -> member.offered("victim"));
    final CallBalance before = rpc.balance();
    CallOptions patient = CallOptions.none().withTimeout(Duration.ofMinutes(2));
    for (int i = 0; i < calls; i++) {
      int number = i;
      patient.call(() -> victim.hold(number)).onComplete((_, failure) -> ended(failure));
    }
    Waits.until("calls to begin", () -> held() == calls);
    ProcessHandle process =
        ProcessHandle.of(pid).orElseThrow(() -> new IOException("no process " + pid));
    long killed = System.nanoTime();
    // With SIGKILL, and without a process of its own that would have to start first.
    process.destroyForcibly();
    Waits.until("outcomes of pending calls", () -> nodeLeft.get() + otherwise.get() >= calls);
    Waits.until("the books to close", () -> rpc.balance().inFlight() == 0);
    CallBalance balance = rpc.balance();
    long failed =
        balance.failed().getOrDefault(FailureKind.NODE_LEFT, 0L)
            - before.failed().getOrDefault(FailureKind.NODE_LEFT, 0L);
    return new Outcomes(
        calls,
        nodeLeft.get(),
        otherwise.get(),
        balance.addsUp() && failed == calls,
        TimeUnit.NANOSECONDS.toMillis(lastNanos.get() - killed));
  }

  private void ended(Throwable failure) {
    lastNanos.accumulateAndGet(System.nanoTime(), Math::max);
    boolean left = failure instanceof RpcException known && known.kind() == FailureKind.NODE_LEFT;
    (left ? nodeLeft : otherwise).incrementAndGet();
  }

  private int held() {
    Future<Integer> held = victim.held();
    try {
      return Member.await(held);
    } catch (Exception notYet) {
      return 0;
    }
  }
}
