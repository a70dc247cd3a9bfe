package dev.samara.rpc;

import dev.samara.rpc.call.CallOptions;
import dev.samara.rpc.policy.CallPolicy;
import java.time.Duration;
import java.util.Optional;

/**
 * What one client has of its own.
 *
 * @param version of the service that it calls, 1 to 1,000,000
 * @param timeout deadline of a call that names none, 1 ms to 1 day; that of the node if empty
 * @param policy retries, hedging, balancing, circuit breakers; each call is one attempt, at this
 *     node if it can and else at the others in turn, if empty. Calls with streams are one attempt
 *     always
 */
public record ClientOptions(int version, Optional<Duration> timeout, Optional<CallPolicy> policy) {

  private static final ClientOptions DEFAULTS =
      new ClientOptions(1, Optional.empty(), Optional.empty());

  /** Checks the options; an error names the option, its value and its range. */
  public ClientOptions {
    if (version < 1 || version > 1_000_000) {
      throw new IllegalArgumentException("version: " + version + " (expected: 1 to 1000000)");
    }
    timeout.ifPresent(CallOptions.none()::withTimeout);
  }

  /**
   * The defaults.
   *
   * @return version 1, the node's deadline, no policy
   */
  public static ClientOptions defaults() {
    return DEFAULTS;
  }

  /**
   * A copy for another version.
   *
   * @param value 1 to 1,000,000
   * @return the copy
   */
  public ClientOptions withVersion(int value) {
    return new ClientOptions(value, timeout, policy);
  }

  /**
   * A copy with another deadline.
   *
   * @param value 1 ms to 1 day
   * @return the copy
   */
  public ClientOptions withTimeout(Duration value) {
    return new ClientOptions(version, Optional.of(value), policy);
  }

  /**
   * A copy with a policy.
   *
   * @param value retries, hedging, balancing, circuit breakers
   * @return the copy
   */
  public ClientOptions withPolicy(CallPolicy value) {
    return new ClientOptions(version, timeout, Optional.of(value));
  }
}
