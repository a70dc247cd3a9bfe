package dev.samara.codec.netstring;

import dev.samara.codec.FramingException;
import dev.samara.codec.counted.CountedDecoder;
import io.netty.buffer.ByteBuf;

/** Reads the lengths and commas of {@link NetstringFraming}. */
final class NetstringDecoder extends CountedDecoder {

  /** More than this times ten is more than 64 bits hold. */
  private static final long LARGEST_TENTH = Long.divideUnsigned(-1L, 10);

  private static final int LARGEST_LAST_DIGIT = (int) Long.remainderUnsigned(-1L, 10);

  /** The digits read so far, as a number. */
  private long number;

  NetstringDecoder(NetstringFraming framing) {
    super(framing.maxMessageBytes(), framing.maxStreamBytes());
  }

  @Override
  protected boolean readHead(ByteBuf in) {
    while (in.isReadable()) {
      var next = in.readUnsignedByte();
      if (next == ':' && headBytes > 0) {
        headBytes++;
        number = 0;
        return true;
      }
      append(next);
      headBytes++;
      // With each digit: a length that is too large already need not end.
      announce(number);
    }
    return false;
  }

  private void append(int next) {
    var digit = next - '0';
    if (digit < 0 || digit > 9) {
      throw unexpected(next, headBytes == 0 ? "a digit" : "a digit or a colon");
    }
    if (headBytes == 1 && number == 0) {
      throw bad("a length with a leading zero");
    }
    if (Long.compareUnsigned(number, LARGEST_TENTH) > 0
        || number == LARGEST_TENTH && digit > LARGEST_LAST_DIGIT) {
      throw bad("a length of more than 64 bits");
    }
    number = number * 10 + digit;
  }

  @Override
  protected boolean readTail(ByteBuf in) {
    if (!in.isReadable()) {
      return false;
    }
    var next = in.readUnsignedByte();
    if (next != ',') {
      throw unexpected(next, "a comma after the message");
    }
    return true;
  }

  private FramingException unexpected(int found, String expected) {
    return bad("byte 0x%02x (expected: %s)".formatted(found, expected));
  }
}
