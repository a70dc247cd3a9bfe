package dev.samara.rpc.policy;

import java.util.Optional;

/**
 * How a client deals with calls that fail or are slow, and with the choice of nodes.
 *
 * @param balancing how it chooses a node
 * @param retries when it attempts a call again
 * @param hedging when it attempts a slow call of an idempotent method a second time; never if empty
 * @param breaker when it keeps calls from a node that fails; never if empty
 * @param maxConcurrentCalls how many calls it may have under way, 1 to 1,000,000; further ones fail
 *     at once as overloaded
 */
public record CallPolicy(
    Balancing balancing,
    RetryOptions retries,
    Optional<HedgeOptions> hedging,
    Optional<BreakerOptions> breaker,
    int maxConcurrentCalls) {

  /** Default of {@code maxConcurrentCalls}. */
  public static final int DEFAULT_MAX_CONCURRENT_CALLS = 10_000;

  private static final CallPolicy DEFAULTS =
      new CallPolicy(
          Balancing.LOCAL_FIRST,
          RetryOptions.defaults(),
          Optional.empty(),
          Optional.empty(),
          DEFAULT_MAX_CONCURRENT_CALLS);

  /** Checks the options; an error names the option, its value and its range. */
  public CallPolicy {
    Checks.between("maxConcurrentCalls", maxConcurrentCalls, 1, 1_000_000);
  }

  /**
   * The defaults.
   *
   * @return local first, retries, neither hedging nor a breaker
   */
  public static CallPolicy defaults() {
    return DEFAULTS;
  }

  /**
   * A copy with another choice of nodes.
   *
   * @param value how
   * @return the copy
   */
  public CallPolicy withBalancing(Balancing value) {
    return new CallPolicy(value, retries, hedging, breaker, maxConcurrentCalls);
  }

  /**
   * A copy with other retries.
   *
   * @param value when
   * @return the copy
   */
  public CallPolicy withRetries(RetryOptions value) {
    return new CallPolicy(balancing, value, hedging, breaker, maxConcurrentCalls);
  }

  /**
   * A copy with hedging.
   *
   * @param value when
   * @return the copy
   */
  public CallPolicy withHedging(HedgeOptions value) {
    return new CallPolicy(balancing, retries, Optional.of(value), breaker, maxConcurrentCalls);
  }

  /**
   * A copy with a circuit breaker for each node.
   *
   * @param value when
   * @return the copy
   */
  public CallPolicy withBreaker(BreakerOptions value) {
    return new CallPolicy(balancing, retries, hedging, Optional.of(value), maxConcurrentCalls);
  }

  /**
   * A copy with another bulkhead.
   *
   * @param value calls under way, 1 to 1,000,000
   * @return the copy
   */
  public CallPolicy withMaxConcurrentCalls(int value) {
    return new CallPolicy(balancing, retries, hedging, breaker, value);
  }
}
