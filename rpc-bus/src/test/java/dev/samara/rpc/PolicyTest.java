package dev.samara.rpc;

import static dev.samara.rpc.Waiting.failure;
import static dev.samara.rpc.Waiting.result;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.rpc.call.CallOptions;
import dev.samara.rpc.call.Cancellation;
import dev.samara.rpc.call.FailureKind;
import dev.samara.rpc.call.Idempotent;
import dev.samara.rpc.call.ServiceInfo;
import dev.samara.rpc.call.ServiceOptions;
import dev.samara.rpc.directory.Announcement;
import dev.samara.rpc.directory.NodeState;
import dev.samara.rpc.policy.Balancing;
import dev.samara.rpc.policy.CallPolicy;
import dev.samara.rpc.policy.RetryOptions;
import dev.samara.rpc.transport.Bus;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Retries and balancing of calls between nodes of one bus. */
class PolicyTest {
  interface Named {
    @Idempotent
    Future<String> name();

    Future<String> once();
  }

  private static final class Node implements Named {
    private final String name;
    final AtomicInteger calls = new AtomicInteger();
    final Promise<String> held = Promise.promise();
    boolean holds;

    Node(String name) {
      this.name = name;
    }

    @Override
    public Future<String> name() {
      calls.incrementAndGet();
      return holds ? held.future() : Future.succeededFuture(name);
    }

    @Override
    public Future<String> once() {
      return name();
    }
  }

  private final Vertx vertx = Vertx.vertx();
  private final Node b = new Node("b");
  private final Node c = new Node("c");
  private final List<Rpc> nodes = new ArrayList<>();
  private Rpc a;

  @BeforeEach
  void start() {
    a = node("a");
    result(node("b").expose("named", Named.class, b, ServiceOptions.defaults().withLimits(1, 0)));
    result(node("c").expose("named", Named.class, c));
    Waiting.until("both are known", () -> a.services().size() == 2);
  }

  @AfterEach
  void stop() {
    b.held.tryComplete("b");
    Waiting.assertBalanced(a);
    for (Rpc node : nodes) {
      result(node.close());
    }
    result(vertx.close());
  }

  private Rpc node(String name) {
    RpcOptions options =
        RpcOptions.defaults(name, "id-" + name)
            .withAnnouncing(Duration.ofMillis(50), Duration.ofMillis(2500));
    Rpc rpc = result(Rpc.start(vertx, options));
    nodes.add(rpc);
    return rpc;
  }

  private Named client(CallPolicy policy) {
    return a.client("named", Named.class, ClientOptions.defaults().withPolicy(policy));
  }

  /** A node that is announced, and has no address. */
  private void announceAGhost() {
    ServiceInfo offered = new ServiceInfo("named", "ghost", List.of());
    Announcement ghost =
        new Announcement("id-aghost", "ghost", 1, 1, NodeState.ALIVE, List.of(offered));
    vertx.eventBus().publish(Bus.ANNOUNCEMENTS, ghost);
    Waiting.until("the ghost is known", () -> a.services().size() == 3);
  }

  @Test
  void whatCannotHaveRunIsTriedElsewhere() {
    announceAGhost();
    Named named = client(CallPolicy.defaults().withBalancing(Balancing.ROUND_ROBIN));
    for (int i = 0; i < 12; i++) {
      assertTrue(Set.of("b", "c").contains(result(named.once())));
    }
    assertEquals(12, a.balance().answered(), "each call counts once, however many attempts");
    assertEquals(12, a.balance().started());
  }

  @Test
  void withoutAPolicyACallIsOneAttempt() {
    announceAGhost();
    Named named = a.client("named", Named.class);
    int failed = 0;
    for (int i = 0; i < 6; i++) {
      Future<String> call = named.once();
      Waiting.until("it has its outcome", call::isComplete);
      failed += call.failed() ? 1 : 0;
    }
    assertEquals(2, failed, "each third went to the ghost");
  }

  @Test
  void anOverloadedNodeIsLeftAlone() {
    b.holds = true;
    CallPolicy policy =
        CallPolicy.defaults()
            .withBalancing(Balancing.ROUND_ROBIN)
            .withRetries(RetryOptions.defaults().withBudget(1, 100));
    Named named = client(policy);
    final List<Future<String>> first = List.of(named.once(), named.once());
    Waiting.until("one is held", () -> b.calls.get() == 1);
    for (int i = 0; i < 10; i++) {
      assertEquals("c", result(named.once()));
    }
    assertEquals(1, b.calls.get());
    b.held.complete("b");
    assertEquals(Set.of("b", "c"), Set.of(result(first.get(0)), result(first.get(1))));
  }

  @Test
  void callsWithTheSameKeyGoToTheSameNode() {
    Named named = client(CallPolicy.defaults().withBalancing(Balancing.BY_KEY));
    Set<String> all = new HashSet<>();
    for (int key = 0; key < 40; key++) {
      CallOptions keyed = CallOptions.none().withKey("key " + key);
      String node = result(keyed.call(named::name));
      all.add(node);
      assertEquals(node, result(keyed.call(named::name)));
    }
    assertEquals(Set.of("b", "c"), all);
  }

  @Test
  void aCallWithAPolicyExpiresAndIsCancelledLikeOthers() {
    b.holds = true;
    nodes.get(2).withdraw("named");
    Waiting.until("c is out", () -> a.services().size() == 1);
    Named named = client(CallPolicy.defaults());
    CallOptions shortly = CallOptions.none().withTimeout(Duration.ofMillis(100));
    failure(FailureKind.EXPIRED, shortly.call(named::name));
    Cancellation cancellation = new Cancellation();
    Future<String> call = CallOptions.none().withCancellation(cancellation).call(named::name);
    Waiting.until("it is served", () -> b.calls.get() == 2);
    cancellation.cancel();
    failure(FailureKind.CANCELLED, call);
    result(nodes.get(1).withdraw("named"));
    Waiting.until("nobody offers it", () -> a.services().isEmpty());
    failure(FailureKind.NO_SUCH_SERVICE, named.name());
  }
}
