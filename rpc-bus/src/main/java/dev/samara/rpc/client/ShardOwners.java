package dev.samara.rpc.client;

import dev.samara.rpc.directory.Directory;
import dev.samara.rpc.shard.ShardNames;
import dev.samara.rpc.wire.Endpoint;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;

/** Whom the calls of a service in shards go to, and the calls that wait for owners. Any thread. */
public final class ShardOwners implements Targets {
  private static final Target HERE = new Target.Here();

  private final ShardNames names;
  private final Function<String, Optional<Long>> epochHere;
  private final Directory directory;
  private final int maxWaiting;
  private final Duration waitLimit;
  private final Map<String, AtomicReferenceArray<Endpoint>> endpoints = new ConcurrentHashMap<>();
  private final Set<ShardAttempts> waiting = ConcurrentHashMap.newKeySet();
  private final AtomicInteger waitingCalls = new AtomicInteger();
  private volatile Optional<String> closed = Optional.empty();

  /**
   * Nobody waits yet.
   *
   * @param names of the shards
   * @param epochHere which ownership of a shard this node has
   * @param directory what others own
   * @param maxWaiting how many calls may wait
   * @param waitLimit how long a call waits that has no deadline
   */
  public ShardOwners(
      ShardNames names,
      Function<String, Optional<Long>> epochHere,
      Directory directory,
      int maxWaiting,
      Duration waitLimit) {
    this.names = names;
    this.epochHere = epochHere;
    this.directory = directory;
    this.maxWaiting = maxWaiting;
    this.waitLimit = waitLimit;
  }

  /** The same method of the shard that a key belongs to. */
  Endpoint endpoint(Endpoint method, String key) {
    AtomicReferenceArray<Endpoint> known =
        endpoints.computeIfAbsent(
            method.method(), name -> new AtomicReferenceArray<>(names.count()));
    int shard = names.shardOf(key);
    Endpoint found = known.get(shard);
    if (found == null) {
      found = new Endpoint(names.shard(shard), method.method());
      known.set(shard, found);
    }
    return found;
  }

  @Override
  public Optional<Target> choose(String shard, Optional<String> key) {
    Optional<Long> here = epochHere.apply(shard);
    Optional<Directory.Owner> other = directory.owner(shard);
    if (here.isPresent() && other.filter(its -> its.epoch() > here.get()).isEmpty()) {
      return Optional.of(HERE);
    }
    return other.map(its -> new Target.Node(its.peer()));
  }

  /** There is no choice. */
  @Override
  public List<Offer> offers(String shard) {
    return List.of();
  }

  @Override
  public String nobody(String shard) {
    List<?> hosts = directory.offering(names.host());
    return "nobody owns '%s', and %d other nodes host '%s'"
        .formatted(shard, hosts.size(), names.service());
  }

  Duration waitLimit() {
    return waitLimit;
  }

  /** A call is to wait; if it may, it is told of changes until it leaves. */
  boolean enter(ShardAttempts call) {
    if (waitingCalls.incrementAndGet() > maxWaiting) {
      waitingCalls.decrementAndGet();
      return false;
    }
    waiting.add(call);
    return true;
  }

  void leave(ShardAttempts call) {
    if (waiting.remove(call)) {
      waitingCalls.decrementAndGet();
    }
  }

  Optional<String> closed() {
    return closed;
  }

  /** Owners may have changed. */
  public void changed() {
    waiting.forEach(ShardAttempts::changed);
  }

  /**
   * No owner will come.
   *
   * @param reason for a human
   */
  public void close(String reason) {
    closed = Optional.of(reason);
    changed();
  }
}
