package dev.samara.codec.cobs;

import dev.samara.codec.FrameDecoder;
import dev.samara.codec.FrameSink;
import dev.samara.codec.FramingException;
import io.netty.buffer.ByteBuf;
import io.vertx.core.internal.buffer.BufferInternal;

/**
 * Reads {@link CobsFraming}.
 *
 * <pre>
 *            code above 1          its bytes
 *   ┌─▶ CODE ────────────▶ BLOCK ────────────┐         BAD   (stays; discards everything)
 *   │   │ │ ▲                                │          ▲
 *   │   │ │ └────────────────────────────────┘          │ a zero within a block (BLOCK),
 *   │   │ └──┐ code 1: an empty block                   │ beyond the limit (CODE, BLOCK)
 *   └───┴────┘ zero: one message
 * </pre>
 */
final class CobsDecoder implements FrameDecoder {

  private enum State {
    CODE,
    BLOCK,
    BAD
  }

  private final int maxMessageBytes;
  private State state = State.CODE;

  /** The message as far as it is known; null between messages. */
  private BufferInternal message;

  /** How much of the block is still to come (BLOCK). */
  private int blockBytes;

  /** Whether a zero comes next if the message goes on. */
  private boolean zeroFollows;

  CobsDecoder(int maxMessageBytes) {
    this.maxMessageBytes = maxMessageBytes;
  }

  @Override
  public void decode(ByteBuf in, FrameSink sink) {
    var progress = true;
    while (progress && in.isReadable()) {
      progress =
          switch (state) {
            case CODE -> readCode(in.readUnsignedByte(), sink);
            case BLOCK -> readBlock(in);
            case BAD -> discard(in);
          };
    }
  }

  /** One more than is held: the code of the last block has been read. */
  @Override
  public int pendingBytes() {
    return message == null ? 0 : message.length() + 1;
  }

  private boolean readCode(int code, FrameSink sink) {
    if (code == 0) {
      return endMessage(sink);
    }
    var blockLength = code - 1;
    var held = message == null ? 0 : message.length();
    if (blockLength + (zeroFollows ? 1 : 0) > maxMessageBytes - held) {
      throw bad("a message longer than %d bytes".formatted(maxMessageBytes));
    }
    if (message == null) {
      message = BufferInternal.buffer(blockLength);
    }
    if (zeroFollows) {
      message.unwrap().writeByte(0);
    }
    zeroFollows = code != CobsFraming.FULL;
    blockBytes = blockLength;
    state = blockLength == 0 ? State.CODE : State.BLOCK;
    return true;
  }

  private boolean endMessage(FrameSink sink) {
    if (message == null) {
      return true;
    }
    var complete = message;
    message = null;
    zeroFollows = false;
    return sink.frame(complete);
  }

  private boolean readBlock(ByteBuf in) {
    var now = Math.min(blockBytes, in.readableBytes());
    if (in.indexOf(in.readerIndex(), in.readerIndex() + now, (byte) 0) >= 0) {
      throw bad("a zero within a block");
    }
    message.unwrap().writeBytes(in, now);
    blockBytes -= now;
    if (blockBytes == 0) {
      state = State.CODE;
    }
    return true;
  }

  private FramingException bad(String fault) {
    state = State.BAD;
    message = null;
    return new FramingException(fault);
  }

  private static boolean discard(ByteBuf in) {
    in.skipBytes(in.readableBytes());
    return false;
  }
}
