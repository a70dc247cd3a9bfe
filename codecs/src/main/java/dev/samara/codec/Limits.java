package dev.samara.codec;

/** Checks of limits that all framings share. */
public final class Limits {

  /** The longest message any framing may be told to accept in memory, 1 GiB. */
  public static final int LARGEST_MESSAGE_BYTES = 1 << 30;

  private Limits() {}

  /**
   * Checks a limit given as an option.
   *
   * @param maxMessageBytes the option's value in bytes
   * @return the same value
   * @throws IllegalArgumentException if it is not within 1 and {@link #LARGEST_MESSAGE_BYTES}
   */
  public static int checkMaxMessageBytes(int maxMessageBytes) {
    if (maxMessageBytes < 1 || maxMessageBytes > LARGEST_MESSAGE_BYTES) {
      throw new IllegalArgumentException(
          "maxMessageBytes: %d (expected: 1 to %d)"
              .formatted(maxMessageBytes, LARGEST_MESSAGE_BYTES));
    }
    return maxMessageBytes;
  }

  /**
   * Checks the length of a message that is to be sent.
   *
   * @param length the message's length in bytes
   * @param maxMessageBytes the limit in bytes
   * @return the same length
   * @throws FramingException if the message is longer than the limit
   */
  public static int checkLength(int length, int maxMessageBytes) {
    if (length > maxMessageBytes) {
      throw new FramingException(
          "message length: %d bytes (expected: <= %d)".formatted(length, maxMessageBytes));
    }
    return length;
  }
}
