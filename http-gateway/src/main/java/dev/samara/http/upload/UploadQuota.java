package dev.samara.http.upload;

/**
 * What one folder may hold.
 *
 * @param maxBytes the most bytes of all files together, 1 or more
 * @param maxFiles the most files, 1 or more
 */
public record UploadQuota(long maxBytes, long maxFiles) {
  /** Checks the values. */
  public UploadQuota {
    UploadOptions.range("maxFolderBytes", maxBytes, 1, Long.MAX_VALUE);
    UploadOptions.range("maxFiles", maxFiles, 1, Long.MAX_VALUE);
  }

  /**
   * 256 GiB in a million files.
   *
   * @return this quota
   */
  public static UploadQuota defaults() {
    return new UploadQuota(256L << 30, 1_000_000);
  }
}
