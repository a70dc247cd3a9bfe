package dev.samara.node.config;

import dev.samara.http.upload.UploadLimits;
import dev.samara.http.upload.UploadOptions;
import dev.samara.http.upload.UploadQuota;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How uploads are kept.
 *
 * @param directory where; a folder that several nodes share lets any of them go on with an upload
 * @param maxFolderBytes the most bytes of all files together
 * @param maxFiles the most files
 * @param forced whether files are forced to the disk before the answer
 * @param partialExpiry how long an upload that is not complete is kept
 * @param sweepInterval how often what is left over is looked for
 * @param lockWait how long a request waits for another one that has the same upload
 * @param writers how many threads write and hash
 * @param maxQueuedBytes what of one upload may wait for the disk
 * @param maxQueuedBytesInAll the same of all uploads together
 */
public record UploadsConfig(
    Optional<Path> directory,
    Optional<Long> maxFolderBytes,
    Optional<Long> maxFiles,
    Optional<Boolean> forced,
    Optional<Duration> partialExpiry,
    Optional<Duration> sweepInterval,
    Optional<Duration> lockWait,
    Optional<Integer> writers,
    Optional<Integer> maxQueuedBytes,
    Optional<Long> maxQueuedBytesInAll) {

  /** Nothing said. */
  static final UploadsConfig NONE =
      new UploadsConfig(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /**
   * The options as the gateway takes them.
   *
   * @param maxBytes the largest upload, if said
   * @param maxUploads how many at a time, if said
   * @return options; what is not given is the default
   */
  public UploadOptions options(Optional<Long> maxBytes, Optional<Integer> maxUploads) {
    var usual = UploadOptions.defaults();
    var limits = usual.limits();
    var quota = usual.quota();
    return usual
        .withForced(forced.orElse(usual.forced()))
        .withTimes(
            partialExpiry.orElse(usual.partialExpiry()),
            sweepInterval.orElse(usual.sweepInterval()),
            lockWait.orElse(usual.lockWait()))
        .withQuota(
            new UploadQuota(
                maxFolderBytes.orElse(quota.maxBytes()), maxFiles.orElse(quota.maxFiles())))
        .withLimits(
            new UploadLimits(
                maxBytes.orElse(limits.maxBytes()),
                maxUploads.orElse(limits.maxInFlight()),
                maxQueuedBytes.orElse(limits.maxQueuedBytes()),
                maxQueuedBytesInAll.orElse(limits.maxQueuedBytesInAll()),
                writers.orElse(limits.writers())));
  }
}
