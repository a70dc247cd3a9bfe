package dev.samara.rpc.dialogue;

import io.netty.channel.EventLoop;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The calls of one event loop: flushes what its dialogues say at the end of each turn, and looks
 * after all their deadlines with one timer. Owned by that event loop unless said otherwise.
 */
public final class CallLoop {
  private static final Duration SWEEP_INTERVAL = Duration.ofMillis(20);

  private final int index;
  private final ContextInternal context;
  private final EventLoop executor;
  private final LongSupplier nanoTime;
  private final CallLedger ledger;
  private final Set<Dialogue> dialogues = new LinkedHashSet<>();
  private final Set<WaitingRoom> rooms = new LinkedHashSet<>();
  private List<Dialogue> talking = new ArrayList<>();
  private List<Dialogue> spare = new ArrayList<>();
  private final Runnable flush = this::flush;
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
   * The clock. Any thread.
   *
   * @return nanoseconds
   */
  public long nanoTime() {
    return nanoTime.getAsLong();
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

  /** Starts the timer. Any thread. */
  public void start() {
    long nanos = SWEEP_INTERVAL.toNanos();
    sweeping = executor.scheduleAtFixedRate(this::sweep, nanos, nanos, TimeUnit.NANOSECONDS);
  }

  /** Stops the timer. Any thread, once. */
  public void stop() {
    sweeping.cancel(false);
  }

  void add(Dialogue dialogue) {
    dialogues.add(dialogue);
  }

  void remove(Dialogue dialogue) {
    dialogues.remove(dialogue);
  }

  void add(WaitingRoom room) {
    rooms.add(room);
  }

  void remove(WaitingRoom room) {
    rooms.remove(room);
  }

  /**
   * All dialogues of this loop.
   *
   * @return a copy
   */
  public List<Dialogue> dialogues() {
    return List.copyOf(dialogues);
  }

  /**
   * All waiting rooms of this loop.
   *
   * @return a copy
   */
  public List<WaitingRoom> waitingRooms() {
    return List.copyOf(rooms);
  }

  /** The dialogue has something to say when this turn is over. */
  void flushSoon(Dialogue dialogue) {
    talking.add(dialogue);
    if (talking.size() == 1) {
      executor.execute(flush);
    }
  }

  /** What is said while this runs is for the next turn, so that others get theirs in between. */
  private void flush() {
    List<Dialogue> now = talking;
    talking = spare;
    spare = now;
    try {
      for (int i = 0; i < now.size(); i++) {
        now.get(i).flush();
      }
    } finally {
      // Whatever went wrong: a list that is not empty would never be flushed again.
      now.clear();
    }
  }

  private void sweep() {
    long now = nanoTime();
    for (Dialogue dialogue : dialogues()) {
      dialogue.sweep(now);
    }
    for (WaitingRoom room : waitingRooms()) {
      room.sweep(now);
    }
  }
}
