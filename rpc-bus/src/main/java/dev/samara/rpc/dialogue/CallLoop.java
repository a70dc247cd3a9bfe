package dev.samara.rpc.dialogue;

import dev.samara.rpc.call.FailureKind;
import io.netty.channel.EventLoop;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The calls of one event loop: flushes what is said on it at the end of each turn, hands over to
 * other event loops what is for them, and looks after all deadlines with one timer. Owned by that
 * event loop unless said otherwise.
 */
public final class CallLoop {
  private static final Duration SWEEP_INTERVAL = Duration.ofMillis(20);

  private final int index;
  private final ContextInternal context;
  private final EventLoop executor;
  private final LongSupplier nanoTime;
  private final CallLedger ledger;
  private final Set<CallTable> tables = new LinkedHashSet<>();
  private final Map<CallLoop, Handover> handovers = new IdentityHashMap<>();
  private final List<Speaker> leaving = new ArrayList<>();
  private List<Speaker> talking = new ArrayList<>();
  private List<Speaker> spare = new ArrayList<>();
  private final Runnable flush = this::flush;
  private boolean turnWillEnd;
  private long recentNanos;
  private ScheduledFuture<?> sweeping;

  /**
   * The calls of one event loop.
   *
   * @param index 0 for the first of the node
   * @param context of that event loop
   * @param nanoTime a monotonic clock
   * @param ledger counts the calls made from here
   */
  public CallLoop(int index, ContextInternal context, LongSupplier nanoTime, CallLedger ledger) {
    this.index = index;
    this.context = context;
    this.executor = context.nettyEventLoop();
    this.nanoTime = nanoTime;
    this.ledger = ledger;
    this.recentNanos = nanoTime.getAsLong();
  }

  /**
   * Which one of the node's.
   *
   * @return 0 for the first
   */
  public int index() {
    return index;
  }

  /**
   * The context of the event loop. Any thread.
   *
   * @return the same for all calls of this loop
   */
  public ContextInternal context() {
    return context;
  }

  /**
   * Counts the calls that are made from here. Any thread.
   *
   * @return the ledger
   */
  public CallLedger ledger() {
    return ledger;
  }

  /**
   * Reads the clock, which costs more than anything else in a short call. Any thread.
   *
   * @return nanoseconds
   */
  public long nanoTime() {
    long now = nanoTime.getAsLong();
    if (executor.inEventLoop()) {
      recentNanos = now;
    }
    return now;
  }

  /**
   * The clock as it was read last: when this turn of the loop began, or the application was called
   * in it. On the event loop.
   *
   * @return nanoseconds
   */
  public long recentNanos() {
    return recentNanos;
  }

  /**
   * When something came to its end that this thread has been told of just now: on the event loop
   * the recent time. Any thread.
   *
   * @return nanoseconds
   */
  public long endNanos() {
    return executor.inEventLoop() ? recentNanos : nanoTime.getAsLong();
  }

  /**
   * Whether this thread is the event loop.
   *
   * @return true on it
   */
  public boolean isCurrent() {
    return executor.inEventLoop();
  }

  /**
   * Runs something on the event loop: at once if this is it. Any thread.
   *
   * @param task must not block
   */
  public void execute(Runnable task) {
    if (executor.inEventLoop()) {
      task.run();
    } else {
      executor.execute(task);
    }
  }

  /**
   * Lets another event loop run something when this turn is over, together with what else it is
   * given.
   *
   * @param other of the same node
   * @param task must not block
   */
  public void handOver(CallLoop other, Runnable task) {
    handovers.computeIfAbsent(other, to -> new Handover(this, to)).add(task);
  }

  /** Runs what another loop has handed over, as one turn. */
  void run(List<Runnable> tasks) {
    boolean alreadySo = turnWillEnd;
    ContextInternal before = beginTurn();
    try {
      for (int i = 0; i < tasks.size(); i++) {
        try {
          tasks.get(i).run();
        } catch (RuntimeException broken) {
          report(broken);
        }
      }
    } finally {
      endTurn(before, alreadySo);
    }
  }

  /** A defect in one of several things that share a turn costs nothing of the others. */
  void report(RuntimeException defect) {
    context.reportException(defect);
  }

  /** Starts the timer. Any thread. */
  public void start() {
    long nanos = SWEEP_INTERVAL.toNanos();
    sweeping = executor.scheduleAtFixedRate(this::sweep, nanos, nanos, TimeUnit.NANOSECONDS);
  }

  /** Stops the timer. Any thread, once. */
  public void stop() {
    sweeping.cancel(false);
  }

  void add(CallTable table) {
    tables.add(table);
  }

  void remove(CallTable table) {
    tables.remove(table);
  }

  /**
   * Ends all calls under way, in either direction and of those that wait for a connection.
   *
   * @param kind of their failure
   * @param reason for a human
   */
  public void close(FailureKind kind, String reason) {
    List.copyOf(tables).forEach(table -> table.close(kind, reason));
  }

  /** It has something to say when this turn is over. */
  void flushSoon(Speaker speaker) {
    talking.add(speaker);
    endTurnSoon();
  }

  /** The same for what leaves this loop: it goes with the turn in which it was said. */
  void leaveSoon(Handover handover) {
    leaving.add(handover);
    endTurnSoon();
  }

  private void endTurnSoon() {
    if (!turnWillEnd) {
      turnWillEnd = true;
      executor.execute(flush);
    }
  }

  /** What is said while this runs is for the next turn, so that others get theirs in between. */
  private void flush() {
    ContextInternal before = beginTurn();
    List<Speaker> now = talking;
    talking = spare;
    spare = now;
    try {
      for (int i = 0; i < now.size(); i++) {
        try {
          now.get(i).flush();
        } catch (RuntimeException broken) {
          report(broken);
        }
      }
    } finally {
      // Whatever went wrong: a list that is not empty would never be flushed again.
      now.clear();
      endTurn(before, false);
    }
  }

  /** One dispatch for all that happens in the turn: each by itself would read the clock again. */
  private ContextInternal beginTurn() {
    nanoTime();
    turnWillEnd = true;
    return context.beginDispatch();
  }

  private void endTurn(ContextInternal before, boolean anotherWillEnd) {
    context.endDispatch(before);
    try {
      for (int i = 0; i < leaving.size(); i++) {
        leaving.get(i).flush();
      }
    } finally {
      leaving.clear();
      turnWillEnd = anotherWillEnd;
      if (!talking.isEmpty()) {
        endTurnSoon();
      }
    }
  }

  private void sweep() {
    long now = nanoTime();
    for (CallTable table : List.copyOf(tables)) {
      table.sweep(now);
    }
  }
}
