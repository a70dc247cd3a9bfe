package dev.samara.codec.http;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * One line as it comes in. If it comes in one piece, in memory that is an array, it is looked at
 * where it lies, and is valid as long as that; pieces are put together in an array that is reused.
 */
final class Line {
  private static final int FIRST_BYTES = 256;

  private byte[] own = new byte[FIRST_BYTES];
  private byte[] bytes = own;
  private int from;

  /**
   * How many of the bytes are the line's. After {@link #read} says so, its end is not among them.
   */
  int length;

  void clear() {
    bytes = own;
    from = 0;
    length = 0;
  }

  byte at(int index) {
    return bytes[from + index];
  }

  /**
   * Takes in bytes up to the end of the line.
   *
   * @return whether the line is complete, ended by CR LF
   * @throws FaultException with this status when it is longer; 400 when it ends otherwise
   */
  boolean read(ByteBuf in, int maxBytes, int status, Supplier<String> tooLong)
      throws FaultException {
    if (length == 0 && in.hasArray() && isThere(in, maxBytes)) {
      return true;
    }
    int end = in.indexOf(in.readerIndex(), in.writerIndex(), (byte) '\n');
    // One more than the limit and its end is all that is ever kept.
    int wanted = end < 0 ? in.readableBytes() : end + 1 - in.readerIndex();
    int taken = Math.min(wanted, maxBytes + 3 - length);
    append(in, taken);
    boolean complete = end >= 0 && taken == wanted;
    if (complete) {
      length--;
    }
    boolean returned = length > 0 && bytes[length - 1] == '\r';
    if (length - (returned ? 1 : 0) > maxBytes) {
      throw new FaultException(status, tooLong.get());
    }
    if (complete) {
      if (!returned) {
        throw FaultException.bad("a line ends without a carriage return");
      }
      length--;
    }
    return complete;
  }

  /** The usual case: all of a line that is good. Anything else is left to be taken in. */
  private boolean isThere(ByteBuf in, int maxBytes) {
    byte[] all = in.array();
    int start = in.arrayOffset() + in.readerIndex();
    int most = Math.min(start + in.readableBytes(), start + maxBytes + 2);
    for (int at = start; at < most; at++) {
      if (all[at] == '\n') {
        if (at == start || all[at - 1] != '\r') {
          return false;
        }
        bytes = all;
        from = start;
        length = at - 1 - start;
        in.skipBytes(at + 1 - start);
        return true;
      }
    }
    return false;
  }

  String text(int start, int end) {
    return new String(bytes, from + start, end - start, StandardCharsets.ISO_8859_1);
  }

  byte[] copy() {
    return Arrays.copyOfRange(bytes, from, from + length);
  }

  boolean hasBytes(byte[] others) {
    return Arrays.equals(bytes, from, from + length, others, 0, others.length);
  }

  private void append(ByteBuf in, int count) {
    if (length + count > own.length) {
      own = Arrays.copyOf(own, Math.max(length + count, own.length * 2));
    }
    bytes = own;
    from = 0;
    in.readBytes(own, length, count);
    length += count;
  }
}
