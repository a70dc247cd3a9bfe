package dev.samara.rpc;

import dev.samara.rpc.client.Client;
import dev.samara.rpc.policy.AttemptCounter;
import dev.samara.rpc.policy.AttemptFigures;
import dev.samara.rpc.policy.CallPolicy;
import dev.samara.rpc.policy.PolicyClient;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;

/** Clients of the same peers, each with its policy. Any thread. */
final class Clients {
  private final Client plain;
  private final Map<String, CallPolicy> policies;
  private final LongSupplier nanoTime;
  private final AttemptCounter attempts;
  private final Map<String, Client> policed = new ConcurrentHashMap<>();

  /**
   * Clients without anything learned.
   *
   * @param plain without a policy
   * @param policies by the names of services
   */
  Clients(
      Client plain,
      Map<String, CallPolicy> policies,
      LongSupplier nanoTime,
      AttemptCounter attempts) {
    this.plain = plain;
    this.policies = policies;
    this.nanoTime = nanoTime;
    this.attempts = attempts;
  }

  /** The same of other peers. */
  Clients of(Client other) {
    return new Clients(other, policies, nanoTime, attempts);
  }

  Client plain() {
    return plain;
  }

  /** With the policy that there is for the service; all clients of a service share it. */
  Client of(String service) {
    CallPolicy policy = policies.get(service);
    return policy == null ? plain : policed.computeIfAbsent(service, name -> of(policy));
  }

  /** With a policy of its own. */
  Client of(CallPolicy policy) {
    return plain.with(
        new PolicyClient(policy, nanoTime, () -> ThreadLocalRandom.current().nextLong(), attempts));
  }

  AttemptFigures attempts() {
    return attempts.snapshot();
  }
}
