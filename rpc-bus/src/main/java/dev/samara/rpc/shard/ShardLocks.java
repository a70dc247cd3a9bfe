package dev.samara.rpc.shard;

import io.vertx.core.Future;
import io.vertx.core.shareddata.Counter;
import io.vertx.core.shareddata.Lock;
import io.vertx.core.shareddata.SharedData;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The locks of shards and the numbers of their ownerships, of the cluster, or of the Vertx if it is
 * none. Any thread.
 *
 * <p>An epoch is the greater one of the last plus one and the microseconds since 1970: it grows
 * also when the whole cluster was restarted, which forgets its counters, and the sides of a split
 * cluster do not give the same one.
 */
final class ShardLocks implements Locks {
  /** Waiting takes a worker thread. */
  private static final Duration WAIT = Duration.ofMillis(20);

  private final SharedData data;

  ShardLocks(SharedData data) {
    this.data = data;
  }

  @Override
  public Future<Held> take(String name) {
    return lock(name)
        .compose(lock ->
            // Also what is thrown releases the lock.
            Future.succeededFuture(name)
                .compose(data::getCounter)
                .compose(ShardLocks::next)
                .map(epoch -> new Held(epoch, lock::release))
                .onFailure(failed -> lock.release()));
  }

  @Override
  public Future<Runnable> lookAfter(String name) {
    return lock(name).map(lock -> lock::release);
  }

  private Future<Lock> lock(String name) {
    return data.getLockWithTimeout(name, WAIT.toMillis());
  }

  /** Who holds the lock is the only one who counts; after a split there may be another. */
  private static Future<Long> next(Counter counter) {
    return counter
        .get()
        .compose(last -> {
          long next = Math.max(last + 1, ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()));
          return counter
              .compareAndSet(last, next)
              .compose(set -> set ? Future.succeededFuture(next) : next(counter));
        });
  }
}
