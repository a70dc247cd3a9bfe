package dev.samara.net.testkit;

import dev.samara.net.time.AlarmClock;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.LongSupplier;

/**
 * A clock that stands still until the test moves it. For all that takes its clock as an argument:
 * {@code HubOptions.withNanoClock}, {@code ClientRegistry}, {@code JobQueue}, {@code Timeout}. Any
 * thread.
 */
public final class ManualClock implements LongSupplier, AlarmClock {

  private record Waiting(long atNanos, long order, Runnable task) {}

  private final Object lock = new Object();
  private final PriorityQueue<Waiting> alarms =
      new PriorityQueue<>(
          Comparator.comparingLong(Waiting::atNanos).thenComparingLong(Waiting::order));
  private long nowNanos = System.nanoTime();
  private long orders;

  /** Makes a clock. */
  public ManualClock() {}

  /**
   * Moves the clock, and runs the tasks whose time has come, each at its time, on this thread.
   *
   * @param time how far, 0 or more
   * @throws IllegalArgumentException if it is negative
   */
  public void advance(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("time: %s (expected: 0 or more)".formatted(time));
    }
    long until;
    synchronized (lock) {
      until = nowNanos + time.toNanos();
    }
    for (var due = next(until); due.isPresent(); due = next(until)) {
      due.get().run();
    }
    synchronized (lock) {
      nowNanos = Math.max(nowNanos, until);
    }
  }

  private Optional<Runnable> next(long untilNanos) {
    synchronized (lock) {
      if (alarms.isEmpty() || alarms.peek().atNanos() > untilNanos) {
        return Optional.empty();
      }
      var due = alarms.poll();
      nowNanos = Math.max(nowNanos, due.atNanos());
      return Optional.of(due.task());
    }
  }

  @Override
  public long getAsLong() {
    return nanoTime();
  }

  @Override
  public long nanoTime() {
    synchronized (lock) {
      return nowNanos;
    }
  }

  /** As everywhere, but a task whose time is over runs with the next {@link #advance}. */
  @Override
  public Alarm at(long deadlineNanos, Runnable task) {
    synchronized (lock) {
      var waiting = new Waiting(deadlineNanos, orders++, task);
      alarms.add(waiting);
      return () -> {
        synchronized (lock) {
          alarms.remove(waiting);
        }
      };
    }
  }
}
