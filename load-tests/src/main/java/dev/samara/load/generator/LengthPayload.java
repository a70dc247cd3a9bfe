package dev.samara.load.generator;

import io.netty.buffer.ByteBuf;
import java.util.Random;

/** {@link WireFormat#LENGTH}: the number is the first eight bytes of the message. */
final class LengthPayload extends Payload {
  private static final int HEAD_BYTES = LENGTH_BYTES + Long.BYTES;

  private final int payloadBytes;

  LengthPayload(int payloadBytes) {
    this(payloadBytes, filling(payloadBytes));
  }

  private LengthPayload(int payloadBytes, byte[] filling) {
    super(HEAD_BYTES, filling, HEAD_BYTES, filling);
    this.payloadBytes = payloadBytes;
  }

  private static byte[] filling(int payloadBytes) {
    byte[] bytes = new byte[payloadBytes - Long.BYTES];
    new Random(payloadBytes).nextBytes(bytes);
    return bytes;
  }

  @Override
  void writeHead(ByteBuf out, long number) {
    out.writeInt(payloadBytes).writeLong(number);
  }

  @Override
  long readNumber(ByteBuf in) {
    return in.readLong();
  }
}
