package dev.samara.net.job;

import dev.samara.net.time.AlarmClock;
import dev.samara.net.trace.CallSites;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Runs jobs that may block, a bounded number at a time. Jobs carry a tag; tags take turns, and jobs
 * of one tag start in the order in which they were submitted. Every job has exactly one outcome:
 * see {@link JobFigures}. Any thread may call any method.
 *
 * <pre>{@code
 * var queue = JobQueue.onVirtualThreads("reports", JobQueueOptions.defaults());
 * queue.submit("customer 17", () -> writeReport(17)).onSuccess(file -> ...);
 * }</pre>
 */
public final class JobQueue implements AutoCloseable {

  private final String name;
  private final JobQueueOptions options;
  private final Executor threads;
  private final Runnable afterClose;
  private final AlarmClock clock;

  // Guarded by this; nothing of others is called meanwhile:
  private final TagLines lines = new TagLines();
  private final List<Promise<Void>> idleListeners = new ArrayList<>();
  private long nextId;
  private boolean accepting = true;

  private JobQueue(
      String name,
      JobQueueOptions options,
      Executor threads,
      Runnable afterClose,
      AlarmClock clock) {
    this.name = name;
    this.options = options;
    this.threads = threads;
    this.afterClose = afterClose;
    this.clock = clock;
  }

  /**
   * A queue whose jobs run on a virtual thread each.
   *
   * @param name the queue's name, and part of its threads' names
   * @param options its bounds
   * @return the queue
   */
  public static JobQueue onVirtualThreads(String name, JobQueueOptions options) {
    return onVirtualThreads(name, options, AlarmClock.system());
  }

  /**
   * As {@link #onVirtualThreads(String, JobQueueOptions)}, by another clock.
   *
   * @param name the queue's name, and part of its threads' names
   * @param options its bounds
   * @param clock wakes sleeping jobs
   * @return the queue
   */
  public static JobQueue onVirtualThreads(String name, JobQueueOptions options, AlarmClock clock) {
    var threads = Thread.ofVirtual().name(name + " ", 0).factory();
    return new JobQueue(name, options, job -> threads.newThread(job).start(), () -> {}, clock);
  }

  /**
   * A queue whose jobs run on a Vert.x worker pool of its own, with a context, so that Vert.x warns
   * of jobs that take longer than a minute.
   *
   * @param vertx whose pool it is
   * @param name the queue's name and that of the pool
   * @param options its bounds; the pool has as many threads as jobs may be active
   * @return the queue
   */
  public static JobQueue onWorkers(Vertx vertx, String name, JobQueueOptions options) {
    var workers = vertx.createSharedWorkerExecutor(name, options.maxActive());
    return new JobQueue(
        name,
        options,
        job ->
            workers.executeBlocking(
                () -> {
                  job.run();
                  return name;
                },
                false),
        workers::close,
        AlarmClock.system());
  }

  /**
   * The queue's name.
   *
   * @return the name
   */
  public String name() {
    return name;
  }

  /**
   * Submits a job.
   *
   * @param <T> what it returns
   * @param tag whose turn it takes, such as a client's name
   * @param work the job; may block
   * @return completes with what it returned, on the submitter's Vert.x context if there is one;
   *     fails with what it threw, or with {@link JobNotDoneException}
   */
  public <T> Future<T> submit(String tag, Callable<T> work) {
    return submit(tag, tag, work);
  }

  /**
   * Submits a job with a name of its own.
   *
   * @param <T> what it returns
   * @param tag whose turn it takes
   * @param jobName what it does, for listings
   * @param work the job; may block
   * @return as for {@link #submit(String, Callable)}
   */
  public <T> Future<T> submit(String tag, String jobName, Callable<T> work) {
    return submit(tag, jobName, Duration.ZERO, work);
  }

  /**
   * Submits a job that sleeps first.
   *
   * @param <T> what it returns
   * @param tag whose turn it takes
   * @param jobName what it does, for listings
   * @param delay how long it sleeps before it waits for its turn
   * @param work the job; may block
   * @return as for {@link #submit(String, Callable)}
   */
  public <T> Future<T> submit(String tag, String jobName, Duration delay, Callable<T> work) {
    var context = ContextInternal.current();
    Promise<T> promise = context == null ? Promise.promise() : context.promise();
    var now = clock.nanoTime();
    var sleeps = delay.isPositive();
    Job<T> job;
    Optional<JobNotDoneException.Outcome> refusal;
    synchronized (this) {
      job = new Job<>(nextId++, lines.line(tag), jobName, now, work, promise);
      refusal = refusal();
      if (refusal.isPresent()) {
        lines.reject(job.line);
      } else {
        lines.add(job, sleeps);
      }
    }
    if (refusal.isPresent()) {
      job.notDone(refusal.get(), null);
    } else if (sleeps) {
      job.sleepsUntil(clock.at(now + delay.toNanos(), () -> wake(job)));
    } else {
      startNext();
    }
    return CallSites.mark("submit", promise.future());
  }

