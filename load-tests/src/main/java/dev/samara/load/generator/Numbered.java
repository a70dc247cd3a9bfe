package dev.samara.load.generator;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;

/** Messages of calls and streams: a number of eight bytes, big-endian, then a filling. */
public final class Numbered {
  private Numbered() {}

  /**
   * Makes a message.
   *
   * @param bytes its length, 8 or more
   * @param number its number
   * @return the number and the filling, which is the same in all messages of that length
   */
  public static byte[] message(int bytes, long number) {
    byte[] message = new byte[bytes];
    new Random(bytes).nextBytes(message);
    put(message, number);
    return message;
  }

  /**
   * Gives a message another number.
   *
   * @param message a message
   * @param number its new number
   */
  public static void put(byte[] message, long number) {
    ByteBuffer.wrap(message).putLong(0, number);
  }

  static long numberOf(byte[] message) {
    return ByteBuffer.wrap(message).getLong(0);
  }

  /** Whether both are the same but for their numbers. */
  static boolean sameFilling(byte[] one, byte[] other) {
    return Arrays.equals(one, Long.BYTES, one.length, other, Long.BYTES, other.length);
  }
}
