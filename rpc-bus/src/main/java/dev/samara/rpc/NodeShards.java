package dev.samara.rpc;

import dev.samara.rpc.client.ShardOwners;
import dev.samara.rpc.shard.ShardHost;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** All services in shards that a node hosts or calls. Any thread. */
final class NodeShards {
  private final Map<String, ShardHost<?>> hosts = new ConcurrentHashMap<>();
  private final Set<ShardOwners> owners = ConcurrentHashMap.newKeySet();

  void add(String name, ShardHost<?> host) {
    hosts.put(name, host);
  }

  void add(ShardOwners those) {
    owners.add(those);
  }

  /** Who offers what has changed; on the event loop of the directory. */
  void changed() {
    hosts.values().forEach(ShardHost::look);
    owners.forEach(ShardOwners::changed);
  }

  Future<Void> leave(String name) {
    ShardHost<?> host = hosts.get(name);
    return host == null
        ? Future.succeededFuture()
        : host.leave().onComplete(left -> hosts.remove(name, host));
  }

  Future<Void> leaveAll() {
    return Future.join(List.copyOf(hosts.keySet()).stream().map(this::leave).toList()).mapEmpty();
  }

  void close(String reason) {
    hosts.values().forEach(ShardHost::close);
    owners.forEach(each -> each.close(reason));
  }
}
