package dev.samara.codec.http;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Supplier;

/** One line as it comes in, in pieces; its bytes are reused for the next. */
final class Line {
  private static final int FIRST_BYTES = 256;

  byte[] bytes = new byte[FIRST_BYTES];

  /**
   * How many of the bytes are the line's. After {@link #read} says so, its end is not among them.
   */
  int length;

  void clear() {
    length = 0;
  }

  /**
   * Takes in bytes up to the end of the line.
   *
   * @return whether the line is complete, ended by CR LF
   * @throws FaultException with this status when it is longer; 400 when it ends otherwise
   */
  boolean read(ByteBuf in, int maxBytes, int status, Supplier<String> tooLong)
      throws FaultException {
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

  String text(int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }

  private void append(ByteBuf in, int count) {
    if (length + count > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + count, bytes.length * 2));
    }
    in.readBytes(bytes, length, count);
    length += count;
  }
}
