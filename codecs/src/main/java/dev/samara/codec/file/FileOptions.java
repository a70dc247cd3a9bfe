package dev.samara.codec.file;

import java.nio.file.Path;
import java.util.Objects;

/**
 * Where files go and what they may cost.
 *
 * @param folder where arriving files are stored and, under a hidden name, gathered; must be there.
 *     Its file system must have hard links, unless the policy is REPLACE
 * @param maxFileBytes the largest file in bytes, 0 or more, sent or received
 * @param onNameTaken what happens if the name is taken
 * @param fsync whether a file is on the disk for sure (not only with the operating system) before
 *     its message is complete
 * @param maxUnwrittenBytes how many bytes may wait for the disk before the decoder suspends, 1 or
 *     more
 */
public record FileOptions(
    Path folder, long maxFileBytes, NamePolicy onNameTaken, boolean fsync, int maxUnwrittenBytes) {

  /** What may wait for the disk unless told otherwise, 1 MiB. */
  public static final int DEFAULT_MAX_UNWRITTEN_BYTES = 1 << 20;

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public FileOptions {
    folder = folder.toAbsolutePath().normalize();
    Objects.requireNonNull(onNameTaken, "onNameTaken");
    if (maxFileBytes < 0) {
      throw new IllegalArgumentException(
          "maxFileBytes: %d (expected: >= 0)".formatted(maxFileBytes));
    }
    if (maxUnwrittenBytes < 1) {
      throw new IllegalArgumentException(
          "maxUnwrittenBytes: %d (expected: >= 1)".formatted(maxUnwrittenBytes));
    }
  }

  /**
   * Taken names are refused, and the operating system decides when to write.
   *
   * @param folder where arriving files are stored
   * @param maxFileBytes the largest file in bytes, 0 or more
   * @return the options
   */
  public static FileOptions in(Path folder, long maxFileBytes) {
    return new FileOptions(
        folder, maxFileBytes, NamePolicy.REFUSE, false, DEFAULT_MAX_UNWRITTEN_BYTES);
  }

  /**
   * The same with another policy.
   *
   * @param policy what happens if the name is taken
   * @return the changed options
   */
  public FileOptions withOnNameTaken(NamePolicy policy) {
    return new FileOptions(folder, maxFileBytes, policy, fsync, maxUnwrittenBytes);
  }

  /**
   * The same with each file forced to the disk.
   *
   * @return the changed options
   */
  public FileOptions withFsync() {
    return new FileOptions(folder, maxFileBytes, onNameTaken, true, maxUnwrittenBytes);
  }

  /**
   * The same with another limit of what waits for the disk.
   *
   * @param byteCount how many bytes, 1 or more
   * @return the changed options
   */
  public FileOptions withMaxUnwrittenBytes(int byteCount) {
    return new FileOptions(folder, maxFileBytes, onNameTaken, fsync, byteCount);
  }
}
