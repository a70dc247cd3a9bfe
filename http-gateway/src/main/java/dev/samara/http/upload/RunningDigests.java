package dev.samara.http.upload;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Several digests of the same bytes, updated as they pass. One thread at a time. */
final class RunningDigests {
  private static final int SCRATCH_BYTES = 16 * 1024;

  private final Map<DigestAlgorithm, MessageDigest> running = new EnumMap<>(DigestAlgorithm.class);
  private long hashedBytes;

  /** For bytes outside of the heap, which no digest takes as they are; made when needed. */
  private byte[] scratch = {};

  RunningDigests(Set<DigestAlgorithm> algorithms) {
    algorithms.forEach(algorithm -> running.put(algorithm, algorithm.start()));
  }

  /** SHA-256 and whatever else is wanted or expected. */
  static Set<DigestAlgorithm> needed(
      Set<DigestAlgorithm> wanted, Collection<ExpectedDigest> expected) {
    var needed = EnumSet.of(DigestAlgorithm.SHA_256);
    needed.addAll(wanted);
    expected.forEach(digest -> needed.add(digest.algorithm()));
    return needed;
  }

  /** What has to be computed to check these. */
  static Set<DigestAlgorithm> of(Collection<ExpectedDigest> expected) {
    var needed = EnumSet.noneOf(DigestAlgorithm.class);
    expected.forEach(digest -> needed.add(digest.algorithm()));
    return needed;
  }

  Set<DigestAlgorithm> algorithms() {
    return Set.copyOf(running.keySet());
  }

  long hashedBytes() {
    return hashedBytes;
  }

  /** The buffer keeps its position. */
  void update(ByteBuffer bytes) {
    hashedBytes += bytes.remaining();
    if (running.isEmpty() || bytes.hasArray()) {
      running.values().forEach(digest -> digest.update(bytes.duplicate()));
      return;
    }
    if (scratch.length == 0) {
      scratch = new byte[SCRATCH_BYTES];
    }
    for (ByteBuffer left = bytes.duplicate(); left.hasRemaining(); ) {
      int part = Math.min(left.remaining(), scratch.length);
      left.get(scratch, 0, part);
      for (MessageDigest digest : running.values()) {
        digest.update(scratch, 0, part);
      }
    }
  }

  /** Ends the digests: hexadecimal by algorithm. */
  Map<DigestAlgorithm, String> end() {
    var ended = new EnumMap<DigestAlgorithm, String>(DigestAlgorithm.class);
    running.forEach(
        (algorithm, digest) -> ended.put(algorithm, HexFormat.of().formatHex(digest.digest())));
    return Map.copyOf(ended);
  }

  /** Compares; the first that differs is named. */
  static void check(List<ExpectedDigest> expected, Map<DigestAlgorithm, String> actual)
      throws UploadException {
    for (ExpectedDigest one : expected) {
      if (!one.hex().equals(actual.get(one.algorithm()))) {
        throw new UploadException(
            UploadFailure.DIGEST_MISMATCH,
            "the bytes that came have another " + one.algorithm().fieldKey());
      }
    }
  }
}
