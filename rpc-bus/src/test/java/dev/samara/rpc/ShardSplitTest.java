package dev.samara.rpc;

import static dev.samara.rpc.Waiting.result;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.rpc.call.Key;
import dev.samara.rpc.call.ServiceInfo;
import dev.samara.rpc.call.Shard;
import dev.samara.rpc.call.ShardFactory;
import dev.samara.rpc.call.ShardOptions;
import dev.samara.rpc.call.Streams;
import dev.samara.rpc.directory.Announcement;
import dev.samara.rpc.directory.NodeState;
import dev.samara.rpc.transport.Bus;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.streams.ReadStream;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An owner that hears of a later one, and calls with streams. */
class ShardSplitTest {
  interface Sums {
    Future<Integer> sum(@Key String key, ReadStream<Integer> numbers);

    ReadStream<Integer> numbers(@Key String key, int count);
  }

  private static final class Summing implements Sums {
    @Override
    public Future<Integer> sum(String key, ReadStream<Integer> numbers) {
      Promise<Integer> done = Promise.promise();
      int[] sum = {0};
      numbers.exceptionHandler(done::tryFail);
      numbers.endHandler(end -> done.tryComplete(sum[0]));
      numbers.handler(number -> sum[0] += number);
      return done.future();
    }

    @Override
    public ReadStream<Integer> numbers(String key, int count) {
      return Streams.from(java.util.stream.IntStream.range(0, count).boxed().toList());
    }
  }

  private final List<String> seen = new CopyOnWriteArrayList<>();
  private final Vertx vertx = Vertx.vertx();
  private final Rpc rpc =
      result(
          Rpc.start(
              vertx,
              RpcOptions.defaults("only")
                  .withAnnouncing(Duration.ofMillis(500), Duration.ofMinutes(2))
                  .withCallTimeout(Duration.ofMinutes(1))));
  private final RpcShards<Sums> shards = rpc.shards("sums", Sums.class, ShardOptions.of(1));

  private final ShardFactory<Sums> factory =
      new ShardFactory<>() {
        @Override
        public Future<Sums> acquire(Shard shard) {
          seen.add("acquired");
          return Future.succeededFuture(new Summing());
        }

        @Override
        public Future<Void> release(Shard shard, Sums implementation) {
          seen.add("released");
          return Future.succeededFuture();
        }
      };

  @AfterEach
  void stop() {
    Waiting.assertBalanced(rpc);
    result(rpc.close());
    result(vertx.close());
  }

  @Test
  void theOwnerWithTheSmallerEpochGivesUp() {
    result(shards.host(factory));
    Waiting.until("it is owned", () -> !shards.owners().isEmpty());
    long epoch = shards.owners().getFirst().epoch();
    announceGhost(epoch - 1, 1);
    Waiting.until("the ghost is known", () -> rpc.services().size() == 3);
    assertEquals("only", shards.owners().getFirst().node());
    announceGhost(epoch + 1, 2);
    Waiting.until("it is released", () -> seen.equals(List.of("acquired", "released")));
    assertEquals("ghost", shards.owners().getFirst().node());
    rpc.nodeLeft("id-ghost");
    Waiting.until("it is acquired again", () -> seen.size() == 3);
    Waiting.until("it is owned again", () -> !shards.owners().isEmpty());
    assertEquals("only", shards.owners().getFirst().node());
    assertTrue(shards.owners().getFirst().epoch() > epoch + 1);
  }

  /** Somebody from the other side of a split that has healed. */
  private void announceGhost(long epoch, int serial) {
    ServiceInfo shard =
        new ServiceInfo(
            "sums.shard-0-of-1",
            "ghost",
            List.of(),
            0,
            Map.of(),
            Duration.ZERO,
            Duration.ZERO,
            OptionalLong.of(epoch));
    vertx
        .eventBus()
        .publish(
            Bus.ANNOUNCEMENTS,
            new Announcement(
                "id-ghost",
                "ghost",
                1,
                serial,
                1,
                NodeState.ALIVE,
                List.of(shard),
                Optional.empty()));
  }

  @Test
  void callsWithStreamsWaitForTheirOwnerToo() {
    Future<Integer> sum = shards.client().sum("key", Streams.from(List.of(1, 2, 3)));
    ReadStream<Integer> numbers = shards.client().numbers("key", 100);
    List<Integer> got = new CopyOnWriteArrayList<>();
    Promise<Void> end = Promise.promise();
    numbers.exceptionHandler(end::tryFail);
    numbers.endHandler(end::tryComplete);
    numbers.handler(got::add);
    result(shards.host(factory));
    assertEquals(6, result(sum));
    result(end.future());
    assertEquals(100, got.size());
  }

  @Test
  void aStreamThatWaitsForTheOwnerIsPausedAndTouchedWhereItWasHandedOver() {
    Context home = vertx.getOrCreateContext();
    Promise<Integer> sum = Promise.promise();
    List<String> touches = new CopyOnWriteArrayList<>();
    Promise<List<String>> atFirst = Promise.promise();
    home.runOnContext(now -> {
      shards.client().sum("key", touched(home, touches)).onComplete(sum);
      atFirst.complete(List.copyOf(touches));
    });
    assertEquals(List.of("pause at home"), result(atFirst.future()));
    result(shards.host(factory));
    assertEquals(6, result(sum.future()));
    assertTrue(touches.contains("fetch at home"), touches::toString);
    assertTrue(touches.stream().allMatch(one -> one.endsWith(" at home")), touches::toString);
  }

  /** One, two and three; writes down where it is touched. */
  @SuppressWarnings("unchecked")
  private static ReadStream<Integer> touched(Context home, List<String> touches) {
    ReadStream<Integer> numbers = Streams.from(List.of(1, 2, 3));
    return (ReadStream<Integer>)
        Proxy.newProxyInstance(
            ReadStream.class.getClassLoader(),
            new Class<?>[] {ReadStream.class},
            (proxy, method, arguments) -> {
              ContextInternal here = ContextInternal.current();
              boolean isHome = here != null && here.unwrap() == home;
              touches.add(method.getName() + (isHome ? " at home" : " elsewhere"));
              method.invoke(numbers, arguments);
              return proxy;
            });
  }
}