  /** Guarded by this. */
  private Optional<JobNotDoneException.Outcome> refusal() {
    if (!accepting) {
      return Optional.of(JobNotDoneException.Outcome.CLOSED);
    }
    // A job that can start at once does not wait, and needs no room.
    var startAtOnce = Math.max(0, options.maxActive() - lines.active());
    return lines.waiting() < options.maxPending() + startAtOnce
        ? Optional.empty()
        : Optional.of(JobNotDoneException.Outcome.FULL);
  }

  private void wake(Job<?> job) {
    synchronized (this) {
      lines.wake(job);
    }
    startNext();
  }

  /** Starts as many jobs as may be active. */
  private void startNext() {
    for (var job = takeNext(); job.isPresent(); job = takeNext()) {
      start(job.get());
    }
  }

  private synchronized Optional<Job<?>> takeNext() {
    return lines.active() < options.maxActive() ? lines.next(clock.nanoTime()) : Optional.empty();
  }

  private void start(Job<?> job) {
    try {
      threads.execute(() -> ended(job, job.run()));
    } catch (RejectedExecutionException | IllegalStateException e) {
      // The pool has been closed together with its Vert.x.
      ended(
          job,
          new Job.Ended(
              Job.Outcome.RETURNED, () -> job.notDone(JobNotDoneException.Outcome.RETURNED, e)));
    }
  }

  private void ended(Job<?> job, Job.Ended end) {
    synchronized (this) {
      lines.end(job, end.outcome());
    }
    end.tell().run();
    startNext();
    tellIfIdle();
  }

  private void tellIfIdle() {
    List<Promise<Void>> listeners;
    synchronized (this) {
      if (lines.active() > 0 || lines.waiting() > 0 || idleListeners.isEmpty()) {
        return;
      }
      listeners = List.copyOf(idleListeners);
      idleListeners.clear();
    }
    listeners.forEach(Promise::tryComplete);
  }

  /**
   * Cancels a job: one that waits never runs; one that runs is interrupted, and counts as cancelled
   * if it throws after that, as done if it comes to its end all the same.
   *
   * @param id the job's id, from {@link #jobs()}
   * @return false if there is no such job any more
   */
  public boolean cancel(long id) {
    Job<?> job;
    boolean runs;
    synchronized (this) {
      var found = lines.find(id);
      if (found.isEmpty()) {
        return false;
      }
      job = found.get();
      runs = job.state == JobState.ACTIVE;
      if (!runs) {
        lines.end(job, Job.Outcome.CANCELLED);
      }
    }
    if (runs) {
      job.interrupt();
    } else {
      job.notDone(JobNotDoneException.Outcome.CANCELLED, null);
      tellIfIdle();
    }
    return true;
  }

  /**
   * The jobs that have no outcome yet.
   *
   * @return a copy, the oldest first
   */
  public synchronized List<JobInfo> jobs() {
    var now = clock.nanoTime();
    return lines.all().stream().map(job -> job.info(now)).toList();
  }

  /**
   * Where all jobs went.
   *
   * @return the figures of this moment
   */
  public synchronized JobFigures figures() {
    return lines.total();
  }

  /**
   * Where the jobs of each tag went. A tag that has no jobs may be forgotten once there are a
   * thousand others; {@link #figures()} still counts what it did.
   *
   * @return the figures of this moment, by tag
   */
  public synchronized Map<String, JobFigures> figuresByTag() {
    return lines.byTag();
  }

  /**
   * Takes no more jobs, and waits for those there are. When the time is over, those that wait are
   * returned and those that run are interrupted.
   *
   * @param within how long they may take
   * @return completes with the jobs that never ran, the oldest first
   */
  public Future<List<JobInfo>> drain(Duration within) {
    Promise<Void> idle = Promise.promise();
    synchronized (this) {
      accepting = false;
      idleListeners.add(idle);
    }
    tellIfIdle();
    var alarm = clock.at(clock.nanoTime() + within.toNanos(), () -> idle.tryFail("time is over"));
    return idle.future()
        .map(_ -> List.<JobInfo>of())
        .otherwise(_ -> returnAll())
        .onComplete(_ -> {
          alarm.cancel();
          afterClose.run();
        });
  }

  private List<JobInfo> returnAll() {
    List<JobInfo> returned;
    List<Job<?>> waiting;
    List<Job<?>> running;
    synchronized (this) {
      var now = clock.nanoTime();
      running = lines.all().stream().filter(job -> job.state == JobState.ACTIVE).toList();
      waiting = lines.all().stream().filter(job -> job.state != JobState.ACTIVE).toList();
      returned = waiting.stream().map(job -> job.info(now)).toList();
      waiting.forEach(job -> lines.end(job, Job.Outcome.RETURNED));
    }
    waiting.forEach(job -> job.notDone(JobNotDoneException.Outcome.RETURNED, null));
    running.forEach(Job::interrupt);
    return returned;
  }

  /** Ends the queue at once: as {@link #drain} without time. */
  @Override
  public void close() {
    drain(Duration.ZERO);
  }
}
