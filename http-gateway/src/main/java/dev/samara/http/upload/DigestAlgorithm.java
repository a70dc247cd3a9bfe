package dev.samara.http.upload;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;

/** The digests that the store can compute while bytes pass. */
public enum DigestAlgorithm {
  /** Always computed; it names the content in the entity tag. */
  SHA_256("sha-256", "SHA-256", true),
  /** Computed when a request carries or wants it. */
  SHA_512("sha-512", "SHA-512", true),
  /** Only for the checksum of tus, which demands it; RFC 9530 deprecates it. */
  SHA_1("sha", "SHA-1", false);

  private final String fieldKey;
  private final String javaName;
  private final boolean active;

  DigestAlgorithm(String fieldKey, String javaName, boolean active) {
    this.fieldKey = fieldKey;
    this.javaName = javaName;
    this.active = active;
  }

  /**
   * Its key in the fields of RFC 9530.
   *
   * @return lower-case text such as {@code sha-256}
   */
  public String fieldKey() {
    return fieldKey;
  }

  /**
   * Finds one that RFC 9530 calls active.
   *
   * @param key a key of a digest field
   * @return the algorithm, or nothing when it is unknown or deprecated
   */
  public static Optional<DigestAlgorithm> active(String key) {
    return Arrays.stream(values())
        .filter(algorithm -> algorithm.active && algorithm.fieldKey.equals(key))
        .findFirst();
  }

  /** A new digest of no bytes. */
  MessageDigest start() {
    try {
      return MessageDigest.getInstance(javaName);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has " + javaName, e);
    }
  }
}
