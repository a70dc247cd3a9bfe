package dev.samara.rpc.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.rpc.call.FailureKind;
import dev.samara.rpc.policy.Retries.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One call and its attempts, by a clock of the test's own. */
class CallRunTest {
  private static final RetryOptions RETRIES =
      RetryOptions.defaults().withDelays(Duration.ofMillis(10), Duration.ofSeconds(1));
  private static final CallPolicy POLICY =
      CallPolicy.defaults().withBalancing(Balancing.ROUND_ROBIN).withRetries(RETRIES);
  private static final CallPolicy HEDGED =
      POLICY.withHedging(new HedgeOptions(95, Duration.ofMillis(20)));

  private final Stage stage = new Stage();

  @Test
  void anAnswerIsTheOutcome() {
    var run = stage.start(POLICY, false, Optional.empty());
    assertEquals(List.of("1 to a"), stage.said);
    assertEquals(1, stage.client.pendingAt("a"));
    run.answered(1, "x");
    run.answered(1, "again");
    run.failed(1, failure(FailureKind.NODE_LEFT), "late");
    assertEquals(List.of("1 to a", "answered x"), stage.said);
    assertEquals(new AttemptFigures(1, 0, 0, 0, 0, 0), stage.counter.snapshot());
  }

  @Test
  void anIdempotentCallGoesToAnotherNodeAfterAWait() {
    var run = stage.start(POLICY, true, Optional.empty());
    run.failed(1, failure(FailureKind.NODE_LEFT), "a is gone");
    assertEquals(List.of("1 to a"), stage.said);
    // Twice the mean is the longest wait.
    stage.pass(Duration.ofMillis(20));
    assertEquals(List.of("1 to a", "2 to b"), stage.said);
    run.answered(2, "x");
    assertEquals("answered x", stage.said.getLast());
    assertEquals(new AttemptFigures(2, 1, 0, 0, 0, 0), stage.counter.snapshot());
  }

  @ParameterizedTest
  @EnumSource
  void whatMayBeRetriedIsByKindAndMethod(FailureKind kind) {
    for (var idempotent : new boolean[] {true, false}) {
      for (var notSent : new boolean[] {true, false}) {
        var own = new Stage();
        var run = own.start(POLICY, idempotent, Optional.empty());
        run.failed(1, new Failure(kind, notSent, Optional.empty()), "no");
        own.pass(Duration.ofMillis(20));
        var expected =
            notSent
                || switch (kind) {
                  case NO_SUCH_SERVICE, OVERLOADED -> true;
                  case NODE_LEFT, CONNECTION_LOST -> idempotent;
                  default -> false;
                };
        assertEquals(expected ? "2 to b" : "failed " + kind + ": no", own.said.getLast());
      }
    }
  }

  @Test
  void afterTheLastAttemptTheFailureStands() {
    var run = stage.start(POLICY, true, Optional.empty());
    for (var attempt = 1; attempt <= 3; attempt++) {
      run.failed(attempt, failure(FailureKind.NODE_LEFT), "attempt " + attempt);
      stage.pass(Duration.ofMillis(100));
    }
    assertEquals("failed NODE_LEFT: attempt 3", stage.said.getLast());
    assertEquals(3, run.attempts());
    assertEquals(3, stage.counter.snapshot().attempts());
  }

  @Test
  void thereIsNoRetryAfterTheDeadline() {
    var run = stage.start(POLICY, true, Optional.empty());
    stage.pass(Stage.TIMEOUT);
    run.failed(1, failure(FailureKind.NODE_LEFT), "gone");
    assertEquals("failed NODE_LEFT: gone", stage.said.getLast());
  }

  @Test
  void aHintOfTheCalleeIsWaitedFor() {
    var run = stage.start(POLICY, true, Optional.empty());
    var hint = Optional.of(Duration.ofMillis(500));
    run.failed(1, new Failure(FailureKind.OVERLOADED, false, hint), "later");
    stage.pass(Duration.ofMillis(499));
    assertEquals("1 to a", stage.said.getLast());
    stage.pass(Duration.ofMillis(1));
    assertEquals("2 to b", stage.said.getLast());
  }

  @Test
  void anOverloadedNodeIsNotAskedAgain() {
    stage.nodes("a");
    var run = stage.start(POLICY, true, Optional.empty());
    run.failed(1, failure(FailureKind.OVERLOADED), "too much");
    assertEquals("failed OVERLOADED: too much", stage.said.getLast());
    var other = new Stage();
    other.nodes("a");
    var second = other.start(POLICY, true, Optional.empty());
    second.failed(1, failure(FailureKind.NODE_LEFT), "gone");
    other.pass(Duration.ofMillis(20));
    assertEquals("2 to a", other.said.getLast());
  }

