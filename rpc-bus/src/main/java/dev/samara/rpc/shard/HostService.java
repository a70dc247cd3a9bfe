package dev.samara.rpc.shard;

import dev.samara.rpc.call.ShardStatus;
import io.vertx.core.Future;
import java.util.List;

/** What a node that hosts shards offers itself: it is chosen among those that do. */
interface HostService {

  /** The shards that it has to do with, by their indexes. */
  Future<List<ShardStatus>> shards();
}
