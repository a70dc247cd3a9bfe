package dev.samara.rpc.policy;

import dev.samara.rpc.call.FailureKind;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Decides about further attempts. Immutable but for the budget; any thread. */
public final class Retries {
  private final RetryOptions options;
  private final RetryBudget budget;

  /**
   * For all calls of a client.
   *
   * @param options how
   * @param budget shared by all its calls
   */
  public Retries(RetryOptions options, RetryBudget budget) {
    this.options = options;
    this.budget = budget;
  }

  /**
   * Whether the same call may be made again after such a failure, and do better.
   *
   * @param kind why it has failed
   * @param idempotent whether it may run twice
   * @return false if it may have run and must not run twice, or will fail again
   */
  public static boolean mayRetry(FailureKind kind, boolean idempotent) {
    return switch (kind) {
      case NODE_LEFT, CONNECTION_LOST -> idempotent;
      // Out of time, given up on purpose, or the same answer again.
      case EXPIRED, CANCELLED, NO_SUCH_METHOD, BAD_ARGUMENTS, REFUSED, CALLEE_FAILED -> false;
      default -> kind.mayRetry();
    };
  }

  /**
   * Asks for another attempt after a failure; takes it out of the budget if there is one.
   *
   * @param failure what has happened
   * @param attempts how many were made, 1 or more
   * @param idempotent whether the method may run twice
   * @param remaining until the deadline
   * @param random where the wait comes from
   * @return how long to wait first; empty if the failure stands
   */
  public Optional<Duration> next(
      Failure failure,
      int attempts,
      boolean idempotent,
      Duration remaining,
      RandomGenerator random) {
    if (attempts >= options.maxAttempts()
        || !(failure.notSent() || mayRetry(failure.kind(), idempotent))) {
      return Optional.empty();
    }
    var delay = delay(attempts, random);
    var hint = failure.retryAfter().orElse(Duration.ZERO);
    var wait = delay.compareTo(hint) < 0 ? hint : delay;
    return wait.compareTo(remaining) < 0 && budget.take() ? Optional.of(wait) : Optional.empty();
  }

  /** From none to twice the mean, which doubles with each attempt. */
  private Duration delay(int attempts, RandomGenerator random) {
    var mean =
        Math.min(options.maxDelay().toNanos(), options.firstDelay().toNanos() << (attempts - 1));
    return Duration.ofNanos((long) (random.nextDouble() * 2 * mean));
  }

  /**
   * How one attempt has failed.
   *
   * @param kind why
   * @param notSent whether nothing has left this node
   * @param retryAfter when the callee would like to be asked again
   */
  public record Failure(FailureKind kind, boolean notSent, Optional<Duration> retryAfter) {}
}
