package dev.samara.rpc;

import static dev.samara.rpc.Waiting.failure;
import static dev.samara.rpc.Waiting.result;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.rpc.call.Call;
import dev.samara.rpc.call.CallOptions;
import dev.samara.rpc.call.Cancellation;
import dev.samara.rpc.call.FailureKind;
import dev.samara.rpc.call.Key;
import dev.samara.rpc.call.Shard;
import dev.samara.rpc.call.ShardFactory;
import dev.samara.rpc.call.ShardOptions;
import dev.samara.rpc.shard.ShardHost;
import dev.samara.rpc.shard.ShardNames;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the application does with its shards goes wrong, or takes too long. */
class ShardFailuresTest {
  interface Work {
    Future<String> work(@Key String key);

    String blocking(@Key String key);
  }

  /** Answers with what the test gives it. */
  private record Worker(Function<String, Future<String>> answer) implements Work {
    @Override
    public Future<String> work(String key) {
      return answer.apply(key);
    }

    @Override
    public String blocking(String key) {
      throw new IllegalStateException("not this one");
    }
  }

  private static final Function<String, Future<String>> HELLO =
      key -> Future.succeededFuture("hello");

  private static final ShardOptions ONE =
      ShardOptions.of(1).withTimes(Duration.ofMillis(200), Duration.ofMillis(50));

  private final Vertx vertx = Vertx.vertx();
  private final Rpc rpc = result(Rpc.start(vertx, Waiting.patient("only")));
  private final RpcShards<Work> shards = rpc.shards("work", Work.class, ONE);

  @AfterEach
  void stop() {
    Waiting.assertBalanced(rpc);
    result(rpc.close());
    result(vertx.close());
  }

  @Test
  void aNodeHostsNoMoreShardsThanItCanAnnounce() {
    NodeShards few = new NodeShards(10);
    result(few.host("a", host("a", 8)));
    assertEquals(
        "shards: 11 (expected: at most 10 of all services that a node hosts)",
        failure(few.host("b", host("b", 3))).getMessage());
    result(few.host("c", host("c", 2)));
    result(few.leaveAll());
  }

  private ShardHost<Work> host(String name, int count) {
    return new ShardHost<>(
        rpc.node().hostNode(),
        new ShardNames(name, 1, count),
        Work.class,
        shard -> Future.succeededFuture(new Worker(HELLO)),
        ShardOptions.of(count),
        Optional.empty());
  }

  private JsonObject status() {
    String shown = result(rpc.callJson("work.host-of-1", "shards", "[]", Duration.ofSeconds(10)));
    return new JsonArray(shown).getJsonObject(0);
  }

  @Test
  void acquiringIsTriedAgainAndItsFailuresAreShown() {
    AtomicInteger tries = new AtomicInteger();
    List<Long> epochs = Collections.synchronizedList(new ArrayList<>());
    result(
        shards.host(shard -> {
          epochs.add(shard.epoch());
          return switch (tries.getAndIncrement()) {
            case 0 -> Future.failedFuture("the disk is on fire");
            case 1 -> throw new IllegalStateException("thrown");
            case 2 -> Future.succeededFuture(null);
            case 3 -> throw new NoClassDefFoundError("a library is missing");
            default -> Future.succeededFuture(new Worker(HELLO));
          };
        }));
    assertEquals("hello", result(shards.client().work("key")));
    assertEquals(5, tries.get());
    assertEquals(epochs.stream().distinct().sorted().toList(), epochs);
    JsonObject status = status();
    assertEquals("owned", status.getString("state"));
    assertEquals(4, status.getLong("failures"));
    assertTrue(status.getString("lastFailure").startsWith("acquiring failed: "), status::toString);
    assertEquals(epochs.getLast(), shards.owners().getFirst().epoch());
  }

  @Test
  void releasingIsTriedAgainAndTheLockIsHeldMeanwhile() {
    AtomicInteger tries = new AtomicInteger();
    AtomicBoolean isReleased = new AtomicBoolean();
    result(
        shards.host(
            new ShardFactory<>() {
              @Override
              public Future<Work> acquire(Shard shard) {
                return Future.succeededFuture(new Worker(HELLO));
              }

              @Override
              public Future<Void> release(Shard shard, Work implementation) {
                isReleased.set(tries.incrementAndGet() == 3);
                return isReleased.get()
                    ? Future.succeededFuture()
                    : Future.failedFuture("the disk is full");
              }
            }));
    assertEquals("hello", result(shards.client().work("key")));
    Rpc other = result(Rpc.start(vertx, Waiting.patient("other")));
    AtomicBoolean isEarly = new AtomicBoolean();
    result(
        other
            .shards("work", Work.class, ONE)
            .host(shard -> {
              isEarly.set(!isReleased.get());
              return Future.succeededFuture(new Worker(HELLO));
            }));
    result(shards.leave());
    assertEquals(3, tries.get());
    assertEquals("hello", result(shards.client().work("key")));
    assertFalse(isEarly.get());
    result(other.close());
  }

  @Test
  void callsThatTakeTooLongAreCancelledBeforeTheShardIsReleased() {
    AtomicBoolean isCancelled = new AtomicBoolean();
    AtomicBoolean wasCancelledFirst = new AtomicBoolean();
    Promise<String> work = Promise.promise();
    result(
        shards.host(
            new ShardFactory<>() {
              @Override
              public Future<Work> acquire(Shard shard) {
                return Future.succeededFuture(
                    new Worker(key -> {
                      Call.current()
                          .orElseThrow()
                          .onCancel(() -> {
                            isCancelled.set(true);
                            work.tryFail("cancelled");
                          });
                      return work.future();
                    }));
              }

              @Override
              public Future<Void> release(Shard shard, Work implementation) {
                wasCancelledFirst.set(isCancelled.get());
                return Future.succeededFuture();
              }
            }));
    Future<String> call = shards.client().work("key");
    Waiting.until("the shard is owned", () -> !shards.owners().isEmpty());
    Waiting.until("the call is served", () -> served() == 1);
    result(shards.leave());
    assertTrue(wasCancelledFirst.get());
    assertEquals(
        "work.shard-0-of-1.work was cancelled: its shard is handed over to another node",
        failure(FailureKind.CANCELLED, call).getMessage());
  }

  private long served() {
    return rpc.services().stream()
        .filter(service -> service.service().startsWith("work.shard-"))
        .mapToLong(service -> service.calls())
        .sum();
  }

  /** The caller has given up, but the shard is not released under the hands of its work. */
  @Test
  void workThatNobodyWaitsForIsWaitedFor() {
    Promise<String> work = Promise.promise();
    ShardOptions patient = ONE.withTimes(Duration.ofMinutes(1), Duration.ofMillis(50));
    RpcShards<Work> slow = rpc.shards("slow", Work.class, patient);
    AtomicBoolean isAtWork = new AtomicBoolean();
    result(
        slow.host(shard ->
            Future.succeededFuture(
                new Worker(key -> {
                  isAtWork.set(true);
                  return work.future();
                }))));
    Cancellation cancellation = new Cancellation();
    Future<String> call =
        CallOptions.none().withCancellation(cancellation).call(() -> slow.client().work("key"));
    Waiting.until("it is at work", isAtWork::get);
    cancellation.cancel();
    failure(FailureKind.CANCELLED, call);
    Future<Void> left = slow.leave();
    Waiting.until("it is draining", () -> slow.owners().isEmpty());
    assertFalse(left.isComplete());
    work.complete("done");
    result(left);
  }
}
