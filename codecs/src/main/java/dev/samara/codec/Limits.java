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

  /**
   * Checks a limit for messages in parts given as an option.
   *
   * @param maxStreamBytes the option's value in bytes, unsigned
   * @param maxMessageBytes the limit for whole messages
   * @return the same value
   * @throws IllegalArgumentException if it is neither 0 nor more than the limit for whole messages
   */
  public static long checkMaxStreamBytes(long maxStreamBytes, int maxMessageBytes) {
    if (maxStreamBytes != 0 && Long.compareUnsigned(maxStreamBytes, maxMessageBytes) <= 0) {
      throw new IllegalArgumentException(
          "maxStreamBytes: %s (expected: 0, or more than maxMessageBytes, which is %d)"
              .formatted(Long.toUnsignedString(maxStreamBytes), maxMessageBytes));
    }
    return maxStreamBytes;
  }

  /**
   * Checks the length of a message that is announced before it is sent.
   *
   * @param lengthBytes the message's length in bytes, unsigned
   * @param framing whose limits count
   * @return the same length
   * @throws FramingException if the message is longer than both limits
   */
  public static long checkLength(long lengthBytes, Framing framing) {
    if (Long.compareUnsigned(lengthBytes, framing.maxMessageBytes()) > 0
        && Long.compareUnsigned(lengthBytes, framing.maxStreamBytes()) > 0) {
      throw new FramingException(
          tooLong(lengthBytes, framing.maxMessageBytes(), framing.maxStreamBytes()));
    }
    return lengthBytes;
  }

  /**
   * Says in words that a message is too long.
   *
   * @param lengthBytes the message's length in bytes, unsigned
   * @param maxMessageBytes the limit for whole messages
   * @param maxStreamBytes the limit for messages in parts, unsigned; 0 for none
   * @return the length, and the larger limit
   */
  public static String tooLong(long lengthBytes, int maxMessageBytes, long maxStreamBytes) {
    var limit = maxStreamBytes == 0 ? maxMessageBytes : maxStreamBytes;
    return "message length: %s bytes (expected: <= %s)"
        .formatted(Long.toUnsignedString(lengthBytes), Long.toUnsignedString(limit));
  }
}
