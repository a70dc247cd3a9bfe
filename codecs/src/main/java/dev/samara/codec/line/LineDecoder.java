package dev.samara.codec.line;

import dev.samara.codec.FrameDecoder;
import dev.samara.codec.FrameSink;
import dev.samara.codec.FramingException;
import io.netty.buffer.ByteBuf;
import io.vertx.core.internal.buffer.BufferInternal;

/**
 * Reads {@link LineFraming}.
 *
 * <pre>
 *   LINE ──────────────────────────────────▶ BAD   (stays; discards everything)
 *   │  ▲    longer than the limit, or
 *   └──┘    not UTF-8
 *    LF: one message
 * </pre>
 */
final class LineDecoder implements FrameDecoder {

  private enum State {
    LINE,
    BAD
  }

  private final int maxMessageBytes;
  private State state = State.LINE;

  /** The start of the line whose end has not arrived; null between lines. */
  private BufferInternal start;

  LineDecoder(int maxMessageBytes) {
    this.maxMessageBytes = maxMessageBytes;
  }

  @Override
  public void decode(ByteBuf in, FrameSink sink) {
    var progress = true;
    while (progress) {
      progress =
          switch (state) {
            case LINE -> readLine(in, sink);
            case BAD -> discard(in);
          };
    }
  }

  @Override
  public int pendingBytes() {
    return start == null ? 0 : start.length();
  }

  private boolean readLine(ByteBuf in, FrameSink sink) {
    var end = in.indexOf(in.readerIndex(), in.writerIndex(), (byte) '\n');
    var available = (end < 0 ? in.writerIndex() : end) - in.readerIndex();
    // One byte more than the limit may still be the CR of a CRLF.
    if (pendingBytes() + available > maxMessageBytes + 1) {
      throw tooLong();
    }
    if (end < 0) {
      if (available > 0) {
        append(in, available);
      }
      return false;
    }
    append(in, available);
    in.skipBytes(1);
    var line = start;
    start = null;
    var text = line.unwrap();
    var length = text.writerIndex();
    if (length > 0 && text.getByte(length - 1) == '\r') {
      text.writerIndex(length - 1);
    }
    if (text.writerIndex() > maxMessageBytes) {
      throw tooLong();
    }
    if (!Utf8.isValid(text)) {
      throw bad("a line that is not UTF-8 text");
    }
    return sink.frame(line);
  }

  private void append(ByteBuf in, int byteCount) {
    if (start == null) {
      start = BufferInternal.buffer(byteCount);
    }
    start.unwrap().writeBytes(in, byteCount);
  }

  private FramingException tooLong() {
    return bad("a line longer than %d bytes".formatted(maxMessageBytes));
  }

  private FramingException bad(String message) {
    state = State.BAD;
    start = null;
    return new FramingException(message);
  }

  private static boolean discard(ByteBuf in) {
    in.skipBytes(in.readableBytes());
    return false;
  }
}
