package dev.samara.rpc;

import static dev.samara.rpc.Waiting.result;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.rpc.Carts.Cart;
import dev.samara.rpc.call.CallOptions;
import dev.samara.rpc.call.FailureKind;
import dev.samara.rpc.call.RpcException;
import dev.samara.rpc.call.ShardOptions;
import dev.samara.rpc.call.ShardOwner;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The owners are processes of their own in a real cluster, which come, leave and are killed. */
class ShardsIT {
  private static final int COUNT = 12;
  private static final int CARTS = 100;

  private final List<Process> members = new ArrayList<>();
  private List<Integer> ports;
  private Cluster a;
  private RpcShards<Cart> carts;
  @TempDir Path folder;

  @BeforeEach
  void start() throws IOException {
    ports = List.of(Cluster.freePort(), Cluster.freePort(), Cluster.freePort(), Cluster.freePort());
    a = Cluster.join("a", ports);
    carts = a.rpc().shards("cart", Cart.class, ShardOptions.of(COUNT));
  }

  @AfterEach
  void stop() throws Exception {
    try {
      Waiting.assertBalanced(a.rpc());
      assertEquals(0, Carts.violations(folder));
    } finally {
      for (Process member : members) {
        kill(member);
      }
      a.leave();
    }
  }

  @Test
  void shardsMoveToWhoJoinsAndFromWhoLeavesAndNoCallIsLost() throws Exception {
    Process b = startMember("b", 1);
    untilOwnedBy("b");
    Load load = new Load(number -> carts.client().add("cart " + number % CARTS, 1));
    load.untilMore(1_000);
    startMember("c", 2);
    untilOwnedBy("b", "c");
    load.untilMore(1_000);
    ShardMember.leave(b);
    untilOwnedBy("c");
    assertTrue(b.waitFor(60, TimeUnit.SECONDS));
    load.untilMore(1_000);
    load.stop();
    assertEquals(List.of(), List.copyOf(load.failures));
    int sum = 0;
    for (int i = 0; i < CARTS; i++) {
      sum += result(carts.client().add("cart " + i, 0));
    }
    assertEquals(load.made.get(), sum);
  }

  @Test
  void theShardsOfAKilledOwnerAreTakenOverAndEachCallHasOneOutcome() throws Exception {
    startMember("b", 1);
    Process c = startMember("c", 2);
    startMember("d", 3);
    untilOwnedBy("b", "c", "d");
    List<ShardOwner> before = carts.owners();
    Load idempotent = new Load(number -> carts.client().put("cart " + number % CARTS, number));
    Load others = new Load(number -> carts.client().add("other " + number % CARTS, 1));
    idempotent.untilMore(1_000);
    others.untilMore(1_000);
    kill(c);
    untilOwnedBy("b", "d");
    idempotent.untilMore(1_000);
    others.untilMore(1_000);
    idempotent.stop();
    others.stop();
    assertEquals(List.of(), List.copyOf(idempotent.failures));
    for (Throwable each : others.failures) {
      FailureKind kind = ((RpcException) each).kind();
      Set<FailureKind> lost = Set.of(FailureKind.NODE_LEFT, FailureKind.CONNECTION_LOST);
      assertTrue(lost.contains(kind), each.getMessage());
    }
    for (ShardOwner owner : carts.owners()) {
      ShardOwner earlier = before.get(owner.shard());
      boolean isKept = owner.equals(earlier) && !earlier.node().equals("c");
      assertTrue(isKept || owner.epoch() > earlier.epoch());
    }
    System.out.println(others.failures.size() + " calls that may not run twice failed");
  }

  /** So many calls at a time, one after the other, each with one outcome. */
  private final class Load {
    private final IntFunction<Future<?>> call;
    private final AtomicInteger made = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicInteger under = new AtomicInteger();
    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean over;

    Load(IntFunction<Future<?>> call) {
      this.call = call;
      for (int i = 0; i < 20; i++) {
        under.incrementAndGet();
        next();
      }
    }

    private void next() {
      if (over) {
        under.decrementAndGet();
        return;
      }
      CallOptions.none()
          .withTimeout(Duration.ofSeconds(30))
          .<Future<?>>call(() -> call.apply(made.getAndIncrement()))
          .onFailure(failures::add)
          .onComplete(done -> {
            ended.incrementAndGet();
            a.vertx().runOnContext(later -> next());
          });
    }

    void untilMore(int calls) {
      int enough = ended.get() + calls;
      Waiting.until("more calls have ended", () -> ended.get() >= enough);
    }

    void stop() {
      over = true;
      Waiting.until("no call is under way", () -> under.get() == 0);
      assertEquals(made.get(), ended.get());
    }
  }

  private void untilOwnedBy(String... names) {
    Waiting.until(
        "all shards are owned by " + List.of(names),
        Duration.ofMinutes(2),
        () -> {
          List<ShardOwner> owners = carts.owners();
          Set<String> by = owners.stream().map(ShardOwner::node).collect(Collectors.toSet());
          return owners.size() == COUNT && by.equals(Set.of(names));
        });
  }

  private Process startMember(String name, int port) throws IOException {
    List<Integer> own = new ArrayList<>(ports);
    own.addFirst(own.remove(port));
    Process member = ShardMember.start(name, folder, COUNT, own);
    members.add(member);
    return member;
  }

  /** As kill -9 does it. */
  private static void kill(Process member) throws InterruptedException {
    member.destroyForcibly();
    assertTrue(member.waitFor(20, TimeUnit.SECONDS));
  }
}
