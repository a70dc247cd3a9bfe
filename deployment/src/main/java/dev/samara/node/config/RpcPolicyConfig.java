package dev.samara.node.config;

import dev.samara.rpc.policy.Balancing;
import dev.samara.rpc.policy.BreakerOptions;
import dev.samara.rpc.policy.CallPolicy;
import dev.samara.rpc.policy.HedgeOptions;
import dev.samara.rpc.policy.RetryOptions;
import java.time.Duration;
import java.util.Optional;

/**
 * How clients of a service deal with calls that fail or are slow, and with the choice of nodes.
 *
 * @param balancing how they choose a node
 * @param retries when they attempt a call again
 * @param hedging when they attempt a slow call a second time; never if absent
 * @param breaker when they keep calls from a node that fails; never if absent
 * @param maxConcurrentCalls how many calls they may have under way
 */
public record RpcPolicyConfig(
    Optional<Balancing> balancing,
    Optional<Retries> retries,
    Optional<Hedging> hedging,
    Optional<Breaker> breaker,
    Optional<Integer> maxConcurrentCalls) {

  /**
   * When a call that has failed is attempted again.
   *
   * @param maxAttempts how often at most, the first time included
   * @param firstDelay the mean wait before the second attempt
   * @param maxDelay the longest mean wait
   * @param budgetRatio how many retries there may be for each call in the long run
   * @param budgetReserve how many retries there may be at once
   */
  public record Retries(
      Optional<Integer> maxAttempts,
      Optional<Duration> firstDelay,
      Optional<Duration> maxDelay,
      Optional<Double> budgetRatio,
      Optional<Integer> budgetReserve) {

    private RetryOptions options() {
      var usual = RetryOptions.defaults();
      return new RetryOptions(
          maxAttempts.orElse(usual.maxAttempts()),
          firstDelay.orElse(usual.firstDelay()),
          maxDelay.orElse(usual.maxDelay()),
          budgetRatio.orElse(usual.budgetRatio()),
          budgetReserve.orElse(usual.budgetReserve()));
    }
  }

  /**
   * When a slow call of an idempotent method is made a second time.
   *
   * @param percentile wait for so many of a hundred calls to be answered
   * @param minDelay wait so long at least
   */
  public record Hedging(Optional<Double> percentile, Optional<Duration> minDelay) {

    private HedgeOptions options() {
      var usual = HedgeOptions.defaults();
      return new HedgeOptions(
          percentile.orElse(usual.percentile()), minDelay.orElse(usual.minDelay()));
    }
  }

  /**
   * When a node gets no calls for a while.
   *
   * @param failurePercent so many of a hundred of the last calls have failed
   * @param lastCalls how many of the last calls count
   * @param leastCalls how many there must be
   * @param openFor how long the node gets no calls
   * @param trialCalls how many it gets then
   * @param countCalleeFailures whether failures of the implementation count as well
   */
  public record Breaker(
      Optional<Integer> failurePercent,
      Optional<Integer> lastCalls,
      Optional<Integer> leastCalls,
      Optional<Duration> openFor,
      Optional<Integer> trialCalls,
      Optional<Boolean> countCalleeFailures) {

    private BreakerOptions options() {
      var usual = BreakerOptions.defaults();
      return new BreakerOptions(
          failurePercent.orElse(usual.failurePercent()),
          lastCalls.orElse(usual.lastCalls()),
          leastCalls.orElse(usual.leastCalls()),
          openFor.orElse(usual.openFor()),
          trialCalls.orElse(usual.trialCalls()),
          countCalleeFailures.orElse(usual.countCalleeFailures()));
    }
  }

  /** As the RPC end takes it; what it complains of follows the group's name. */
  CallPolicy policy(String group) {
    var usual = CallPolicy.defaults();
    return Checks.in(
        group,
        () ->
            new CallPolicy(
                balancing.orElse(usual.balancing()),
                Checks.in(
                    group + "retries.",
                    () -> retries.map(Retries::options).orElse(usual.retries())),
                Checks.in(group + "hedging.", () -> hedging.map(Hedging::options)),
                Checks.in(group + "breaker.", () -> breaker.map(Breaker::options)),
                maxConcurrentCalls.orElse(usual.maxConcurrentCalls())));
  }
}
