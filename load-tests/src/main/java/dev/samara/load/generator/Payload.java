package dev.samara.load.generator;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Random;

/**
 * The messages of a run: a number of 8 bytes that no two messages of the run share, then bytes that
 * are the same in all of them. Immutable, for all event loops.
 */
final class Payload {
  static final int NUMBER_BYTES = Long.BYTES;
  static final int LENGTH_BYTES = Integer.BYTES;

  private final int payloadBytes;
  private final ByteBuf filling;

  Payload(int payloadBytes) {
    this.payloadBytes = payloadBytes;
    byte[] bytes = new byte[payloadBytes - NUMBER_BYTES];
    new Random(payloadBytes).nextBytes(bytes);
    this.filling = Unpooled.wrappedBuffer(bytes);
  }

  int payloadBytes() {
    return payloadBytes;
  }

  int fillingBytes() {
    return filling.writerIndex();
  }

  int frameBytes() {
    return LENGTH_BYTES + payloadBytes;
  }

  /** Appends the frame of a message. */
  void write(ByteBuf out, long number) {
    out.writeInt(payloadBytes).writeLong(number);
    out.writeBytes(filling, 0, filling.writerIndex());
  }

  /**
   * Whether the next bytes of an answer are the right ones.
   *
   * @param fillingIndex where in the filling they belong
   */
  boolean matches(ByteBuf in, int fillingIndex, int bytes) {
    return ByteBufUtil.equals(filling, fillingIndex, in, in.readerIndex(), bytes);
  }
}
