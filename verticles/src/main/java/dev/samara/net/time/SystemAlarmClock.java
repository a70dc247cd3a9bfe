package dev.samara.net.time;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A heap of deadlines and a thread that sleeps until the next one: idle while nothing is due. */
final class SystemAlarmClock implements AlarmClock {

  static final AlarmClock INSTANCE = new SystemAlarmClock();

  private final ScheduledThreadPoolExecutor executor;

  private SystemAlarmClock() {
    executor =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("samara alarm clock").factory());
    // Most limits are taken back before their time: they must not stay until then.
    executor.setRemoveOnCancelPolicy(true);
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public Alarm at(long deadlineNanos, Runnable task) {
    var scheduled = executor.schedule(task, deadlineNanos - nanoTime(), TimeUnit.NANOSECONDS);
    return () -> scheduled.cancel(false);
  }
}
