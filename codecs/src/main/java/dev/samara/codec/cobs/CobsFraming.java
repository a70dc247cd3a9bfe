package dev.samara.codec.cobs;

import dev.samara.codec.FrameDecoder;
import dev.samara.codec.Framing;
import dev.samara.codec.Limits;
import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;

/**
 * Consistent overhead byte stuffing (Cheshire and Baker, 1999): a message is rewritten in blocks so
 * that it holds no zero, and a zero ends it. A block is a code and then code - 1 bytes that are not
 * zero; each code but the largest, 255, stands for a zero after its block, except at the end.
 *
 * <pre>
 *   11 22 00 33     is written as     03 11 22  02 33  00
 *   (empty)         is written as     01  00
 * </pre>
 *
 * A message may be empty. A zero without a block before it, as is sent to begin afresh, is ignored.
 *
 * @param maxMessageBytes the longest message in bytes, before stuffing, 1 to 1 GiB
 */
public record CobsFraming(int maxMessageBytes) implements Framing {

  /** The code of a block that is full, and that no zero follows. */
  static final int FULL = 0xff;

  /**
   * Checks the limit.
   *
   * @throws IllegalArgumentException if the limit is out of range
   */
  public CobsFraming {
    Limits.checkMaxMessageBytes(maxMessageBytes);
  }

  @Override
  public String name() {
    return "cobs";
  }

  @Override
  public FrameDecoder newDecoder() {
    return new CobsDecoder(maxMessageBytes);
  }

  /** One code for each block, of which those that are not full replace a zero; and the end. */
  @Override
  public int encodedBytes(Buffer message) {
    var length = Limits.checkLength(message.length(), maxMessageBytes);
    var bytes = ((BufferInternal) message).unwrap();
    var fullBlocks = 0;
    var block = blockBytes(bytes, bytes.readerIndex());
    for (var at = bytes.readerIndex(); at + block < bytes.writerIndex(); ) {
      at += block;
      if (block == FULL - 1) {
        fullBlocks++;
      } else {
        at++;
      }
      block = blockBytes(bytes, at);
    }
    return length + fullBlocks + 2;
  }

  @Override
  public void encode(Buffer message, ByteBuf out) {
    var bytes = ((BufferInternal) message).unwrap();
    var at = bytes.readerIndex();
    var block = blockBytes(bytes, at);
    write(bytes, at, block, out);
    while (at + block < bytes.writerIndex()) {
      // The zero after a block that is not full is left out: the code stands for it.
      at += block == FULL - 1 ? block : block + 1;
      block = blockBytes(bytes, at);
      write(bytes, at, block, out);
    }
    out.writeByte(0);
  }

  /** How many bytes from here on are not zero, up to a full block. */
  private static int blockBytes(ByteBuf bytes, int from) {
    var limit = Math.min(bytes.writerIndex() - from, FULL - 1);
    var zero = limit <= 0 ? -1 : bytes.indexOf(from, from + limit, (byte) 0);
    return zero < 0 ? Math.max(limit, 0) : zero - from;
  }

  private static void write(ByteBuf bytes, int from, int block, ByteBuf out) {
    out.writeByte(block + 1);
    out.writeBytes(bytes, from, block);
  }
}
