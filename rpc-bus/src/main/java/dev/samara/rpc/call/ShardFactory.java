package dev.samara.rpc.call;

import io.vertx.core.Future;

/**
 * Makes the implementations of shards, and takes them back. Called on the context where the shards
 * were hosted; hosted outside of Vert.x, each shard has a context of its own on one event loop,
 * where its methods that return a future or a stream run as well. Must not block it.
 *
 * @param <T> the service's interface
 */
@FunctionalInterface
public interface ShardFactory<T> {

  /**
   * This node is to own a shard: load what belongs to it. No other node owns it meanwhile, as far
   * as a cluster that is whole can say.
   *
   * @param shard which one, with the epoch of this ownership
   * @return the implementation, ready for calls. If it fails, {@link #release} is not called, and
   *     the shard is tried again later; there is no time limit, the calls have theirs
   */
  Future<T> acquire(Shard shard);

  /**
   * This node is to own a shard no more, and no call of it is being served: store what belongs to
   * it. Not called when the process dies.
   *
   * @param shard which one
   * @param implementation what {@link #acquire} gave for it
   * @return completes when another node may have it; if it fails, it is called again later
   */
  default Future<Void> release(Shard shard, T implementation) {
    return Future.succeededFuture();
  }
}
