package dev.samara.rpc.shard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.samara.rpc.call.Shard;
import dev.samara.rpc.call.ShardFactory;
import dev.samara.rpc.call.ShardOptions;
import dev.samara.rpc.call.ShardStatus;
import dev.samara.rpc.directory.Directory;
import dev.samara.rpc.payload.PayloadFormats;
import dev.samara.rpc.serve.ServiceTable;
import dev.samara.rpc.wire.Window;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One shard on one node whose locks do what the test wants. */
class HostedShardTest {
  interface Work {
    Future<String> work();
  }

  /** What has happened, in order. */
  private final List<String> seen = new CopyOnWriteArrayList<>();

  private final Vertx vertx = Vertx.vertx();

  private final ShardFactory<Work> factory =
      new ShardFactory<>() {
        @Override
        public Future<Work> acquire(Shard shard) {
          seen.add("acquired " + shard.epoch());
          return Future.succeededFuture(() -> Future.succeededFuture("done"));
        }

        @Override
        public Future<Void> release(Shard shard, Work implementation) {
          seen.add("released " + shard.epoch());
          return Future.succeededFuture();
        }
      };

  /** Fails to give the lock as often as told; looks after it with the outcome given. */
  private final class FakeLocks implements Locks {
    private final AtomicInteger refusals;
    private final Future<Runnable> again;

    FakeLocks(int refusals, Future<Runnable> again) {
      this.refusals = new AtomicInteger(refusals);
      this.again = again;
    }

    @Override
    public Future<Held> take(String name) {
      if (refusals.getAndDecrement() > 0) {
        seen.add("refused " + name);
        return Future.failedFuture("somebody has it");
      }
      return Future.succeededFuture(new Held(7, () -> seen.add("unlocked")));
    }

    @Override
    public Future<Runnable> lookAfter(String name) {
      seen.add("looked after " + name);
      return again;
    }
  }

  @AfterEach
  void stop() {
    await(vertx.close());
  }

  private ShardHost<Work> host(Locks locks) {
    return host(locks, factory, 1);
  }

  private ShardHost<Work> host(Locks locks, ShardFactory<Work> factory, int count) {
    var context = ((VertxInternal) vertx).createEventLoopContext();
    var limits =
        new ServiceTable.Limits(
            "only", 1 << 20, 100, new Window(1, 1024), false, Duration.ofSeconds(1));
    var services =
        new ServiceTable(
            limits,
            PayloadFormats.within(PayloadFormats.MAX_BYTES),
            List.of(),
            any -> Optional.empty());
    var directory = new Directory(Duration.ofSeconds(5), 0);
    var node =
        new ShardHost.Node(context, services, directory, "id", "only", () -> seen.add("announced"));
    return new ShardHost<>(
        node,
        new ShardNames("work", 1, count),
        Work.class,
        factory,
        ShardOptions.of(count),
        Optional.of(context),
        locks);
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    } catch (Exception failed) {
      throw new AssertionError(failed);
    }
  }

  private void untilSeen(String what) {
    until(what, () -> seen.contains(what));
  }

  private void until(String what, BooleanSupplier condition) {
    var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      assertFalse(System.nanoTime() - deadline >= 0, "not in time: " + what + " but " + seen);
      LockSupport.parkNanos(1_000_000);
    }
  }

  private List<String> withoutAnnouncements() {
    return seen.stream().filter(one -> !one.equals("announced")).toList();
  }

  @Test
  void aLockThatSomebodyHasIsTriedAgain() {
    var host = host(new FakeLocks(3, Future.failedFuture("held")));
    await(host.start());
    untilSeen("acquired 7");
    await(host.leave());
    assertEquals(
        List.of(
            "refused samara.shard.work.0",
            "refused samara.shard.work.0",
            "refused samara.shard.work.0",
            "acquired 7",
            "released 7",
            "unlocked"),
        withoutAnnouncements());
    assertEquals(List.of(new ShardStatus(0, "unowned", 7, 0, "")), await(host.statuses()));
  }

  @Test
  void aLockThatWasLostIsTakenAgain() {
    var host =
        host(new FakeLocks(0, Future.succeededFuture(() -> seen.add("unlocked the new one"))));
    await(host.start());
    untilSeen("acquired 7");
    // Only what is owned is looked after, which it is a moment later.
    until("owned", () -> await(host.statuses()).getFirst().state().equals("owned"));
    host.lookAfterLocks();
    untilSeen("looked after samara.shard.work.0");
    await(host.leave());
    assertEquals("unlocked the new one", withoutAnnouncements().getLast());
    assertFalse(seen.contains("unlocked"));
  }

  @Test
  void locksAreLookedAfterOneByOneAndOneRoundAtATime() {
    Promise<Runnable> first = Promise.promise();
    var host = host(new FakeLocks(0, first.future()), factory, 3);
    await(host.start());
    until(
        "owned",
        () -> await(host.statuses()).stream().allMatch(one -> one.state().equals("owned")));
    host.lookAfterLocks();
    host.lookAfterLocks();
    // Behind both on the same event loop.
    await(host.statuses());
    assertEquals(List.of("looked after samara.shard.work.0"), lookedAfter());
    first.fail("held");
    until("all are looked after", () -> lookedAfter().size() == 3);
    assertEquals("looked after samara.shard.work.2", lookedAfter().getLast());
    await(host.leave());
  }

  private List<String> lookedAfter() {
    return seen.stream().filter(one -> one.startsWith("looked after")).toList();
  }

  @Test
  void whatCannotBeReleasedIsUnlockedWhenItsNodeCloses() {
    var broken =
        new ShardFactory<Work>() {
          @Override
          public Future<Work> acquire(Shard shard) {
            return factory.acquire(shard);
          }

          @Override
          public Future<Void> release(Shard shard, Work implementation) {
            seen.add("not released");
            return Future.failedFuture("the disk is full");
          }
        };
    var host = host(new FakeLocks(0, Future.failedFuture("held")), broken, 1);
    await(host.start());
    untilSeen("acquired 7");
    var left = host.leave();
    untilSeen("not released");
    assertFalse(left.isComplete());
    assertFalse(seen.contains("unlocked"));
    host.close();
    untilSeen("unlocked");
    host.close();
    await(host.statuses());
    assertEquals(1, seen.stream().filter("unlocked"::equals).count());
  }

  @Test
  void aLockThatComesTooLateIsGivenBack() {
    Promise<Locks.Held> late = Promise.promise();
    var locks =
        new Locks() {
          @Override
          public Future<Held> take(String name) {
            seen.add("asked");
            return late.future();
          }

          @Override
          public Future<Runnable> lookAfter(String name) {
            return Future.failedFuture("held");
          }
        };
    var host = host(locks);
    await(host.start());
    untilSeen("asked");
    var left = host.leave();
    assertFalse(left.isComplete());
    // It knows that it leaves before the lock comes.
    assertEquals("waiting", await(host.statuses()).getFirst().state());
    late.complete(new Locks.Held(9, () -> seen.add("unlocked")));
    await(left);
    assertEquals(List.of("asked", "unlocked"), withoutAnnouncements());
  }
}
