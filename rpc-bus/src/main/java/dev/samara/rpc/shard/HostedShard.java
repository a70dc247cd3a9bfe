package dev.samara.rpc.shard;

import dev.samara.rpc.call.Shard;
import dev.samara.rpc.call.ShardFactory;
import dev.samara.rpc.call.ShardOptions;
import dev.samara.rpc.call.ShardStatus;
import dev.samara.rpc.serve.Ownership;
import dev.samara.rpc.serve.RunningCalls;
import dev.samara.rpc.text.Texts;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One shard on one node that hosts them. Owned by the event loop of its host; what the application
 * does runs on the shard's own context.
 *
 * <pre>
 *            wanted, no other announces it      got            acquired
 *  UNOWNED ───────────────────────────▶ WAITING ───▶ ACQUIRING ────────▶ OWNED
 *   ▲ ▲ ▲                                  │           │    │              │ not wanted any more, or
 *   │ │ └──── not got, or not wanted ──────┘           │    │              │ another has a greater epoch
 *   │ └────── failed: unlocked, tried later ───────────┘    │ not wanted   ▼
 *   └─────────────────── RELEASING ◀────────────────────────┴────────── DRAINING
 *     released: unlocked   ▲   │ failed: tried later           no call is left, or drainTimeout
 *                          └───┘
 * </pre>
 *
 * The lock is held from ACQUIRING to RELEASING. Others see the shard here while it is OWNED only.
 *
 * @param <T> the service's interface
 */
final class HostedShard<T> {
  private static final Logger LOG = LoggerFactory.getLogger(HostedShard.class);

  /** What work that was cancelled has to come to its end. */
  private static final Duration LAST_GRACE = Duration.ofSeconds(1);

  private enum State {
    UNOWNED,
    WAITING,
    ACQUIRING,
    OWNED,
    DRAINING,
    RELEASING
  }

  private final ShardHost<T> host;
  private final int index;
  private final String name;
  private final ContextInternal home;
  private final ShardFactory<T> factory;
  private final ShardOptions options;

  private State state = State.UNOWNED;
  private boolean wanted;
  private boolean resting;
  private int tries;
  private Optional<Locks.Held> held = Optional.empty();
  private T implementation;
  private RunningCalls running;
  private long epoch;
  private long failures;
  private String lastFailure = "";

  HostedShard(
      ShardHost<T> host,
      int index,
      ContextInternal home,
      ShardFactory<T> factory,
      ShardOptions options) {
    this.host = host;
    this.index = index;
    this.name = host.names().shard(index);
    this.home = home;
    this.factory = factory;
    this.options = options;
  }

  /** Looks at who is to own it, and who does; any state. */
  void look(boolean isWanted) {
    wanted = isWanted;
    switch (state) {
      case UNOWNED -> {
        if (wanted && !resting && host.ownerElsewhere(name).isEmpty() && host.mayLock()) {
          lock();
        }
      }
      case OWNED -> {
        boolean later = host.ownerElsewhere(name).filter(other -> other > epoch).isPresent();
        if (later) {
          LOG.warn("{} has a later owner: the cluster was split, or this node cut off", name);
        }
        if (!wanted || later) {
          drain();
        }
      }
      case WAITING, ACQUIRING, DRAINING, RELEASING -> {}
    }
  }

  /** Takes a lock again that was lost when a split of the cluster healed; completes then. */
  Future<?> lookAfterLock() {
    if (state != State.OWNED) {
      return Future.succeededFuture();
    }
    Optional<Locks.Held> before = held;
    return host.locks()
        .lookAfter(host.names().lock(index))
        .onSuccess(release -> host.run(() -> retaken(before, release)));
  }

  private void retaken(Optional<Locks.Held> before, Runnable release) {
    if (held.isPresent() && held == before) {
      LOG.warn("the lock of {} was lost and is taken again", name);
      held = Optional.of(new Locks.Held(epoch, release));
    } else {
      release.run();
    }
  }

  boolean isUnowned() {
    return state == State.UNOWNED;
  }

  ShardStatus status() {
    return new ShardStatus(
        index, state.name().toLowerCase(Locale.ROOT), epoch, failures, lastFailure);
  }