  @Test
  void aUsedUpBudgetEndsRetries() {
    var tight = POLICY.withRetries(RETRIES.withBudget(0.5, 1));
    var first = stage.start(tight, true, Optional.empty());
    first.failed(1, failure(FailureKind.NODE_LEFT), "gone");
    stage.pass(Duration.ofMillis(20));
    assertEquals("2 to b", stage.said.getLast());
    // The one in reserve is gone, and half of one has come in with each of these two.
    stage.again(true).failed(1, failure(FailureKind.NODE_LEFT), "gone");
    assertEquals("failed NODE_LEFT: gone", stage.said.getLast());
    assertEquals(1, stage.counter.snapshot().exhausted());
    var third = stage.again(true);
    third.failed(1, failure(FailureKind.NODE_LEFT), "gone");
    stage.pass(Duration.ofMillis(20));
    assertTrue(stage.said.getLast().startsWith("2 to "), stage.said.getLast());
  }

  @Test
  void aSlowIdempotentCallIsMadeTwiceAndTheFirstAnswerCounts() {
    var run = stage.start(HEDGED, true, Optional.empty());
    stage.pass(Duration.ofMillis(19));
    assertEquals(List.of("1 to a"), stage.said);
    stage.pass(Duration.ofMillis(1));
    assertEquals(List.of("1 to a", "2 to b"), stage.said);
    run.answered(2, "x");
    run.answered(1, "y");
    assertEquals(List.of("1 to a", "2 to b", "1 given up", "answered x"), stage.said);
    assertEquals(new AttemptFigures(2, 0, 1, 1, 0, 0), stage.counter.snapshot());
    assertEquals(0, stage.client.pendingAt("a") + stage.client.pendingAt("b"));
  }

  @Test
  void oneOfTwoThatFailsIsNoOutcome() {
    var run = stage.start(HEDGED, true, Optional.empty());
    stage.pass(Duration.ofMillis(20));
    run.failed(1, failure(FailureKind.NODE_LEFT), "gone");
    assertEquals("2 to b", stage.said.getLast());
    run.failed(2, failure(FailureKind.CALLEE_FAILED), "wrong");
    assertEquals("failed CALLEE_FAILED: wrong", stage.said.getLast());
  }

  @Test
  void whatFailsForGoodEndsTheOtherAsWell() {
    var run = stage.start(HEDGED, true, Optional.empty());
    stage.pass(Duration.ofMillis(20));
    run.failed(2, failure(FailureKind.BAD_ARGUMENTS), "wrong");
    assertEquals(
        List.of("1 to a", "2 to b", "1 given up", "failed BAD_ARGUMENTS: wrong"), stage.said);
  }

  @Test
  void othersAreNotHedged() {
    stage.start(HEDGED, false, Optional.empty());
    stage.pass(Duration.ofMillis(50));
    assertEquals(List.of("1 to a"), stage.said);
    var alone = new Stage();
    alone.nodes("a");
    alone.start(HEDGED, true, Optional.empty());
    alone.pass(Duration.ofMillis(50));
    assertEquals(List.of("1 to a"), alone.said);
    var poor = new Stage();
    poor.start(HEDGED.withRetries(RETRIES.withBudget(0, 0)), true, Optional.empty());
    poor.pass(Duration.ofMillis(50));
    assertEquals(List.of("1 to a"), poor.said);
  }

  @Test
  void aCallGivenUpHasNoOutcome() {
    var run = stage.start(HEDGED, true, Optional.empty());
    stage.pass(Duration.ofMillis(20));
    run.giveUp();
    run.giveUp();
    run.answered(1, "x");
    assertEquals(3, stage.said.size() - 1);
    assertTrue(stage.said.containsAll(List.of("1 given up", "2 given up")));
    var waiting = new Stage();
    var other = waiting.start(POLICY, true, Optional.empty());
    other.failed(1, failure(FailureKind.NODE_LEFT), "gone");
    other.giveUp();
    waiting.pass(Duration.ofSeconds(1));
    assertEquals(List.of("1 to a"), waiting.said);
  }

  @Test
  void callsWithOneKeyGoToOneNode() {
    var policy = POLICY.withBalancing(Balancing.BY_KEY);
    stage.nodes("a", "b", "c");
    stage.start(policy, true, Optional.of("Ann"));
    var home = stage.said.getLast();
    for (var i = 0; i < 10; i++) {
      stage.again(true, Optional.of("Ann"));
      assertEquals(home, stage.said.getLast());
    }
    var run = stage.again(true, Optional.of("Ann"));
    run.failed(1, failure(FailureKind.NODE_LEFT), "gone");
    stage.pass(Duration.ofMillis(20));
    assertNotEquals(home.substring(1), stage.said.getLast().substring(1));
  }

