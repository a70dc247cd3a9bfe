package dev.samara.http.upload;

import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;

/**
 * What is known of a file of the store without reading it.
 *
 * @param sizeBytes its length
 * @param modified when its last byte was written
 * @param digests hexadecimal by algorithm; empty for a file that did not come through the store, or
 *     was changed behind its back
 */
public record FileState(long sizeBytes, Instant modified, Map<DigestAlgorithm, String> digests) {

  /**
   * The entity tag (RFC 9110, 8.8.3): strong and made of the SHA-256 where that is known, else weak
   * and made of length and time.
   *
   * @return the tag with its quotes
   */
  public String entityTag() {
    String sha256 = digests.get(DigestAlgorithm.SHA_256);
    if (sha256 == null) {
      return "W/\""
          + Long.toHexString(sizeBytes)
          + '-'
          + Long.toHexString(modified.getEpochSecond())
          + HexFormat.of().toHexDigits(modified.getNano())
          + '"';
    }
    byte[] value = HexFormat.of().parseHex(sha256);
    return '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(value) + '"';
  }
}
