package dev.samara.http.upload;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is asked of the store for one whole upload.
 *
 * @param name what it will be called
 * @param expectedBytes its length when known before, else -1; with a length, that much room is
 *     reserved before the first byte
 * @param digests what its bytes must have; nothing is stored otherwise
 * @param wanted digests to compute besides SHA-256
 * @param condition what the file that has the name must be like
 */
public record UploadRequest(
    UploadName name,
    long expectedBytes,
    List<ExpectedDigest> digests,
    Set<DigestAlgorithm> wanted,
    Condition condition) {

  /** Asked at the begin and once more when the name is taken. Must be quick and not throw. */
  @FunctionalInterface
  public interface Condition {
    /** Any file, or none. */
    Condition ANY = old -> true;

    /**
     * Whether the name may be taken.
     *
     * @param old the file that has the name, if one has
     * @return true to go on
     */
    boolean test(Optional<FileState> old);
  }

  /** Copies the collections. */
  public UploadRequest {
    digests = List.copyOf(digests);
    wanted = Set.copyOf(wanted);
  }

  /**
   * Without digests to check and without a condition.
   *
   * @param name what it will be called
   * @param expectedBytes its length when known before, else -1
   * @return the request
   */
  public static UploadRequest of(UploadName name, long expectedBytes) {
    return new UploadRequest(name, expectedBytes, List.of(), Set.of(), Condition.ANY);
  }
}
