package dev.samara.rpc.policy;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many more attempts a client may make beyond the first ones, retries and hedges alike: each
 * call puts its share in, up to the reserve, and each further attempt takes a whole one out. Any
 * thread.
 */
public final class RetryBudget {
  private static final long WHOLE = 1_000_000;

  private final long share;
  private final long most;
  private final AtomicLong content;

  /**
   * A full one.
   *
   * @param options ratio and reserve
   */
  public RetryBudget(RetryOptions options) {
    share = Math.round(options.budgetRatio() * WHOLE);
    most = options.budgetReserve() * WHOLE;
    content = new AtomicLong(most);
  }

  /** A call was made. */
  public void called() {
    if (content.get() < most) {
      content.updateAndGet(now -> Math.min(most, now + share));
    }
  }

  /**
   * Asks for one more attempt.
   *
   * @return true if it may be made, and is counted
   */
  public boolean take() {
    var before = content.getAndUpdate(now -> now >= WHOLE ? now - WHOLE : now);
    return before >= WHOLE;
  }

  /**
   * What is left.
   *
   * @return whole attempts
   */
  public long left() {
    return content.get() / WHOLE;
  }
}
