package dev.samara.net.access;

/**
 * Keeps a {@link Rate}: each event takes tokens, which come back at the rate's pace up to its
 * burst. Time is an argument. Not thread-safe.
 */
public final class TokenBucket {

  private static final double NANOS_PER_SECOND = 1e9;

  private final Rate rate;
  private double tokens;
  private long lastNanos;

  /**
   * Makes a full bucket.
   *
   * @param rate the rate
   * @param nowNanos the clock, in nanoseconds from any origin
   */
  public TokenBucket(Rate rate, long nowNanos) {
    this.rate = rate;
    this.tokens = rate.burst();
    this.lastNanos = nowNanos;
  }

  /**
   * Takes a token if there is one.
   *
   * @param nowNanos the clock; going back counts as standing still
   * @return whether there was one
   */
  public boolean take(long nowNanos) {
    if (!hasToken(nowNanos)) {
      return false;
    }
    spend(1);
    return true;
  }

  /**
   * Whether there is a token.
   *
   * @param nowNanos the clock
   * @return true if something may happen
   */
  public boolean hasToken(long nowNanos) {
    refill(nowNanos);
    return tokens >= 1;
  }

  /**
   * Takes tokens, even if not so many are there: the rest is a debt that time has to pay before the
   * next one. So something larger than a burst passes, and costs its time afterwards.
   *
   * @param count how many; 0 or more
   */
  public void spend(long count) {
    tokens -= count;
  }

  /**
   * Whether it is as full as it gets, so that a new one would be the same.
   *
   * @param nowNanos the clock
   * @return true if a burst is allowed
   */
  public boolean isFull(long nowNanos) {
    refill(nowNanos);
    return tokens >= rate.burst();
  }

  private void refill(long nowNanos) {
    var elapsed = nowNanos - lastNanos;
    if (elapsed > 0) {
      tokens = Math.min(rate.burst(), tokens + elapsed / NANOS_PER_SECOND * rate.perSecond());
      lastNanos = nowNanos;
    }
  }
}
