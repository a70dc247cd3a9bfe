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
 * @param shards of a service that is divided into shards; they are the targets then, and there is
 *     no policy
 */
public record Client(
    Caller caller, Targets targets, Optional<PolicyClient> policy, Optional<ShardOwners> shards) {

  /**
   * Without a policy.
   *
   * @param caller makes the calls
   * @param targets whom they go to
   */
  public Client(Caller caller, Targets targets) {
    this(caller, targets, Optional.empty(), Optional.empty());
  }

  /**
   * For a service in shards.
   *
   * @param caller makes the calls
   * @param owners whom they go to
   * @return the client
   */
  public static Client ofShards(Caller caller, ShardOwners owners) {
    return new Client(caller, owners, Optional.empty(), Optional.of(owners));
  }

  /**
   * The same with a policy.
   *
   * @param value the policy
   * @return the client
   */
  public Client with(PolicyClient value) {
    return new Client(caller, targets, Optional.of(value), Optional.empty());
  }
}
