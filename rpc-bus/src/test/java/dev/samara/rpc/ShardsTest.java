package dev.samara.rpc;

import static dev.samara.rpc.Waiting.failure;
import static dev.samara.rpc.Waiting.result;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.rpc.Carts.Cart;
import dev.samara.rpc.call.CallOptions;
import dev.samara.rpc.call.FailureKind;
import dev.samara.rpc.call.ShardOptions;
import dev.samara.rpc.call.ShardOwner;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shards on nodes that share one local bus and its locks. */
class ShardsTest {
  private static final int COUNT = 16;
  private static final ShardOptions OPTIONS = ShardOptions.of(COUNT);

  private final Vertx vertx = Vertx.vertx();
  private final List<Rpc> nodes = new ArrayList<>();
  private Rpc caller;
  private RpcShards<Cart> carts;
  @TempDir Path folder;

  @BeforeEach
  void start() {
    caller = node("caller");
    carts = shards(caller);
  }

  @AfterEach
  void stop() throws Exception {
    for (Rpc each : nodes) {
      Waiting.assertBalanced(each);
      result(each.close());
    }
    result(vertx.close());
    assertEquals(0, Carts.violations(folder));
  }

  private Rpc node(String name) {
    RpcOptions options =
        RpcOptions.defaults(name, "id-" + name)
            .withAnnouncing(Duration.ofMillis(50), Duration.ofMinutes(1))
            .withCallTimeout(Duration.ofMinutes(1));
    Rpc rpc = result(Rpc.start(vertx, options));
    nodes.add(rpc);
    return rpc;
  }

  private static RpcShards<Cart> shards(Rpc rpc) {
    return rpc.shards("cart", Cart.class, OPTIONS);
  }

  private RpcShards<Cart> host(String name) {
    RpcShards<Cart> shards = shards(node(name));
    result(shards.host(new Carts(folder, name)));
    return shards;
  }

  private void untilOwnedBy(String... names) {
    Waiting.until(
        "all shards are owned by " + List.of(names),
        () -> {
          List<ShardOwner> owners = carts.owners();
          Set<String> by = owners.stream().map(ShardOwner::node).collect(Collectors.toSet());
          return owners.size() == COUNT && by.equals(Set.of(names));
        });
  }

  @Test
  void oneNodeOwnsAllAndEachKeyHasItsShard() {
    result(carts.host(new Carts(folder, "caller")));
    untilOwnedBy("caller");
    for (int i = 0; i < 100; i++) {
      String where = result(carts.client().where("cart " + i));
      int shard = carts.shardOf("cart " + i);
      long epoch = carts.owners().get(shard).epoch();
      assertEquals("caller " + shard + " " + epoch, where);
    }
    Future<String> byOption =
        CallOptions.none().withKey("cart 1").call(() -> carts.client().where("cart 2"));
    assertTrue(result(byOption).startsWith("caller " + carts.shardOf("cart 1") + " "));
  }

  @Test
  void aNodeHostsAServiceOnceAndInOneDivision() {
    host("a");
    Waiting.until("it is known", () -> !caller.services().isEmpty());
    RpcShards<Cart> others = caller.shards("cart", Cart.class, ShardOptions.of(COUNT + 1));
    Throwable refused = failure(others.host(new Carts(folder, "caller")));
    assertInstanceOf(IllegalStateException.class, refused);
    assertEquals(
        "'cart' is divided into another number of shards: there is cart.host-of-16, not"
            + " cart.host-of-17",
        refused.getMessage());
    result(carts.host(new Carts(folder, "caller")));
    assertEquals(
        "node 'caller' hosts 'cart' already",
        failure(carts.host(new Carts(folder, "caller"))).getMessage());
  }