  @Test
  void noNodeIsNoSuchService() {
    stage.nodes();
    stage.start(POLICY, true, Optional.empty());
    assertEquals(List.of("failed NO_SUCH_SERVICE: no node offers it"), stage.said);
  }

  @Test
  void tooManyCallsAtATimeAreRefused() {
    var run = stage.start(POLICY.withMaxConcurrentCalls(1), true, Optional.empty());
    stage.again(true);
    assertEquals(
        "failed OVERLOADED: too many calls of this client are under way", stage.said.getLast());
    run.answered(1, "x");
    stage.again(true);
    assertEquals("1 to b", stage.said.getLast());
  }

  @Test
  void aNodeThatFailsGetsNoCallsForAWhile() {
    var breaker = new BreakerOptions(50, 10, 4, Duration.ofSeconds(1), 1, false);
    stage.nodes("a");
    stage
        .start(POLICY.withRetries(RetryOptions.none()).withBreaker(breaker), true, Optional.empty())
        .failed(1, failure(FailureKind.EXPIRED), "slow");
    for (var i = 0; i < 3; i++) {
      stage.again(true).failed(1, failure(FailureKind.EXPIRED), "slow");
    }
    stage.again(true);
    assertEquals("failed OVERLOADED: no node that offers it takes calls now", stage.said.getLast());
    stage.nodes("a", "b");
    stage.again(true).answered(1, "x");
    assertEquals("answered x", stage.said.getLast());
    stage.nodes("a");
    stage.pass(Duration.ofSeconds(1).plusNanos(1));
    var trial = stage.again(true);
    assertEquals("1 to a", stage.said.getLast());
    stage.again(true);
    assertEquals("failed OVERLOADED: no node that offers it takes calls now", stage.said.getLast());
    trial.answered(1, "well");
    stage.again(true);
    assertEquals("1 to a", stage.said.getLast());
    assertTrue(stage.counter.snapshot().kept() >= 2);
  }

  @Test
  void failuresOfTheImplementationCountIfTold() {
    for (var counted : new boolean[] {true, false}) {
      var breaker = new BreakerOptions(50, 10, 4, Duration.ofSeconds(1), 1, counted);
      var own = new Stage();
      own.nodes("a");
      own.start(POLICY.withBreaker(breaker), true, Optional.empty()).giveUp();
      for (var i = 0; i < 4; i++) {
        own.again(true).failed(1, failure(FailureKind.CALLEE_FAILED), "wrong");
      }
      own.again(true);
      assertEquals(!counted, own.said.getLast().equals("1 to a"));
    }
  }

  private static Failure failure(FailureKind kind) {
    return new Failure(kind, false, Optional.empty());
  }

  /** Stands for the rest of the world. */
  private static final class Stage implements CallRun.Actions<String> {
    static final Duration TIMEOUT = Duration.ofSeconds(5);

    private record Timer(long dueNanos, Runnable action) {}

    final List<String> said = new ArrayList<>();
    final AttemptCounter counter = new AttemptCounter();
    PolicyClient client;
    private List<Candidate> nodes = List.of();
    private final List<Timer> timers = new ArrayList<>();

    /** Near its overflow, as nobody says where it starts. */
    private long now = Long.MAX_VALUE - TimeUnit.MILLISECONDS.toNanos(5);

    Stage() {
      nodes("a", "b");
    }

    void nodes(String... ids) {
      nodes = List.of(ids).stream().map(id -> new Candidate(id, false, 0)).toList();
    }

    CallRun<String> start(CallPolicy policy, boolean idempotent, Optional<String> key) {
      client = new PolicyClient(policy, () -> now, new Random(1), counter);
      return again(idempotent, key);
    }

    CallRun<String> again(boolean idempotent) {
      return again(idempotent, Optional.empty());
    }

    CallRun<String> again(boolean idempotent, Optional<String> key) {
      var run = client.call(this, idempotent, key, now + TIMEOUT.toNanos());
      run.start();
      return run;
    }

    void pass(Duration time) {
      now += time.toNanos();
      for (var timer : List.copyOf(timers)) {
        if (timer.dueNanos() - now <= 0 && timers.remove(timer)) {
          timer.action().run();
        }
      }
    }

    @Override
    public List<Candidate> candidates() {
      return nodes;
    }

    @Override
    public void send(int attempt, Candidate target) {
      said.add(attempt + " to " + target.nodeId());
    }

    @Override
    public void giveUp(int attempt) {
      said.add(attempt + " given up");
    }

    @Override
    public Runnable after(Duration delay, Runnable action) {
      var timer = new Timer(now + delay.toNanos(), action);
      timers.add(timer);
      return () -> timers.remove(timer);
    }

    @Override
    public void succeed(String result) {
      said.add("answered " + result);
    }

    @Override
    public void fail(Failure failure, String message) {
      said.add("failed " + failure.kind() + ": " + message);
    }
  }
}
