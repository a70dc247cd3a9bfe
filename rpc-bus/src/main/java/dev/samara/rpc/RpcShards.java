package dev.samara.rpc;

import dev.samara.rpc.call.CallOptions;
import dev.samara.rpc.call.ShardFactory;
import dev.samara.rpc.call.ShardOptions;
import dev.samara.rpc.call.ShardOwner;
import dev.samara.rpc.client.Client;
import dev.samara.rpc.client.ClientProxy;
import dev.samara.rpc.client.ShardOwners;
import dev.samara.rpc.directory.Directory;
import dev.samara.rpc.shard.ShardHost;
import dev.samara.rpc.shard.ShardNames;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A service in shards: each is owned by one of the nodes that host them, which has its state in
 * memory, and is handed over when nodes come and go. Any thread.
 *
 * <p><b>Which shard.</b> A call belongs to the shard of its key, which is the parameter marked
 * {@link dev.samara.rpc.call.Key} or that of {@link CallOptions#withKey}: FNV-1a of 64 bits over
 * the key's UTF-8, mixed by the finalizer of SplitMix64, as an unsigned number modulo the count of
 * shards. The same on all nodes and in all versions.
 *
 * <p><b>Which node.</b> Of the nodes that host, the one with the highest random weight for the
 * shard: when a node comes or goes only the shards move that it gets or had. It owns a shard only
 * while it holds the lock {@code samara.shard.NAME.INDEX} of the cluster, from before {@link
 * ShardFactory#acquire} until after {@link ShardFactory#release}.
 *
 * <p><b>What is guaranteed.</b> As long as the cluster is whole, no two nodes own a shard at the
 * same time, a shard is released before another node acquires it, and each ownership has a greater
 * epoch than the one before. When an owner dies, its shards are acquired elsewhere without having
 * been released, once the cluster has noticed. Each call has one outcome: while a shard has no
 * owner calls wait for the next, until their deadlines, and those that certainly did not run, or
 * are {@link dev.samara.rpc.call.Idempotent}, are made again there.
 *
 * <p><b>What is not.</b> A lock does not survive a split of the cluster: each side acquires the
 * shards whose owners it cannot see. So may the others do with those of a node that stood still for
 * longer than the cluster waits for it. When the two hear of each other, the owner with the smaller
 * epoch gives up. Until then only the storage can tell: it has to refuse what comes with a smaller
 * epoch than it has seen. Work that goes on when its call was cancelled, and does not end within a
 * second, is not waited for.
 *
 * @param <T> the service's interface
 */
public final class RpcShards<T> {
  private final RpcNode node;
  private final Class<T> type;
  private final ShardOptions options;
  private final ShardNames names;
  private final T client;

  RpcShards(RpcNode node, RpcOptions rpc, String name, Class<T> type, ShardOptions options) {
    this.node = node;
    this.type = type;
    this.options = options;
    this.names = new ShardNames(name, options.service().version(), options.count());
    ShardOwners owners =
        new ShardOwners(
            names,
            node.services()::epoch,
            node.directory(),
            options.maxWaitingCalls(),
            rpc.callTimeout());
    this.client =
        ClientProxy.create(
            Client.ofShards(node.caller(), owners),
            names.service(),
            type,
            node.formats().compact(),
            rpc.callTimeout());
    node.shards().add(owners);
  }

  /**
   * A client: each call goes to the owner of its key's shard, and waits while there is none. One
   * without a key fails as BAD_ARGUMENTS.
   *
   * @return as {@link Rpc#client(String, Class)}
   */
  public T client() {
    return client;
  }

  /**
   * Offers this node to own shards.
   *
   * @param factory makes the implementations. Called on a Vert.x context, it and they run there;
   *     called elsewhere, each shard has a context of its own
   * @return completes when the others were told; fails with an IllegalStateException if this node
   *     hosts them already or closes, another node divides the service into another number of
   *     shards, or all services that this node hosts have more than 9,000
   */
  public Future<Void> host(ShardFactory<T> factory) {
    Optional<ContextInternal> home =
        Optional.ofNullable(ContextInternal.current()).map(ContextInternal::unwrap);
    ShardHost<T> host = new ShardHost<>(node.hostNode(), names, type, factory, options, home);
    return node.shards().host(names.host(), host);
  }

  /**
   * Hands all shards of this node over to others. Closing the RPC end does it too, for at most its
   * {@code drainTimeout}: others may then acquire also what could not be released.
   *
   * @return completes when this node owns none; at once if it does not host them
   */
  public Future<Void> leave() {
    return node.shards().leave(names.host());
  }

  /**
   * Which shard a key belongs to.
   *
   * @param key any
   * @return its index
   */
  public int shardOf(String key) {
    return names.shardOf(key);
  }

  /**
   * Who owns the shards, as far as this node knows.
   *
   * @return in the order of their indexes, without those that nobody owns
   */
  public List<ShardOwner> owners() {
    List<ShardOwner> owners = new ArrayList<>();
    for (int i = 0; i < names.count(); i++) {
      String shard = names.shard(i);
      Optional<Long> here = node.services().epoch(shard);
      Optional<Directory.Owner> other =
          node.directory().owner(shard).filter(its -> its.epoch() > here.orElse(0L));
      if (other.isPresent()) {
        owners.add(new ShardOwner(i, other.get().peer().nodeName(), other.get().epoch()));
      } else if (here.isPresent()) {
        owners.add(new ShardOwner(i, node.hostNode().nodeName(), here.get()));
      }
    }
    return List.copyOf(owners);
  }
}
