package dev.samara.http.upload;

import java.util.Map;

/**
 * What a finished upload left on the disk.
 *
 * @param name its name in the folder
 * @param state its length, time and digests
 * @param created true when nothing had that name before, false when a file was replaced
 */
public record StoredUpload(UploadName name, FileState state, boolean created)
    implements UploadResult {
  /**
   * Its length.
   *
   * @return bytes, 0 or more
   */
  public long sizeBytes() {
    return state.sizeBytes();
  }

  /**
   * Its digests.
   *
   * @return hexadecimal by algorithm, SHA-256 among them
   */
  public Map<DigestAlgorithm, String> digests() {
    return state.digests();
  }

  /**
   * The SHA-256 of its bytes.
   *
   * @return 64 lower-case hex digits
   */
  public String sha256() {
    return digests().get(DigestAlgorithm.SHA_256);
  }
}
