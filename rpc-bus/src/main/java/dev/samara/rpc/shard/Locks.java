package dev.samara.rpc.shard;

import io.vertx.core.Future;

/** The locks of shards: the seam for tests. Any thread. */
interface Locks {

  /**
   * A lock that this node holds.
   *
   * @param epoch which ownership that makes
   * @param release gives it back
   */
  record Held(long epoch, Runnable release) {}

  /** Tries to take a lock at once; fails if somebody has it, or the cluster cannot tell. */
  Future<Held> take(String name);

  /**
   * Takes a lock again that this node has taken, if it was lost, as it is on one side when a split
   * of the cluster heals. Fails if it is held by this node or another.
   */
  Future<Runnable> lookAfter(String name);
}
