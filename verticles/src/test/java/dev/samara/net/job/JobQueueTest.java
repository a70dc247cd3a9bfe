package dev.samara.net.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.net.time.ManualClock;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of jobs; after each test every one must be accounted for. */
class JobQueueTest {

  private static final long WAIT_SECONDS = 20;
  private static final Duration NOTHING = Duration.ZERO;

  /** Where jobs run. */
  enum Threads {
    VIRTUAL {
      @Override
      JobQueue queue(Vertx vertx, int maxActive, int maxPending) {
        return JobQueue.onVirtualThreads("test", new JobQueueOptions(maxActive, maxPending));
      }
    },
    WORKERS {
      @Override
      JobQueue queue(Vertx vertx, int maxActive, int maxPending) {
        return JobQueue.onWorkers(vertx, "test", new JobQueueOptions(maxActive, maxPending));
      }
    };

    abstract JobQueue queue(Vertx vertx, int maxActive, int maxPending);
  }

  private final Vertx vertx = Vertx.vertx();
  private final ManualClock clock = new ManualClock();
  private final CountDownLatch started = new CountDownLatch(1);
  private final CountDownLatch gate = new CountDownLatch(1);
  private JobQueue queue;

  private JobQueue queue(int maxActive, int maxPending) {
    queue = JobQueue.onVirtualThreads("test", new JobQueueOptions(maxActive, maxPending), clock);
    return queue;
  }

  @AfterEach
  void everyJobIsAccountedFor() throws Exception {
    gate.countDown();
    if (queue != null) {
      queue.close();
      assertTrue(queue.figures().addsUp(), queue.figures().toString());
    }
    get(vertx.close());
  }

