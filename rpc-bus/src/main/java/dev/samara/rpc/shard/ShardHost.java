package dev.samara.rpc.shard;

import dev.samara.rpc.call.ServiceOptions;
import dev.samara.rpc.call.ShardFactory;
import dev.samara.rpc.call.ShardOptions;
import dev.samara.rpc.call.ShardStatus;
import dev.samara.rpc.contract.ServiceContract;
import dev.samara.rpc.directory.Directory;
import dev.samara.rpc.directory.Peer;
import dev.samara.rpc.hash.StableHash;
import dev.samara.rpc.serve.Ownership;
import dev.samara.rpc.serve.ServiceTable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * The shards of one service on one node that hosts them: the node with the highest weight of all
 * that do is to own a shard. Owned by the event loop of the node's directory, unless said
 * otherwise.
 *
 * @param <T> the service's interface
 */
public final class ShardHost<T> {
  /** The longest wait before a lock is tried again. */
  static final Duration LOCK_BACKOFF = Duration.ofMillis(500);

  /** Trying a lock takes a worker thread for a moment. */
  private static final int LOCKS_AT_A_TIME = 4;

  private static final Duration ANNOUNCE_DELAY = Duration.ofMillis(2);
  private static final Duration LOCK_CHECK_INTERVAL = Duration.ofSeconds(10);

  /**
   * The node that hosts.
   *
   * @param context of its directory
   * @param services what it offers
   * @param directory what others offer
   * @param nodeId its id
   * @param nodeName the same for humans
   * @param announce tells the others at once what it offers
   */
  public record Node(
      ContextInternal context,
      ServiceTable services,
      Directory directory,
      String nodeId,
      String nodeName,
      Runnable announce) {}

  private final Node node;
  private final ShardNames names;
  private final ServiceContract contract;
  private final ServiceOptions served;
  private final Locks locks;
  private final List<HostedShard<T>> shards = new ArrayList<>();
  private final Promise<Void> left = Promise.promise();

  private boolean hosting;
  private boolean announcing;
  private boolean looking;
  private int locking;
  private long lockCheck;
  private List<String> hosts = List.of();
  private boolean[] wanted;

  /**
   * Hosts nothing yet.
   *
   * @param node where
   * @param names of the shards
   * @param type the interface
   * @param factory makes implementations
   * @param options how
   * @param home where the factory and the implementations run; a context for each shard if empty
   */
  public ShardHost(
      Node node,
      ShardNames names,
      Class<T> type,
      ShardFactory<T> factory,
      ShardOptions options,
      Optional<ContextInternal> home) {
    this(
        node,
        names,
        type,
        factory,
        options,
        home,
        new ShardLocks(node.context().owner().sharedData()));
  }

  ShardHost(
      Node node,
      ShardNames names,
      Class<T> type,
      ShardFactory<T> factory,
      ShardOptions options,
      Optional<ContextInternal> home,
      Locks locks) {
    this.node = node;
    this.names = names;
    this.contract = ServiceContract.of(type);
    this.served = options.service();
    this.locks = locks;
    this.wanted = new boolean[options.count()];
    for (int i = 0; i < options.count(); i++) {
      ContextInternal own = home.orElseGet(node.context().owner()::createEventLoopContext);
      shards.add(new HostedShard<>(this, i, own, factory, options));
    }
  }

  /**
   * Takes part from now on.
   *
   * @return completes when the others were told; fails if this node hosts the service already, or
   *     another node divides it into another number of shards
   */
  public Future<Void> start() {
    return onLoop(done -> {
      Optional<String> other = otherDivision();
      HostService statuses = () -> statuses();
      if (other.isPresent()) {
        done.fail(
            new IllegalStateException(
                "'%s' is divided into another number of shards: there is %s, not %s"
                    .formatted(names.service(), other.get(), names.host())));
      } else if (!node.services()
          .add(
              names.host(),
              ServiceContract.of(HostService.class),
              statuses,
              Optional.of(node.context()),
              ServiceOptions.defaults())) {
        done.fail(
            new IllegalStateException(
                "node '%s' hosts '%s' already".formatted(node.nodeName(), names.service())));
      } else {
        hosting = true;
        lockCheck =
            node.context()
                .owner()
                .setPeriodic(LOCK_CHECK_INTERVAL.toMillis(), tick -> lookAfterLocks());
        node.announce().run();
        look();
        done.complete();
      }
    });
  }

