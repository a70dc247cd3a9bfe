package dev.samara.rpc.client;

import dev.samara.rpc.policy.AttemptFigures;
import dev.samara.rpc.policy.CallPolicy;
import dev.samara.rpc.policy.Candidate;
import dev.samara.rpc.policy.PolicyClient;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/** What the calls of one client share that is not sent once only. Any thread. */
public final class Policy {
  private final PolicyClient client;
  private final Map<String, AtomicInteger> pending = new ConcurrentHashMap<>();

  /**
   * A policy in use.
   *
   * @param options what it says
   */
  public Policy(CallPolicy options) {
    RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();
    this.client = new PolicyClient(options, System::nanoTime, random);
  }

  PolicyClient client() {
    return client;
  }

  Candidate candidate(Target target) {
    String id = target.id();
    AtomicInteger count = pending.get(id);
    return new Candidate(id, target instanceof Target.Here, count == null ? 0 : count.get());
  }

  void began(String id) {
    pending.computeIfAbsent(id, node -> new AtomicInteger()).incrementAndGet();
  }

  /** Nodes without calls are forgotten, so that those which left do not pile up. */
  void ended(String id) {
    pending.computeIfPresent(id, (node, count) -> count.decrementAndGet() == 0 ? null : count);
  }

  /**
   * What was done beyond one attempt for each call.
   *
   * @return a snapshot
   */
  public AttemptFigures figures() {
    return client.figures();
  }
}
