package dev.samara.rpc.policy;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** What all calls of one client of one service share. Any thread. */
public final class PolicyClient {
  private final Balancer balancer;
  private final RetryBudget budget;
  private final Retries retries;
  private final Optional<Latencies> latencies;
  private final Guard guard;
  private final LongSupplier nanoTime;
  private final RandomGenerator random;

  final LongAdder attempts = new LongAdder();
  final LongAdder retried = new LongAdder();
  final LongAdder hedged = new LongAdder();
  final LongAdder hedgesWon = new LongAdder();
  final LongAdder exhausted = new LongAdder();
  final LongAdder kept = new LongAdder();

  /**
   * A client.
   *
   * @param policy its options
   * @param nanoTime the time in nanoseconds, from anywhere on
   * @param random for any thread
   */
  public PolicyClient(CallPolicy policy, LongSupplier nanoTime, RandomGenerator random) {
    this.balancer = new Balancer(policy.balancing());
    this.budget = new RetryBudget(policy.retries());
    this.retries = new Retries(policy.retries(), budget);
    this.latencies = policy.hedging().map(Latencies::new);
    this.guard = new ResilienceGuard(policy, nanoTime);
    this.nanoTime = nanoTime;
    this.random = random;
  }

  /**
   * Makes a call.
   *
   * @param actions carry it out
   * @param idempotent whether the method may run twice
   * @param key of the call
   * @param deadlineNanos when it has to be over, on the clock of this client
   * @param <R> results
   * @return the call, to be started
   */
  public <R> CallRun<R> call(
      CallRun.Actions<R> actions, boolean idempotent, Optional<String> key, long deadlineNanos) {
    return new CallRun<>(this, actions, idempotent, key, deadlineNanos);
  }

  /**
   * What was done beyond one attempt for each call.
   *
   * @return a snapshot
   */
  public AttemptFigures figures() {
    return new AttemptFigures(
        attempts.sum(), retried.sum(), hedged.sum(), hedgesWon.sum(), exhausted.sum(), kept.sum());
  }

  Balancer balancer() {
    return balancer;
  }

  RetryBudget budget() {
    return budget;
  }

  Retries retries() {
    return retries;
  }

  Guard guard() {
    return guard;
  }

  RandomGenerator random() {
    return random;
  }

  long nanoTime() {
    return nanoTime.getAsLong();
  }

  /** A call was answered after so long. */
  void took(Duration time) {
    latencies.ifPresent(known -> known.add(time.toNanos()));
  }

  /** How long to wait before asking another node; empty if there is no hedging. */
  Optional<Duration> hedgeDelay() {
    return latencies.map(Latencies::hedgeDelay);
  }
}
