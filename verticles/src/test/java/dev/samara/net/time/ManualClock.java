package dev.samara.net.time;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A clock that stands still until a test moves it; tasks run on the test's thread. */
public final class ManualClock implements AlarmClock {

  private record Entry(long deadlineNanos, Runnable task) {}

  private final List<Entry> entries = new ArrayList<>();
  // Near the overflow on purpose: differences must work there as well.
  private long nowNanos = Long.MAX_VALUE - 1_000_000;

  public ManualClock() {}

  @Override
  public synchronized long nanoTime() {
    return nowNanos;
  }

  @Override
  public synchronized Alarm at(long deadlineNanos, Runnable task) {
    var entry = new Entry(deadlineNanos, task);
    entries.add(entry);
    return () -> remove(entry);
  }

  private synchronized boolean remove(Entry entry) {
    return entries.removeIf(other -> other == entry);
  }

  /** How many tasks wait. */
  public synchronized int waiting() {
    return entries.size();
  }

  /** Moves the time and runs what is due, in order. */
  public void advance(Duration by) {
    List<Entry> due;
    synchronized (this) {
      nowNanos += by.toNanos();
      due =
          entries.stream()
              .filter(entry -> entry.deadlineNanos - nowNanos <= 0)
              .sorted(Comparator.comparingLong(entry -> entry.deadlineNanos - nowNanos))
              .toList();
    }
    for (var entry : due) {
      if (remove(entry)) {
        entry.task.run();
      }
    }
  }
}
