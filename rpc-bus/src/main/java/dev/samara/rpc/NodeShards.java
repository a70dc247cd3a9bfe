package dev.samara.rpc;

import dev.samara.rpc.client.ShardOwners;
import dev.samara.rpc.shard.ShardHost;
import io.vertx.core.Future;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;

/** All services in shards that a node hosts or calls. Any thread. */
final class NodeShards {
  /** With the services without shards no more than an announcement takes. */
  static final int MOST_SHARDS = 9_000;

  private final int mostShards;
  private final Map<String, ShardHost<?>> hosts = new ConcurrentHashMap<>();

  /** As long as somebody has a client of theirs. */
  private final Set<ShardOwners> owners =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  private volatile boolean closing;

  NodeShards(int mostShards) {
    this.mostShards = mostShards;
  }

  Future<Void> host(String name, ShardHost<?> host) {
    int shards = host.count() + hosts.values().stream().mapToInt(ShardHost::count).sum();
    if (shards > mostShards) {
      return Future.failedFuture(
          new IllegalStateException(
              "shards: %d (expected: at most %d of all services that a node hosts)"
                  .formatted(shards, mostShards)));
    }
    return closing
        ? closed()
        : host.start()
            .compose(started -> {
              hosts.put(name, host);
              return closing ? leave(name).compose(left -> closed()) : Future.succeededFuture();
            });
  }

  private static Future<Void> closed() {
    return Future.failedFuture(new IllegalStateException("this RPC end is closed"));
  }

  void add(ShardOwners those) {
    owners.add(those);
  }

  /** Who offers what has changed; on the event loop of the directory. */
  void changed() {
    hosts.values().forEach(ShardHost::look);
    List.copyOf(owners).forEach(ShardOwners::changed);
  }

  Future<Void> leave(String name) {
    ShardHost<?> host = hosts.get(name);
    return host == null
        ? Future.succeededFuture()
        : host.leave().onComplete(left -> hosts.remove(name, host));
  }

  /** For ever. */
  Future<Void> leaveAll() {
    closing = true;
    return Future.join(List.copyOf(hosts.keySet()).stream().map(this::leave).toList()).mapEmpty();
  }

  void close(String reason) {
    hosts.values().forEach(ShardHost::close);
    List.copyOf(owners).forEach(each -> each.close(reason));
  }
}
