package dev.samara.codec.slip;

import dev.samara.codec.FrameDecoder;
import dev.samara.codec.FrameSink;
import dev.samara.codec.FramingException;
import io.netty.buffer.ByteBuf;
import io.vertx.core.internal.buffer.BufferInternal;

/**
 * Reads {@link SlipFraming}.
 *
 * <pre>
 *        ESC             neither ESCAPED_END nor ESCAPED_ESC
 *   PACKET ──▶ ESCAPED ──────────────────────────────────────▶ BAD   (stays; discards everything)
 *    │ ▲ ▲       │                                              ▲
 *    └─┘ └───────┘                                              │
 *    END: one message, unless empty           beyond the limit (from both)
 * </pre>
 */
final class SlipDecoder implements FrameDecoder {

  private enum State {
    PACKET,
    ESCAPED,
    BAD
  }

  private final int maxMessageBytes;
  private State state = State.PACKET;

  /** The packet as far as it has arrived; null between packets. */
  private BufferInternal packet;

  SlipDecoder(int maxMessageBytes) {
    this.maxMessageBytes = maxMessageBytes;
  }

  @Override
  public void decode(ByteBuf in, FrameSink sink) {
    var progress = true;
    while (progress && in.isReadable()) {
      progress =
          switch (state) {
            case PACKET -> readPacket(in, sink);
            case ESCAPED -> readEscaped(in.readByte());
            case BAD -> discard(in);
          };
    }
  }

  @Override
  public int pendingBytes() {
    return (packet == null ? 0 : packet.length()) + (state == State.ESCAPED ? 1 : 0);
  }

  /** Takes plain bytes at once, and then the byte that is not. */
  private boolean readPacket(ByteBuf in, FrameSink sink) {
    var special = in.forEachByte(SlipFraming::isPlain);
    var plain = (special < 0 ? in.writerIndex() : special) - in.readerIndex();
    if (plain > 0) {
      room(plain).unwrap().writeBytes(in, plain);
    }
    if (special < 0) {
      return false;
    }
    if (in.readByte() == (byte) SlipFraming.ESC) {
      state = State.ESCAPED;
      return true;
    }
    if (packet == null) {
      return true;
    }
    var message = packet;
    packet = null;
    return sink.frame(message);
  }

  private boolean readEscaped(byte value) {
    var meant =
        switch (Byte.toUnsignedInt(value)) {
          case SlipFraming.ESCAPED_END -> SlipFraming.END;
          case SlipFraming.ESCAPED_ESC -> SlipFraming.ESC;
          default -> throw bad("byte 0x%02x after ESC (expected: 0xdc or 0xdd)".formatted(value));
        };
    room(1).unwrap().writeByte(meant);
    state = State.PACKET;
    return true;
  }

  private BufferInternal room(int byteCount) {
    var held = packet == null ? 0 : packet.length();
    if (byteCount > maxMessageBytes - held) {
      throw bad("a packet longer than %d bytes".formatted(maxMessageBytes));
    }
    if (packet == null) {
      packet = BufferInternal.buffer(byteCount);
    }
    return packet;
  }

  private FramingException bad(String fault) {
    state = State.BAD;
    packet = null;
    return new FramingException(fault);
  }

  private static boolean discard(ByteBuf in) {
    in.skipBytes(in.readableBytes());
    return false;
  }
}
