package dev.samara.net.job;

import dev.samara.net.time.AlarmClock;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.concurrent.Callable;

/** One job of a queue. */
final class Job<T> {

  /** How a job ended. */
  enum Outcome {
    DONE,
    FAILED,
    CANCELLED,
    RETURNED
  }

  final long id;
  final TagLine line;
  final String name;
  final long submittedNanos;
  private final Callable<T> work;
  private final Promise<T> promise;

  /** Guarded by the queue's lock. */
  JobState state = JobState.PENDING;

  /** Guarded by the queue's lock; valid once active. */
  long startedNanos;

  // Guarded by this:
  private Thread thread;
  private boolean cancelled;
  private AlarmClock.Alarm alarm = () -> {};

  Job(
      long id,
      TagLine line,
      String name,
      long submittedNanos,
      Callable<T> work,
      Promise<T> promise) {
    this.id = id;
    this.line = line;
    this.name = name;
    this.submittedNanos = submittedNanos;
    this.work = work;
    this.promise = promise;
  }

  /** Runs it on this thread, and returns what remains to be done once it has been counted. */
  Ended run() {
    synchronized (this) {
      thread = Thread.currentThread();
      if (cancelled) {
        thread.interrupt();
      }
    }
    try {
      var result = work.call();
      return new Ended(Outcome.DONE, () -> promise.tryComplete(result));
    } catch (Throwable e) {
      return threw(e);
    } finally {
      synchronized (this) {
        thread = null;
      }
      // From here on interrupt() does nothing: the thread is clean for the next job.
      Thread.interrupted();
    }
  }

  private synchronized Ended threw(Throwable failure) {
    return cancelled
        ? new Ended(
            Outcome.CANCELLED, () -> notDone(JobNotDoneException.Outcome.CANCELLED, failure))
        : new Ended(Outcome.FAILED, () -> promise.tryFail(failure));
  }

  /** How it ended, and the one task that tells whoever waits for it. */
  record Ended(Outcome outcome, Runnable tell) {}

  /** Interrupts it if it runs, or as soon as it does. */
  synchronized void interrupt() {
    cancelled = true;
    if (thread != null) {
      thread.interrupt();
    }
  }

  /** Takes what will end its sleep. */
  synchronized void sleepsUntil(AlarmClock.Alarm waking) {
    alarm = waking;
  }

  private synchronized void sleepNoMore() {
    alarm.cancel();
  }

  /** Tells whoever waits for it that it never came to its end. */
  void notDone(JobNotDoneException.Outcome outcome, Throwable cause) {
    sleepNoMore();
    var reason =
        switch (outcome) {
          case FULL -> "the job queue is full";
          case CLOSED -> "the job queue is closed";
          case RETURNED -> "the job queue was closed before the job's turn";
          case CANCELLED -> "the job was cancelled";
        };
    promise.tryFail(new JobNotDoneException(outcome, reason, cause));
  }

  /** Under the queue's lock. */
  JobInfo info(long nowNanos) {
    var running = state == JobState.ACTIVE ? nowNanos - startedNanos : 0;
    return new JobInfo(
        id,
        line.tag,
        name,
        state,
        Duration.ofNanos(nowNanos - submittedNanos),
        Duration.ofNanos(running));
  }
}
