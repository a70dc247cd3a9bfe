package dev.samara.rpc.shard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.SharedData;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ShardLocksTest {
  private static final String NAME = "samara.shard.work.0";

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() throws Exception {
    await(vertx.close());
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  @Test
  void eachOwnershipHasAGreaterEpoch() throws Exception {
    var locks = new ShardLocks(vertx.sharedData());
    var first = await(locks.take(NAME));
    assertThrows(ExecutionException.class, () -> await(locks.take(NAME)));
    first.release().run();
    var second = await(locks.take(NAME));
    assertTrue(second.epoch() > first.epoch());
    second.release().run();
  }

  @Test
  void aLockIsReleasedIfTheClusterCannotCount() throws Exception {
    var broken = new ShardLocks(thatCannotCount(vertx.sharedData()));
    var failure = assertThrows(ExecutionException.class, () -> await(broken.take(NAME)));
    assertEquals("no counters", failure.getCause().getMessage());
    await(new ShardLocks(vertx.sharedData()).take(NAME)).release().run();
  }

  private static SharedData thatCannotCount(SharedData data) {
    return (SharedData)
        Proxy.newProxyInstance(
            SharedData.class.getClassLoader(),
            new Class<?>[] {SharedData.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("getCounter")) {
                throw new IllegalStateException("no counters");
              }
              try {
                return method.invoke(data, arguments);
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
            });
  }
}
