package dev.samara.codec.length;

import dev.samara.codec.FrameDecoder;
import dev.samara.codec.FrameSink;
import dev.samara.codec.FramingException;
import io.netty.buffer.ByteBuf;
import io.vertx.core.internal.buffer.BufferInternal;

/**
 * Reads {@link LengthFraming}.
 *
 * <pre>
 *            4 bytes, within the limit
 *   LENGTH ────────────────────────────▶ BODY
 *     │  ▲                                 │
 *     │  └─────────────────────────────────┘
 *     │ over the limit     all its bytes
 *     ▼
 *    BAD   (stays; discards everything)
 * </pre>
 */
final class LengthDecoder implements FrameDecoder {

  /** A peer that announces much and sends little gets no more memory than this in advance. */
  private static final int LARGEST_INITIAL_BYTES = 64 * 1024;

  private enum State {
    LENGTH,
    BODY,
    BAD
  }

  private final int maxMessageBytes;
  private State state = State.LENGTH;

  /** The bytes of the length read so far, as a number, and how many they are (LENGTH). */
  private int length;

  private int lengthBytes;

  /** The message being filled (BODY). */
  private BufferInternal body;

  LengthDecoder(int maxMessageBytes) {
    this.maxMessageBytes = maxMessageBytes;
  }

  @Override
  public void decode(ByteBuf in, FrameSink sink) {
    var progress = true;
    while (progress) {
      progress =
          switch (state) {
            case LENGTH -> readLength(in);
            case BODY -> readBody(in, sink);
            case BAD -> discard(in);
          };
    }
  }

  @Override
  public int pendingBytes() {
    return switch (state) {
      case LENGTH -> lengthBytes;
      case BODY -> LengthFraming.HEADER_BYTES + body.length();
      case BAD -> 0;
    };
  }

  private boolean readLength(ByteBuf in) {
    if (lengthBytes == 0 && in.readableBytes() >= LengthFraming.HEADER_BYTES) {
      length = in.readInt();
    } else {
      while (lengthBytes < LengthFraming.HEADER_BYTES) {
        if (!in.isReadable()) {
          return false;
        }
        length = length << 8 | in.readUnsignedByte();
        lengthBytes++;
      }
    }
    if (Integer.compareUnsigned(length, maxMessageBytes) > 0) {
      state = State.BAD;
      throw new FramingException(
          "message length: %s bytes (expected: <= %d)"
              .formatted(Integer.toUnsignedString(length), maxMessageBytes));
    }
    body = BufferInternal.buffer(Math.min(length, LARGEST_INITIAL_BYTES));
    state = State.BODY;
    return true;
  }

  private boolean readBody(ByteBuf in, FrameSink sink) {
    body.unwrap().writeBytes(in, Math.min(length - body.length(), in.readableBytes()));
    if (body.length() < length) {
      return false;
    }
    var message = body;
    body = null;
    length = 0;
    lengthBytes = 0;
    state = State.LENGTH;
    return sink.frame(message);
  }

  private static boolean discard(ByteBuf in) {
    in.skipBytes(in.readableBytes());
    return false;
  }
}