  private void lock() {
    become(State.WAITING);
    host.locks()
        .take(host.names().lock(index))
        .onComplete(got -> host.run(() -> locked(got)), not -> host.run(() -> notLocked(not)));
  }

  private void notLocked(Throwable why) {
    LOG.debug("{}: {}", name, Texts.describe(why));
    become(State.UNOWNED);
    rest(ShardHost.LOCK_BACKOFF);
    host.locked();
  }

  private void locked(Locks.Held got) {
    if (wanted) {
      held = Optional.of(got);
      epoch = got.epoch();
      acquire();
    } else {
      got.release().run();
      become(State.UNOWNED);
    }
    host.locked();
  }

  private void acquire() {
    become(State.ACQUIRING);
    Shard shard = shard();
    atHome(() -> factory.acquire(shard).map(HostedShard::present))
        .onComplete(
            made -> host.run(() -> acquired(made)),
            thrown ->
                host.run(() -> {
                  failed("acquiring", thrown);
                  unlock();
                  rest(options.maxBackoff());
                }));
  }

  private static <T> T present(T made) {
    if (made == null) {
      throw new IllegalStateException("the factory gave null");
    }
    return made;
  }

  private void acquired(T made) {
    implementation = made;
    tries = 0;
    if (!wanted) {
      release();
      return;
    }
    running = new RunningCalls();
    host.offer(name, made, home, new Ownership(epoch, running));
    become(State.OWNED);
  }

  private void drain() {
    become(State.DRAINING);
    host.withdraw(name);
    long timer =
        host.after(
            options.drainTimeout(),
            () -> running.cancel("its shard is handed over to another node"));
    running
        .close()
        .timeout(options.drainTimeout().plus(LAST_GRACE).toMillis(), TimeUnit.MILLISECONDS)
        .onComplete(over ->
            host.run(() -> {
              host.cancelTimer(timer);
              if (over.failed()) {
                LOG.warn("{}: calls that were cancelled are still at work", name);
              }
              release();
            }));
  }

  private void release() {
    become(State.RELEASING);
    Shard shard = shard();
    atHome(() -> factory.release(shard, implementation))
        .onComplete(
            done ->
                host.run(() -> {
                  implementation = null;
                  tries = 0;
                  unlock();
                  host.look();
                }),
            thrown ->
                host.run(() -> {
                  failed("releasing", thrown);
                  host.after(backoff(options.maxBackoff()), this::release);
                }));
  }

  private void unlock() {
    held.ifPresent(lock -> lock.release().run());
    held = Optional.empty();
    become(State.UNOWNED);
  }

  /** The node is closed: what it could not release in time is not kept from the others for ever. */
  void giveUp() {
    held.ifPresent(lock -> {
      LOG.warn("{}: the node closes before it was released", name);
      lock.release().run();
    });
    held = Optional.empty();
  }

  private void failed(String what, Throwable why) {
    failures++;
    lastFailure = Texts.oneLine(what + " failed: " + Texts.describe(why));
    LOG.warn("{}: {}", name, lastFailure);
  }

  /** Nothing is tried for a while. */
  private void rest(Duration most) {
    resting = true;
    host.after(
        backoff(most),
        () -> {
          resting = false;
          host.look();
        });
  }

  /** Up to twice as long each time, and by chance at least half of that. */
  private Duration backoff(Duration most) {
    long nanos = ShardOptions.FIRST_BACKOFF.toNanos() << Math.min(tries++, 20);
    long bounded = Math.min(nanos, most.toNanos());
    return Duration.ofNanos((long) (bounded * (0.5 + host.random() / 2)));
  }

  private Shard shard() {
    return new Shard(host.names().service(), index, options.count(), epoch);
  }

  private <R> Future<R> atHome(Supplier<Future<R>> work) {
    return home.future(done ->
        home.runOnContext(now -> {
          try {
            work.get().onComplete(done);
          } catch (Throwable thrown) {
            // An error too: without an outcome the lock would be held for ever.
            done.fail(thrown);
          }
        }));
  }

  /** The one transition. */
  private void become(State next) {
    LOG.debug("{} on {}: {} -> {}, epoch {}", name, host.nodeName(), state, next, epoch);
    state = next;
    host.moved(state == State.UNOWNED);
  }
}
