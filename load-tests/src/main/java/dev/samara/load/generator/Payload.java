package dev.samara.load.generator;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;

/**
 * The messages of a run: each has a head with a number that no two messages of the run share, then
 * a filling that is the same in all of them, and so have the answers. Immutable, for all event
 * loops.
 *
 * <pre>
 * +--------+-------------+---------------------------+
 * | length | number      | filling                   |
 * +--------+-------------+---------------------------+
 *  4 bytes  or JSON around it
 * </pre>
 */
abstract sealed class Payload permits LengthPayload, BridgePayload {
  static final int LENGTH_BYTES = Integer.BYTES;

  /** The shortest message: a byte of a number. */
  static final int MIN_BYTES = 1;

  /** The longest message, 16 MiB. */
  static final int MAX_BYTES = 1 << 24;

  private final int headBytes;
  private final int answerHeadBytes;
  private final ByteBuf filling;
  private final ByteBuf answerFilling;

  Payload(int headBytes, byte[] filling, int answerHeadBytes, byte[] answerFilling) {
    this.headBytes = headBytes;
    this.filling = direct(filling);
    this.answerHeadBytes = answerHeadBytes;
    this.answerFilling = direct(answerFilling);
  }

  /** Outside the heap, so that a socket takes it as it is; goes with the garbage collector. */
  private static ByteBuf direct(byte[] bytes) {
    return Unpooled.wrappedBuffer(ByteBuffer.allocateDirect(bytes.length).put(bytes).flip());
  }

  /** Appends the head of a message, its length field included. */
  abstract void writeHead(ByteBuf out, long number);

  /**
   * Reads what follows the length field in the head of an answer.
   *
   * @param expected the number that should come
   * @return the number
   * @throws WrongAnswer if there is no number where it belongs
   */
  abstract long readNumber(ByteBuf in, long expected);

  /** Head and filling of a message. */
  final int frameBytes() {
    return headBytes + filling.writerIndex();
  }

  final int headBytes() {
    return headBytes;
  }

  /** What follows the head of a message: one buffer for all messages, never copied. */
  final ByteBuf filling() {
    return filling.retainedDuplicate();
  }

  /** Length field and number of an answer. */
  final int answerHeadBytes() {
    return answerHeadBytes;
  }

  /** What follows the head of an answer. */
  final int answerFillingBytes() {
    return answerFilling.writerIndex();
  }

  /** What the length field of an answer says. */
  final int announcedBytes() {
    return answerHeadBytes - LENGTH_BYTES + answerFillingBytes();
  }

  /** Appends a message. */
  final void write(ByteBuf out, long number) {
    writeHead(out, number);
    out.writeBytes(filling, 0, filling.writerIndex());
  }

  /**
   * Whether the next bytes of an answer are the right ones.
   *
   * @param fillingIndex where in the filling they belong
   */
  final boolean matches(ByteBuf in, int fillingIndex, int bytes) {
    return ByteBufUtil.equals(answerFilling, fillingIndex, in, in.readerIndex(), bytes);
  }
}
