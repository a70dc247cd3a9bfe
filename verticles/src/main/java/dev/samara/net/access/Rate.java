package dev.samara.net.access;

/**
 * How often something may happen.
 *
 * @param perSecond how many a second in the long run; 1 or more
 * @param burst how many at once after a pause; at least a tenth of a second's worth, since what
 *     waits is looked at ten times a second
 */
public record Rate(long perSecond, long burst) {

  private static final long MAX_PER_SECOND = 1_000_000_000_000L;

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException naming the option, its value and its range
   */
  public Rate {
    if (perSecond < 1 || perSecond > MAX_PER_SECOND) {
      throw new IllegalArgumentException(
          "perSecond: %d (expected: 1 to %d)".formatted(perSecond, MAX_PER_SECOND));
    }
    var least = Math.max(1, perSecond / 10);
    if (burst < least || burst > MAX_PER_SECOND) {
      throw new IllegalArgumentException(
          "burst: %d (expected: %d to %d)".formatted(burst, least, MAX_PER_SECOND));
    }
  }

  /**
   * A rate that allows a second's worth at once.
   *
   * @param count how many a second; 1 or more
   * @return the rate
   */
  public static Rate perSecond(long count) {
    return new Rate(count, count);
  }
}
