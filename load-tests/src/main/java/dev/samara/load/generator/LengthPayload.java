package dev.samara.load.generator;

import io.netty.buffer.ByteBuf;
import java.util.Random;

/**
 * {@link WireFormat#LENGTH}: the number is the first eight bytes of the message; of a shorter
 * message it is all there is, so that numbers repeat.
 */
final class LengthPayload extends Payload {
  private final int payloadBytes;
  private final int numberBytes;

  LengthPayload(int payloadBytes) {
    this(payloadBytes, filling(payloadBytes));
  }

  /** The content follows the number. */
  LengthPayload(byte[] content) {
    this(Long.BYTES + content.length, content);
  }

  private LengthPayload(int payloadBytes, byte[] filling) {
    super(headBytes(payloadBytes), filling, headBytes(payloadBytes), filling);
    this.payloadBytes = payloadBytes;
    this.numberBytes = numberBytes(payloadBytes);
  }

  private static int numberBytes(int payloadBytes) {
    return Math.min(Long.BYTES, payloadBytes);
  }

  private static int headBytes(int payloadBytes) {
    return LENGTH_BYTES + numberBytes(payloadBytes);
  }

  private static byte[] filling(int payloadBytes) {
    byte[] bytes = new byte[payloadBytes - numberBytes(payloadBytes)];
    new Random(payloadBytes).nextBytes(bytes);
    return bytes;
  }

  @Override
  void writeHead(ByteBuf out, long number) {
    out.writeInt(payloadBytes);
    if (numberBytes == Long.BYTES) {
      out.writeLong(number);
    } else {
      for (int i = numberBytes - 1; i >= 0; i--) {
        out.writeByte((int) (number >>> 8 * i));
      }
    }
  }

  @Override
  long readNumber(ByteBuf in, long expected) {
    if (numberBytes == Long.BYTES) {
      return in.readLong();
    }
    long low = 0;
    for (int i = 0; i < numberBytes; i++) {
      low = low << 8 | in.readUnsignedByte();
    }
    // Of all numbers that end like this, the one nearest to the expected one.
    int shift = Long.SIZE - 8 * numberBytes;
    return expected + ((low - expected) << shift >> shift);
  }
}
