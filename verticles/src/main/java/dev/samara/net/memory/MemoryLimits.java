package dev.samara.net.memory;

/**
 * How many bytes messages may take in all connections together. Each message counts with its bytes
 * and with {@value #MESSAGE_BYTES} bytes for what the JVM keeps around it.
 *
 * @param inBytes for messages that were read, also in part, and not dealt with; 64 KiB or more
 * @param outBytes for messages that wait to be sent; 64 KiB or more
 * @param totalBytes for both together; at least as much as each of them
 */
public record MemoryLimits(long inBytes, long outBytes, long totalBytes) {

  /** What a message counts beside its own bytes: its buffer, its array, its place in a queue. */
  public static final int MESSAGE_BYTES = 128;

  /**
   * The least of {@code inBytes} and {@code outBytes}: event loops count together in such steps.
   */
  public static final long LEAST_BYTES = 64 * 1024;

  private static final long MIB = 1024 * 1024;

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException naming the option, its value and its range
   */
  public MemoryLimits {
    check("inBytes", inBytes, LEAST_BYTES);
    check("outBytes", outBytes, LEAST_BYTES);
    check("totalBytes", totalBytes, Math.max(inBytes, outBytes));
  }

  private static void check(String option, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "%s: %d (expected: >= %d)".formatted(option, value, least));
    }
  }

  /**
   * 512 MiB in, 512 MiB out, 2 GiB in total; but never more than a quarter, a quarter and a half of
   * the heap this JVM may have.
   *
   * @return the defaults
   */
  public static MemoryLimits defaults() {
    return forHeap(Runtime.getRuntime().maxMemory());
  }

  static MemoryLimits forHeap(long heapBytes) {
    var each = Math.max(LEAST_BYTES, Math.min(512 * MIB, heapBytes / 4));
    return new MemoryLimits(each, each, Math.max(each, Math.min(2048 * MIB, heapBytes / 2)));
  }
}
