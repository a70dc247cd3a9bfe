package dev.samara.rpc.policy;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
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

  private final AttemptCounter counter;
  private final Map<String, AtomicInteger> pending = new ConcurrentHashMap<>();

  /**
   * A client.
   *
   * @param policy its options
   * @param nanoTime the time in nanoseconds, from anywhere on
   * @param random for any thread
   * @param counter counts the attempts
   */
  public PolicyClient(
      CallPolicy policy, LongSupplier nanoTime, RandomGenerator random, AttemptCounter counter) {
    this.counter = counter;
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
   * How many attempts at a node have no outcome yet.
   *
   * @param nodeId the node
   * @return 0 or more
   */
  public int pendingAt(String nodeId) {
    var count = pending.get(nodeId);
    return count == null ? 0 : count.get();
  }

  void sent(String nodeId) {
    counter.attempts.increment();
    pending.compute(
        nodeId,
        (id, known) -> {
          var count = known == null ? new AtomicInteger() : known;
          count.incrementAndGet();
          return count;
        });
  }

  /** Nodes that are gone take no room. */
  void over(String nodeId) {
    pending.computeIfPresent(nodeId, (id, count) -> count.decrementAndGet() == 0 ? null : count);
  }

  AttemptCounter counter() {
    return counter;
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