  private static <T> T get(Future<T> future) throws Exception {
    try {
      return future.toCompletionStage().toCompletableFuture().get(WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  private JobNotDoneException.Outcome notDone(Future<?> job) {
    return assertThrows(JobNotDoneException.class, () -> get(job)).outcome();
  }

  private String waitAtTheGate() throws InterruptedException {
    started.countDown();
    gate.await();
    return "through";
  }

  @ParameterizedTest
  @EnumSource
  void runsJobsAwayFromTheEventLoopAndCompletesOnTheSubmittersContext(Threads threads)
      throws Exception {
    queue = threads.queue(vertx, 2, 10);
    var context = vertx.getOrCreateContext();
    var seen = new CompletableFuture<Context>();
    context.runOnContext(_ ->
        queue
            .submit("tag", Context::isOnEventLoopThread)
            .onSuccess(onLoop -> {
              assertFalse(onLoop);
              seen.complete(vertx.getOrCreateContext());
            }));
    assertSame(context, seen.get(WAIT_SECONDS, TimeUnit.SECONDS));
    assertEquals("answer", get(queue.submit("tag", () -> "answer")));
    var own = new IllegalStateException("made to fail");
    Future<String> failed =
        queue.submit(
            "tag",
            () -> {
              throw own;
            });
    assertSame(own, assertThrows(IllegalStateException.class, () -> get(failed)));
    assertEquals(new JobFigures(3, 2, 1, 0, 0, 0, 0, 0, 0), queue.figures());
  }

  @ParameterizedTest
  @EnumSource
  void cancelsWhatRunsByInterruptAndLeavesTheThreadClean(Threads threads) throws Exception {
    queue = threads.queue(vertx, 1, 10);
    for (var i = 0; i < 100; i++) {
      var entered = new CountDownLatch(1);
      Future<Void> stuck =
          queue.submit(
              "tag",
              () -> {
                entered.countDown();
                new CountDownLatch(1).await();
                return null;
              });
      entered.await();
      assertTrue(queue.cancel(queue.jobs().getFirst().id()));
      assertEquals(JobNotDoneException.Outcome.CANCELLED, notDone(stuck));
      assertFalse(get(queue.submit("tag", () -> Thread.currentThread().isInterrupted())));
    }
    assertEquals(new JobFigures(200, 100, 0, 100, 0, 0, 0, 0, 0), queue.figures());
    assertFalse(queue.cancel(0));
  }

  @ParameterizedTest
  @EnumSource
  void neverRunsMoreAtATimeThanItMay(Threads threads) throws Exception {
    queue = threads.queue(vertx, 3, 1_000);
    var active = new AtomicInteger();
    var most = new AtomicInteger();
    var jobs = new ArrayList<Future<Integer>>();
    for (var i = 0; i < 500; i++) {
      var number = i;
      jobs.add(
          queue.submit(
              "tag " + i % 7,
              () -> {
                most.accumulateAndGet(active.incrementAndGet(), Math::max);
                Thread.yield();
                active.decrementAndGet();
                return number;
              }));
    }
    for (var i = 0; i < 500; i++) {
      assertEquals(i, get(jobs.get(i)));
    }
    assertTrue(most.get() <= 3, "active at a time: " + most);
    assertEquals(List.of(), get(queue.drain(Duration.ofSeconds(WAIT_SECONDS))));
    assertEquals(500, queue.figures().done());
  }

  @Test
  void tagsTakeTurns() throws Exception {
    var order = Collections.synchronizedList(new ArrayList<String>());
    queue(1, 100);
    var first = queue.submit("busy", this::waitAtTheGate);
    started.await();
    for (var i = 1; i <= 4; i++) {
      submitNamed(order, "busy", i);
    }
    submitNamed(order, "quiet", 1);
    submitNamed(order, "other", 1);
    submitNamed(order, "quiet", 2);
    gate.countDown();
    get(first);
    get(queue.drain(Duration.ofDays(1)));
    assertEquals(
        List.of("busy 1", "quiet 1", "other 1", "busy 2", "quiet 2", "busy 3", "busy 4"), order);
    assertEquals(5, queue.figuresByTag().get("busy").done());
    assertEquals(2, queue.figuresByTag().get("quiet").done());
  }

  private void submitNamed(List<String> order, String tag, int number) {
    queue.submit(tag, () -> order.add(tag + " " + number));
  }

  @Test
  void rejectsWhatIsBeyondItsBound() throws Exception {
    queue(1, 2);
    var runs = queue.submit("tag", this::waitAtTheGate);
    started.await();
    var waits = List.of(queue.submit("tag", () -> 1), queue.submit("tag", () -> 2));
    assertEquals(JobNotDoneException.Outcome.FULL, notDone(queue.submit("tag", () -> 3)));
    assertEquals(new JobFigures(4, 0, 0, 0, 0, 1, 0, 2, 1), queue.figures());
    gate.countDown();
    assertEquals("through", get(runs));
    assertEquals(2, get(waits.get(1)));
  }

  @Test
  void aQueueWithoutRoomStillRunsWhatCanStartAtOnce() throws Exception {
    queue(1, 0);
    var runs = queue.submit("tag", this::waitAtTheGate);
    started.await();
    assertEquals(JobNotDoneException.Outcome.FULL, notDone(queue.submit("tag", () -> 1)));
    gate.countDown();
    assertEquals("through", get(runs));
  }

  @Test
  void listsWhatItHasWithAgesAndNames() throws Exception {
    queue(1, 10);
    queue.submit("a", "stand at the gate", this::waitAtTheGate);
    started.await();
    clock.advance(Duration.ofSeconds(3));
    queue.submit("b", () -> 1);
    queue.submit("b", "later", Duration.ofMinutes(1), () -> 2);
    clock.advance(Duration.ofSeconds(4));
    var three = Duration.ofSeconds(3);
    var four = Duration.ofSeconds(4);
    var seven = three.plus(four);
    assertEquals(
        List.of(
            new JobInfo(0, "a", "stand at the gate", JobState.ACTIVE, seven, seven),
            new JobInfo(1, "b", "b", JobState.PENDING, four, NOTHING),
            new JobInfo(2, "b", "later", JobState.SLEEPING, four, NOTHING)),
        queue.jobs());
    assertEquals(new JobFigures(3, 0, 0, 0, 0, 0, 1, 1, 1), queue.figures());
  }

  @Test
  void sleepingJobsWaitForTheirTimeAndCanBeCancelled() throws Exception {
    queue(2, 10);
    var late = queue.submit("tag", "late", Duration.ofSeconds(2), () -> "woken");
    var never = queue.submit("tag", "never", Duration.ofSeconds(2), () -> "unexpected");
    clock.advance(Duration.ofMillis(1_999));
    assertEquals(2, queue.figures().sleeping());
    assertTrue(queue.cancel(1));
    assertEquals(JobNotDoneException.Outcome.CANCELLED, notDone(never));
    assertEquals(1, clock.waiting());
    clock.advance(Duration.ofMillis(1));
    assertEquals("woken", get(late));
    assertEquals(new JobFigures(2, 1, 0, 1, 0, 0, 0, 0, 0), queue.figures());
  }

  @Test
  void drainWaitsAndThenReturnsWhatNeverRan() throws Exception {
    queue(1, 10);
    var stuck = queue.submit("a", "stuck", this::waitAtTheGate);
    started.await();
    var pending = queue.submit("b", "pending", () -> 1);
    var sleeping = queue.submit("c", "sleeping", Duration.ofHours(1), () -> 2);
    var drained = queue.drain(Duration.ofSeconds(5));
    assertEquals(JobNotDoneException.Outcome.CLOSED, notDone(queue.submit("d", () -> 3)));
    clock.advance(Duration.ofMillis(4_999));
    assertFalse(drained.isComplete());
    clock.advance(Duration.ofMillis(1));
    assertEquals(List.of("pending", "sleeping"), get(drained).stream().map(JobInfo::name).toList());
    assertEquals(JobNotDoneException.Outcome.RETURNED, notDone(pending));
    assertEquals(JobNotDoneException.Outcome.RETURNED, notDone(sleeping));
    assertEquals(JobNotDoneException.Outcome.CANCELLED, notDone(stuck));
    assertEquals(0, clock.waiting());
  }

  @Test
  void remembersNoMoreTagsThanItMay() throws Exception {
    queue(1, 5_000);
    for (var i = 0; i < 3 * TagLines.MAX_TAGS; i++) {
      get(queue.submit("client " + i, () -> 1));
    }
    assertTrue(queue.figuresByTag().size() <= TagLines.MAX_TAGS);
    get(queue.drain(Duration.ofDays(1)));
    assertEquals(3 * TagLines.MAX_TAGS, queue.figures().done());
  }

  @Test
  void accountsForEverythingWhenManyThreadsSubmitCancelAndDrain() throws Exception {
    var seed = System.nanoTime();
    queue = JobQueue.onVirtualThreads("test", new JobQueueOptions(4, 50));
    var outcomes = new CountDownLatch(4_000);
    var threads = new ArrayList<Thread>();
    for (var t = 0; t < 8; t++) {
      var random = new Random(seed + t);
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                for (var i = 0; i < 500; i++) {
                  var delay = Duration.ofNanos(random.nextInt(4) == 0 ? 100_000 : 0);
                  queue
                      .submit(
                          "tag " + random.nextInt(5), "job", delay, () -> work(random.nextInt()))
                      .onComplete(_ -> outcomes.countDown());
                  queue.cancel(random.nextInt(i + 1));
                }
              }));
    }
    for (var thread : threads) {
      thread.join();
    }
    get(queue.drain(Duration.ofSeconds(WAIT_SECONDS)));
    var figures = queue.figures();
    assertEquals(4_000, figures.submitted(), "seed " + seed);
    assertTrue(figures.addsUp(), figures + " seed " + seed);
    assertEquals(0, figures.active() + figures.pending() + figures.sleeping(), "seed " + seed);
    assertTrue(outcomes.await(WAIT_SECONDS, TimeUnit.SECONDS), "seed " + seed);
  }

  private static int work(int number) throws InterruptedException {
    if (number % 3 == 0) {
      throw new IllegalArgumentException("every third");
    }
    new CountDownLatch(1).await(number & 7, TimeUnit.MICROSECONDS);
    return number;
  }
}
