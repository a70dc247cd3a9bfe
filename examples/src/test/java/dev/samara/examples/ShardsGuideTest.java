package dev.samara.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.net.testkit.Await;
import dev.samara.rpc.Rpc;
import dev.samara.rpc.RpcOptions;
import dev.samara.rpc.RpcShards;
import dev.samara.rpc.call.Key;
import dev.samara.rpc.call.Shard;
import dev.samara.rpc.call.ShardFactory;
import dev.samara.rpc.call.ShardOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The example of shards in docs/rpc.md. */
class ShardsGuideTest {

  interface Cart {
    Future<Integer> add(@Key String cart, int pieces);
  }

  /** All calls of a shard run on one event loop. */
  record CartsOfShard(Map<String, Integer> pieces) implements Cart {
    @Override
    public Future<Integer> add(String cart, int more) {
      return Future.succeededFuture(pieces.merge(cart, more, Integer::sum));
    }
  }

  /** Keeps off owners that do not know yet that they are none any more. */
  static final class Storage {
    private final Map<Integer, Map<String, Integer>> shards = new HashMap<>();
    private final Map<Integer, Long> epochs = new HashMap<>();

    synchronized Future<Map<String, Integer>> load(int shard, long epoch) {
      return admits(shard, epoch)
          ? Future.succeededFuture(new HashMap<>(shards.getOrDefault(shard, Map.of())))
          : Future.failedFuture("there is a later owner");
    }

    synchronized Future<Void> store(int shard, long epoch, Map<String, Integer> pieces) {
      if (!admits(shard, epoch)) {
        return Future.failedFuture("there is a later owner");
      }
      shards.put(shard, Map.copyOf(pieces));
      return Future.succeededFuture();
    }

    private boolean admits(int shard, long epoch) {
      return epochs.merge(shard, epoch, Math::max) == epoch;
    }
  }

  private final Vertx vertx = Vertx.vertx();
  private final Storage storage = new Storage();
  private final Rpc first = Await.result(Rpc.start(vertx, RpcOptions.defaults("first")));
  private final Rpc second = Await.result(Rpc.start(vertx, RpcOptions.defaults("second")));

  private RpcShards<Cart> host(Rpc rpc) {
    var carts = rpc.shards("cart", Cart.class, ShardOptions.of(64)); // the same count on all nodes
    Await.result(
        carts.host(
            new ShardFactory<Cart>() { // on the nodes that are to own shards
              @Override
              public Future<Cart> acquire(Shard shard) {
                return storage.load(shard.index(), shard.epoch()).map(CartsOfShard::new);
              }

              @Override
              public Future<Void> release(Shard shard, Cart carts) {
                return storage.store(shard.index(), shard.epoch(), ((CartsOfShard) carts).pieces());
              }
            }));
    return carts;
  }

  @AfterEach
  void stop() {
    for (var rpc : List.of(first, second)) {
      Await.until("no call is under way", () -> rpc.balance().inFlight() == 0);
      assertTrue(rpc.balance().addsUp(), rpc.balance().toString());
    }
    Await.result(first.close());
    Await.result(second.close());
    Await.result(vertx.close());
  }

  @Test
  void theStateMovesWithItsShard() {
    var carts = host(first);
    assertEquals(2, Await.result(carts.client().add("cart of Ada", 2)));
    var others = host(second);
    Await.until(
        "both own some",
        () -> others.owners().stream().map(owner -> owner.node()).distinct().count() == 2);
    Await.result(carts.leave());
    Await.until("all have moved", () -> others.owners().size() == 64);
    assertTrue(others.owners().stream().allMatch(owner -> owner.node().equals("second")));
    assertEquals(5, Await.result(carts.client().add("cart of Ada", 3)));
  }
}
