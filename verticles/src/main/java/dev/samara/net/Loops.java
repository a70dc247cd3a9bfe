package dev.samara.net;

import dev.samara.net.connection.Event;
import dev.samara.net.connection.Notice;
import dev.samara.net.lifecycle.Loop;
import dev.samara.net.memory.MemoryBudget;
import dev.samara.net.time.EventLoopDelay;
import dev.samara.net.time.LoopClock;
import dev.samara.net.watch.BlockedLoop;
import dev.samara.net.watch.Occupation;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.internal.ThreadExecutorMap;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** The event loops of a hub, one {@link Loop} for each. Any thread. */
final class Loops {

  private final String node;
  private final int count;
  private final MemoryBudget budget;
  private final Map<EventExecutor, Loop> byEventLoop = new ConcurrentHashMap<>();
  private final Loop[] byIndex;
  private final LoopClock[] clocks;
  private final Occupation[] occupations;
  private final Duration clockPeriod;
  private final LongSupplier nanoClock;
  private final List<Consumer<Event>> observers = new CopyOnWriteArrayList<>();
  private final List<Consumer<Notice>> noticeObservers = new CopyOnWriteArrayList<>();
  private final AtomicInteger turn = new AtomicInteger();

  Loops(String node, VertxInternal vertx, HubOptions options) {
    this.budget = options.memory();
    this.node = node;
    var loops = 0;
    for (var _ : vertx.nettyEventLoopGroup()) {
      loops++;
    }
    this.count = loops;
    this.byIndex = new Loop[loops];
    this.clocks = new LoopClock[loops];
    this.occupations = new Occupation[loops];
    this.clockPeriod = options.clockPeriod();
    this.nanoClock = options.nanoClock();
  }

  /** Adds an observer; running what is returned removes it. */
  Runnable observe(Consumer<Event> observer) {
    observers.add(observer);
    return () -> observers.remove(observer);
  }

  private void tell(Event event) {
    observers.forEach(observer -> observer.accept(event));
  }

  /** Adds an observer of notices; running what is returned removes it. */
  Runnable observeNotices(Consumer<Notice> observer) {
    noticeObservers.add(observer);
    return () -> noticeObservers.remove(observer);
  }

  void tell(Notice notice) {
    noticeObservers.forEach(observer -> observer.accept(notice));
  }

  int count() {
    return count;
  }

  /** The clock of all time limits. */
  long nowNanos() {
    return nanoClock.getAsLong();
  }

  /** Makes the state for the context's event loop, which runs this, unless there is one. */
  synchronized Optional<Loop> claim(ContextInternal context) {
    if (byEventLoop.containsKey(context.nettyEventLoop())) {
      return Optional.empty();
    }
    var index = byEventLoop.size();
    var loop = new Loop(node, index, count, context, this::tell, budget);
    byIndex[index] = loop;
    clocks[index] = new LoopClock(clockPeriod, System.nanoTime(), Instant.now());
    occupations[index] = Occupation.ofThisThread();
    byEventLoop.put(context.nettyEventLoop(), loop);
    return Optional.of(loop);
  }

  boolean isComplete() {
    return byEventLoop.size() == count;
  }

  Loop of(EventLoop eventLoop) {
    return byEventLoop.get(eventLoop);
  }

  /** The event loop that runs this. */
  Loop here() {
    return byEventLoop.get(ThreadExecutorMap.currentExecutor());
  }

  /** The clock of an event loop, in the order in which they were claimed. */
  LoopClock clockOf(Loop loop) {
    return clocks[Arrays.asList(byIndex).indexOf(loop)];
  }

  /** The clock of the calling event loop; on any other thread that of the first one. */
  LoopClock clock() {
    for (var index = 0; index < count; index++) {
      if (byIndex[index].eventLoop().inEventLoop()) {
        return clocks[index];
      }
    }
    return clocks[0];
  }

  List<EventLoopDelay> takeDelays() {
    return Stream.of(clocks).map(LoopClock::takeDelay).toList();
  }

  /** Those whose clock stands for longer than so. */
  List<BlockedLoop> blocked(Duration threshold) {
    var now = System.nanoTime();
    var blocked = new ArrayList<BlockedLoop>();
    for (var index = 0; index < count; index++) {
      var since = Duration.ofNanos(now - clocks[index].nowNanos());
      if (since.compareTo(threshold) > 0) {
        var who = occupations[index];
        blocked.add(new BlockedLoop(index, who.thread(), since, who.work(), who.stack()));
      }
    }
    return blocked;
  }

  boolean isFirst(Loop loop) {
    return byIndex[0] == loop;
  }

  Loop ofSerial(long serial) {
    return byIndex[(int) (serial % count)];
  }

  /** The event loops in turn. */
  Loop next() {
    return byIndex[Math.floorMod(turn.getAndIncrement(), count)];
  }

  /** Asks each event loop on its own thread and gathers the answers. */
  <T> Future<List<T>> askEach(Function<Loop, T> question) {
    var answers = new ArrayList<Future<T>>();
    for (var loop : byEventLoop.values()) {
      answers.add(ask(loop, question));
    }
    return Future.all(answers).map(all -> all.<T>list());
  }

  <T> Future<T> ask(Loop loop, Function<Loop, T> question) {
    var promise = loop.context().<T>promise();
    loop.context()
        .runOnContext(_ -> {
          try {
            promise.complete(question.apply(loop));
          } catch (RuntimeException e) {
            promise.fail(e);
          }
        });
    return promise.future();
  }
}
