package dev.samara.http.upload;

import java.time.Duration;

/**
 * How a store keeps what it takes.
 *
 * @param limits of single uploads
 * @param quota of the folder
 * @param forced whether a file, and the folder that names it, are forced to the disk before the
 *     answer. Without, a power cut may take a file that was answered for, though never leave half
 *     of one; a killed process loses nothing either way
 * @param partialExpiry how long a partial upload is kept after its last byte, 1 s to 1 year
 * @param sweepInterval how often what is left over is looked for, 1 s to 1 day
 * @param lockWait how long a request waits for one that has the same partial upload, 0 to 1 min
 */
public record UploadOptions(
    UploadLimits limits,
    UploadQuota quota,
    boolean forced,
    Duration partialExpiry,
    Duration sweepInterval,
    Duration lockWait) {

  /** Checks each value. */
  public UploadOptions {
    range("partialExpiry", partialExpiry, Duration.ofSeconds(1), Duration.ofDays(365));
    range("sweepInterval", sweepInterval, Duration.ofSeconds(1), Duration.ofDays(1));
    range("lockWait", lockWait, Duration.ZERO, Duration.ofMinutes(1));
  }

  /**
   * The usual limits and quota, forced to the disk; partial uploads live for a day, are looked
   * after each minute, and are waited for 5 s.
   *
   * @return these options
   */
  public static UploadOptions defaults() {
    return new UploadOptions(
        UploadLimits.defaults(),
        UploadQuota.defaults(),
        true,
        Duration.ofDays(1),
        Duration.ofMinutes(1),
        Duration.ofSeconds(5));
  }

  /**
   * The same with other limits.
   *
   * @param newLimits of single uploads
   * @return a copy
   */
  public UploadOptions withLimits(UploadLimits newLimits) {
    return new UploadOptions(newLimits, quota, forced, partialExpiry, sweepInterval, lockWait);
  }

  /**
   * The same with another quota.
   *
   * @param newQuota of the folder
   * @return a copy
   */
  public UploadOptions withQuota(UploadQuota newQuota) {
    return new UploadOptions(limits, newQuota, forced, partialExpiry, sweepInterval, lockWait);
  }

  /**
   * The same, forced to the disk or not.
   *
   * @param newForced whether to force
   * @return a copy
   */
  public UploadOptions withForced(boolean newForced) {
    return new UploadOptions(limits, quota, newForced, partialExpiry, sweepInterval, lockWait);
  }

  /**
   * The same with other times.
   *
   * @param newExpiry how long a partial upload is kept, 1 s to 1 year
   * @param newInterval how often what is left over is looked for, 1 s to 1 day
   * @param newWait how long a request waits for another one, 0 to 1 min
   * @return a copy
   */
  public UploadOptions withTimes(Duration newExpiry, Duration newInterval, Duration newWait) {
    return new UploadOptions(limits, quota, forced, newExpiry, newInterval, newWait);
  }

  private static void range(String option, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          "%s: %d ms (expected: %d to %d ms)"
              .formatted(option, value.toMillis(), least.toMillis(), most.toMillis()));
    }
  }

  static void range(String option, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          option + ": " + value + " (expected: " + least + " to " + most + ")");
    }
  }
}
