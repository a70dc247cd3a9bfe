package dev.samara.rpc.client;

import dev.samara.rpc.policy.PolicyClient;
import java.util.Optional;

/**
 * How calls are made: by whom, to whom, how often.
 *
 * @param caller makes them
 * @param targets whom they go to
 * @param policy chooses among them, repeats and hedges; without one a call is one attempt, and so
 *     is a call with streams
 */
public record Client(Caller caller, Targets targets, Optional<PolicyClient> policy) {

  /**
   * Without a policy.
   *
   * @param caller makes the calls
   * @param targets whom they go to
   */
  public Client(Caller caller, Targets targets) {
    this(caller, targets, Optional.empty());
  }

  /**
   * The same with a policy.
   *
   * @param value the policy
   * @return the client
   */
  public Client with(PolicyClient value) {
    return new Client(caller, targets, Optional.of(value));
  }
}