  @Test
  void callsWaitForAnOwnerAndGoOn() {
    List<Future<Integer>> early = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      early.add(carts.client().add("cart " + i, i));
    }
    assertFalse(early.getFirst().isComplete());
    host("a");
    for (int i = 0; i < 50; i++) {
      assertEquals(i, result(early.get(i)));
    }
  }

  @Test
  void callsThatWaitHaveTheirDeadlineAndTheirBound() {
    RpcShards<Cart> narrow = caller.shards("cart", Cart.class, OPTIONS.withMaxWaitingCalls(1));
    Future<Integer> first =
        CallOptions.none()
            .withTimeout(Duration.ofSeconds(3))
            .call(() -> narrow.client().add("one", 1));
    // Both are made in order on this node, on any event loop each.
    Waiting.until("the first waits", () -> caller.balance().inFlight() == 1);
    List<Future<Integer>> more = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      more.add(
          CallOptions.none()
              .withTimeout(Duration.ofMillis(300))
              .call(() -> narrow.client().add("two", 1)));
    }
    Map<FailureKind, Long> kinds =
        java.util.stream.Stream.concat(java.util.stream.Stream.of(first), more.stream())
            .map(call -> ((dev.samara.rpc.call.RpcException) failure(call)).kind())
            .collect(Collectors.groupingBy(kind -> kind, Collectors.counting()));
    assertTrue(kinds.get(FailureKind.OVERLOADED) >= 1, kinds::toString);
    assertTrue(kinds.get(FailureKind.EXPIRED) >= 1, kinds::toString);
    assertEquals(21, kinds.get(FailureKind.OVERLOADED) + kinds.get(FailureKind.EXPIRED));
    Future<Integer> alone =
        CallOptions.none()
            .withTimeout(Duration.ofMillis(50))
            .call(() -> carts.client().add("one", 1));
    String shard = "cart.shard-" + carts.shardOf("one") + "-of-16";
    assertEquals(
        shard
            + ".add: no owner before its deadline: nobody owns '"
            + shard
            + "', and 0 other nodes host 'cart'",
        failure(FailureKind.EXPIRED, alone).getMessage());
  }

  @Test
  void aCallWithoutAKeyIsRefused() {
    String words =
        "cart.add: a call of a service in shards needs a key, by @Key or CallOptions.withKey";
    Future<Integer> call = carts.client().add(null, 1);
    assertEquals(words, failure(FailureKind.BAD_ARGUMENTS, call).getMessage());
  }

  @Test
  void waitingCallsEndWhenTheirNodeCloses() {
    Rpc leaving = node("leaving");
    Future<Integer> call = shards(leaving).client().add("one", 1);
    result(leaving.close());
    failure(FailureKind.CANCELLED, call);
  }

  @Test
  void aNodeThatIsClosedHostsNothing() {
    Rpc closed = node("closed");
    RpcShards<Cart> late = shards(closed);
    result(closed.close());
    Throwable refused = failure(late.host(new Carts(folder, "closed")));
    assertEquals("this RPC end is closed", refused.getMessage());
    assertEquals(List.of(), late.owners());
  }

  /** Calls go on all the time; each adds one exactly once. */
  @Test
  void shardsMoveWhenNodesJoinAndLeaveAndNoCallIsLost() {
    final RpcShards<Cart> a = host("a");
    untilOwnedBy("a");
    Load load = new Load();
    load.untilMore(500);
    host("b");
    untilOwnedBy("a", "b");
    load.untilMore(500);
    host("c");
    untilOwnedBy("a", "b", "c");
    load.untilMore(500);
    final List<ShardOwner> before = carts.owners();
    result(a.leave());
    untilOwnedBy("b", "c");
    load.untilMore(500);
    result(nodes.removeLast().close());
    untilOwnedBy("b");
    load.untilMore(500);
    load.stop();
    load.assertEachWasAddedOnce();
    for (ShardOwner owner : carts.owners()) {
      ShardOwner earlier = before.get(owner.shard());
      assertTrue(owner.equals(earlier) || owner.epoch() > earlier.epoch());
    }
  }

  /** Adds one to one cart after the other, some at a time. */
  private final class Load {
    private static final int CARTS = 100;
    private final AtomicInteger made = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger under = new AtomicInteger();
    private final List<Throwable> failures =
        java.util.Collections.synchronizedList(new ArrayList<>());
    private volatile boolean over;

    Load() {
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
      carts
          .client()
          .add("cart " + made.getAndIncrement() % CARTS, 1)
          .onComplete(done -> answered.incrementAndGet(), failures::add)
          // In a later turn, so that answers at once do not pile up.
          .onComplete(done -> vertx.runOnContext(later -> next()));
    }

    void untilMore(int calls) {
      int enough = answered.get() + calls;
      Waiting.until("more calls are answered", () -> answered.get() >= enough);
    }

    void stop() {
      over = true;
      Waiting.until("no call is under way", () -> under.get() == 0);
    }

    void assertEachWasAddedOnce() {
      assertEquals(List.of(), failures);
      int sum = 0;
      for (int i = 0; i < CARTS; i++) {
        sum += result(carts.client().add("cart " + i, 0));
      }
      assertEquals(made.get(), sum);
    }
  }

  @Test
  void whoOwnsWhatIsShownToAnyVertxProgram() {
    host("a");
    untilOwnedBy("a");
    JsonArray services =
        (JsonArray) result(vertx.eventBus().request(PlainAddresses.SERVICES, "")).body();
    List<JsonObject> all = services.stream().map(JsonObject.class::cast).toList();
    for (ShardOwner owner : carts.owners()) {
      assertTrue(
          all.stream()
              .anyMatch(one ->
                  one.getString("service").equals("cart.shard-" + owner.shard() + "-of-16")
                      && one.getString("node").equals("a")
                      && one.getLong("epoch") == owner.epoch()));
    }
    String shown =
        result(caller.callJson("cart.host-of-16", "shards", "[]", Duration.ofSeconds(10)));
    JsonObject first = new JsonArray(shown).getJsonObject(0);
    assertEquals("owned", first.getString("state"));
    assertNotEquals(0L, first.getLong("epoch"));
    assertEquals(0L, first.getLong("failures"));
    assertEquals("", first.getString("lastFailure"));
  }
}
