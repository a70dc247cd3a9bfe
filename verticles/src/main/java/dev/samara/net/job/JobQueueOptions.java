package dev.samara.net.job;

/**
 * The bounds of a job queue.
 *
 * @param maxActive how many jobs run at a time, 1 or more
 * @param maxPending how many jobs may wait, sleeping ones included, 0 or more; what comes beyond is
 *     rejected
 */
public record JobQueueOptions(int maxActive, int maxPending) {

  /** How many jobs run at a time unless told otherwise. */
  public static final int DEFAULT_MAX_ACTIVE = 20;

  /** How many jobs may wait unless told otherwise. */
  public static final int DEFAULT_MAX_PENDING = 10_000;

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException naming the option, its value and its range
   */
  public JobQueueOptions {
    if (maxActive < 1) {
      throw new IllegalArgumentException("maxActive: %d (expected: >= 1)".formatted(maxActive));
    }
    if (maxPending < 0) {
      throw new IllegalArgumentException("maxPending: %d (expected: >= 0)".formatted(maxPending));
    }
  }

  /**
   * The usual bounds.
   *
   * @return the defaults
   */
  public static JobQueueOptions defaults() {
    return new JobQueueOptions(DEFAULT_MAX_ACTIVE, DEFAULT_MAX_PENDING);
  }
}
