package dev.samara.http.upload;

/**
 * What one store takes.
 *
 * @param maxBytes the most bytes of one upload, 1 or more
 * @param maxInFlight the most uploads under way at once, 1 or more
 * @param maxQueuedBytes bytes of one upload that may wait for the disk before its sender is paused,
 *     64 KiB or more; the buffer that passes the limit is still kept
 * @param maxQueuedBytesInAll the same of all uploads together, 1 MiB to 1 TiB; when it is used up,
 *     each may have 128 KiB, and what one read gives
 * @param writers threads that write and hash, 1 to 64
 */
public record UploadLimits(
    long maxBytes, int maxInFlight, int maxQueuedBytes, long maxQueuedBytesInAll, int writers) {
  /** Checks each value. */
  public UploadLimits {
    UploadOptions.range("maxBytes", maxBytes, 1, Long.MAX_VALUE);
    UploadOptions.range("maxInFlight", maxInFlight, 1, Integer.MAX_VALUE);
    UploadOptions.range("maxQueuedBytes", maxQueuedBytes, 64 * 1024, Integer.MAX_VALUE);
    UploadOptions.range("maxQueuedBytesInAll", maxQueuedBytesInAll, 1 << 20, 1L << 40);
    UploadOptions.range("writers", writers, 1, 64);
  }

  /**
   * 16 GiB, 64 at once, 1 MiB queued of one and 16 MiB of all, two writers per processor.
   *
   * @return these limits
   */
  public static UploadLimits defaults() {
    int writers = Math.clamp(Runtime.getRuntime().availableProcessors() * 2L, 2, 64);
    return new UploadLimits(16L << 30, 64, 1 << 20, 16L << 20, writers);
  }
}
