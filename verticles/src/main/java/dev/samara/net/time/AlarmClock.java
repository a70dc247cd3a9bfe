package dev.samara.net.time;

/** Tells the time and runs short tasks when it has come. Any thread. */
public interface AlarmClock {

  /** A task that waits for its time. */
  @FunctionalInterface
  interface Alarm {

    /** The task will not start any more; without effect if it has started. */
    void cancel();
  }

  /**
   * The clock of the system, with one daemon thread for all tasks. A task starts never early and,
   * on a machine with time to spare, less than a millisecond late: that is also the shortest limit
   * that makes sense.
   *
   * @return the one clock of this process
   */
  static AlarmClock system() {
    return SystemAlarmClock.INSTANCE;
  }

  /**
   * The time.
   *
   * @return nanoseconds since some moment, only good for differences
   */
  long nanoTime();

  /**
   * Runs a task at its time.
   *
   * @param deadlineNanos when, in terms of {@link #nanoTime}; at once if that is over
   * @param task short, does not block, does not throw; runs on the clock's thread
   * @return takes the task back
   */
  Alarm at(long deadlineNanos, Runnable task);
}