  void lookAfterLocks() {
    run(() -> {
      if (!looking) {
        looking = true;
        lookAfterLock(0);
      }
    });
  }

  /** One after the other: each takes a worker thread for a moment. */
  private void lookAfterLock(int index) {
    if (index == shards.size()) {
      looking = false;
    } else {
      shards.get(index).lookAfterLock().onComplete(looked -> run(() -> lookAfterLock(index + 1)));
    }
  }

  private Optional<String> otherDivision() {
    return node.directory().peers().stream()
        .flatMap(peer -> peer.services().stream())
        .map(service -> service.service())
        .filter(names::isOtherHost)
        .findFirst();
  }

  /**
   * Takes part no more: hands all shards over. Any thread.
   *
   * @return completes when this node owns none
   */
  public Future<Void> leave() {
    run(() -> {
      if (hosting) {
        hosting = false;
        node.context().owner().cancelTimer(lockCheck);
        node.services().remove(names.host());
        node.announce().run();
        look();
      }
      moved(true);
    });
    return left.future();
  }

  /** The node is closed: gives back the locks that it still has. Any thread. */
  public void close() {
    run(() -> shards.forEach(HostedShard::giveUp));
  }

  /** Looks at the directory, which may have changed. */
  public void look() {
    List<String> now = new ArrayList<>(new TreeSet<>(otherHosts()));
    if (hosting) {
      now.add(node.nodeId());
    }
    if (!now.equals(hosts)) {
      hosts = now;
      IntStream.range(0, wanted.length).forEach(i -> wanted[i] = hosting && wins(names.shard(i)));
    }
    for (int i = 0; i < wanted.length; i++) {
      shards.get(i).look(wanted[i]);
    }
  }

  private List<String> otherHosts() {
    return node.directory().offering(names.host()).stream().map(Peer::nodeId).toList();
  }

  private boolean wins(String shard) {
    long own = StableHash.weight(node.nodeId(), shard);
    for (String other : hosts) {
      long its = StableHash.weight(other, shard);
      if (its > own || its == own && other.compareTo(node.nodeId()) > 0) {
        return false;
      }
    }
    return true;
  }

  Future<List<ShardStatus>> statuses() {
    return this.<List<ShardStatus>>onLoop(
        done -> done.complete(shards.stream().map(HostedShard::status).toList()));
  }

  private <R> Future<R> onLoop(java.util.function.Consumer<Promise<R>> action) {
    return node.context().future(done -> run(() -> action.accept(done)));
  }

  // ---- for its shards

  /**
   * How many shards the service has.
   *
   * @return 1 or more
   */
  public int count() {
    return names.count();
  }

  ShardNames names() {
    return names;
  }

  Locks locks() {
    return locks;
  }

  String nodeName() {
    return node.nodeName();
  }

  double random() {
    return ThreadLocalRandom.current().nextDouble();
  }

  /** Runs something on the event loop. Any thread. */
  void run(Runnable action) {
    node.context().runOnContext(now -> action.run());
  }

  long after(Duration delay, Runnable action) {
    return node.context().owner().setTimer(Math.max(1, delay.toMillis()), tick -> run(action));
  }

  void cancelTimer(long timer) {
    node.context().owner().cancelTimer(timer);
  }

  Optional<Long> ownerElsewhere(String shard) {
    return node.directory().owner(shard).map(Directory.Owner::epoch);
  }

  /** Whether one more lock may be tried; if so {@link #locked} follows. */
  boolean mayLock() {
    if (locking >= LOCKS_AT_A_TIME) {
      return false;
    }
    locking++;
    return true;
  }

  void locked() {
    locking--;
    run(this::look);
  }

  void offer(String shard, T implementation, ContextInternal home, Ownership ownership) {
    node.services().addShard(shard, contract, implementation, home, served, ownership);
    announceSoon();
  }

  void withdraw(String shard) {
    node.services().remove(shard);
    announceSoon();
  }

  /** Many shards move at a time. */
  private void announceSoon() {
    if (!announcing) {
      announcing = true;
      after(
          ANNOUNCE_DELAY,
          () -> {
            announcing = false;
            node.announce().run();
          });
    }
  }

  void moved(boolean unowned) {
    if (unowned && !hosting && shards.stream().allMatch(HostedShard::isUnowned)) {
      left.tryComplete();
    }
  }
}
