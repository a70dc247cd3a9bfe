package dev.samara.codec.parse;

import dev.samara.codec.FrameDecoder;
import dev.samara.codec.FrameSink;
import dev.samara.codec.FramingException;
import dev.samara.codec.Limits;
import io.netty.buffer.ByteBuf;

/**
 * Runs a {@link FrameParser} over the reads of one connection and enforces its limit.
 *
 * <pre>
 *   PARSING ──────────────────────────────▶ BAD   (stays; discards everything)
 *   │     ▲    the parser finds a fault,
 *   └─────┘    or a message is too long
 *   one message
 * </pre>
 */
public final class ParserDecoder implements FrameDecoder {

  /** So much and the largest message still fit into one array. */
  private static final int MAX_OVERHEAD_BYTES = 1 << 29;

  private enum State {
    PARSING,
    BAD
  }

  private final FrameParser parser;
  private final int maxMessageBytes;
  private final FrameBuffer buffer;
  private State state = State.PARSING;

  /**
   * Makes a decoder at the start of a stream.
   *
   * @param parser cuts the messages; this decoder's own
   * @param maxMessageBytes the longest message it may return, 1 to 1 GiB
   * @param maxOverheadBytes how many bytes of its own the framing adds to a message at most, up to
   *     512 MiB; a message unfinished after {@code maxMessageBytes + maxOverheadBytes} bytes is too
   *     long
   * @throws IllegalArgumentException if a limit is out of range
   */
  public ParserDecoder(FrameParser parser, int maxMessageBytes, int maxOverheadBytes) {
    this.parser = parser;
    this.maxMessageBytes = maxMessageBytes;
    this.buffer =
        new FrameBuffer(maxMessageBytes, bound(maxMessageBytes, maxOverheadBytes), parser.unit());
  }

  /** How many bytes an unfinished message may take. */
  static int bound(int maxMessageBytes, int maxOverheadBytes) {
    Limits.checkMaxMessageBytes(maxMessageBytes);
    if (maxOverheadBytes < 0 || maxOverheadBytes > MAX_OVERHEAD_BYTES) {
      throw new IllegalArgumentException(
          "maxOverheadBytes: %d (expected: 0 to %d)"
              .formatted(maxOverheadBytes, MAX_OVERHEAD_BYTES));
    }
    return maxMessageBytes + maxOverheadBytes;
  }

  @Override
  public void decode(ByteBuf in, FrameSink sink) {
    if (state == State.BAD) {
      in.skipBytes(in.readableBytes());
      return;
    }
    var progress = true;
    while (progress) {
      progress = step(in, sink);
    }
    buffer.close();
  }

  @Override
  public int pendingBytes() {
    return buffer.heldBytes();
  }

  private boolean step(ByteBuf in, FrameSink sink) {
    try {
      if (!buffer.open(in)) {
        buffer.hold(in);
        return false;
      }
      buffer.forgetNeed();
      var before = buffer.length();
      var parsed = parser.parse(buffer);
      var taken = before - buffer.length();
      if (taken == 0 && parsed.isPresent()) {
        throw new IllegalStateException("the parser returned a message and took no bytes");
      }
      if (taken == 0) {
        buffer.hold(in);
        return false;
      }
      buffer.handBack(in);
      if (parsed.isEmpty()) {
        return true;
      }
      if (parsed.get().length() > maxMessageBytes) {
        throw buffer.tooLong();
      }
      return sink.frame(parsed.get());
    } catch (FramingException e) {
      state = State.BAD;
      buffer.clear();
      throw e;
    }
  }
}
