package dev.samara.net.read;

import dev.samara.codec.FramingException;
import dev.samara.codec.parse.FrameBuffer;
import dev.samara.codec.parse.FrameParser;
import dev.samara.codec.parse.ParserDecoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.util.Optional;

/**
 * Cuts pieces off a stream of bytes, each by a rule of its own. One thread at a time; after a
 * {@link FramingException} it is broken for good, since nobody knows where the next piece would
 * start.
 */
final class Cutter {

  /** A line may end with two bytes that do not belong to it; a delimiter may be as long as this. */
  static final int MAX_DELIMITER_BYTES = 64;

  private final int maxBytes;
  private final ParserDecoder decoder;
  private FrameParser rule = _ -> Optional.empty();
  private ByteBuf rest = Unpooled.EMPTY_BUFFER;
  private Optional<Buffer> piece = Optional.empty();
  private boolean broken;

  Cutter(int maxBytes) {
    this.maxBytes = maxBytes;
    this.decoder =
        new ParserDecoder(buffer -> rule.parse(buffer), maxBytes, MAX_DELIMITER_BYTES + 1);
  }

  /** Takes what was read; everything before it has been looked at. */
  void add(Buffer chunk) {
    rest = ((BufferInternal) chunk).unwrap().slice();
  }

  /** Cuts a piece off, or keeps what there is until there is more. */
  Optional<Buffer> cut(FrameParser by) {
    if (broken) {
      throw new FramingException("an earlier piece broke the limit");
    }
    rule = by;
    piece = Optional.empty();
    try {
      decoder.decode(
          rest,
          frame -> {
            piece = Optional.of(frame);
            return false;
          });
      return piece;
    } catch (FramingException e) {
      broken = true;
      throw e;
    }
  }

  /** What has come and was not cut off. */
  int pendingBytes() {
    return decoder.pendingBytes() + rest.readableBytes();
  }

  /** Whether the last chunk has been taken over as a whole. */
  boolean needsMore() {
    return !rest.isReadable();
  }

  FrameParser exactly(int byteCount) {
    checkLimit("byteCount", byteCount);
    return buffer ->
        buffer.length() < byteCount ? Optional.empty() : Optional.of(buffer.consume(byteCount));
  }

  FrameParser some() {
    return buffer -> Optional.of(buffer.consume(Math.min(buffer.length(), maxBytes)));
  }

  FrameParser until(byte[] delimiter, int limit) {
    checkLimit("limit", limit);
    if (delimiter.length < 1 || delimiter.length > MAX_DELIMITER_BYTES) {
      throw new IllegalArgumentException(
          "delimiter: %d bytes (expected: 1 to %d)"
              .formatted(delimiter.length, MAX_DELIMITER_BYTES));
    }
    return buffer -> upTo(buffer, buffer.find(delimiter), delimiter.length, limit);
  }

  /** Lines end with LF or CRLF; the result still has the CR. */
  FrameParser line(int limit) {
    checkLimit("limit", limit);
    return buffer -> {
      var end = buffer.find('\n');
      var crLf = end > 0 && buffer.peek(end - 1) == '\r';
      return crLf ? upTo(buffer, end - 1, 2, limit) : upTo(buffer, end, 1, limit);
    };
  }

  /** The piece with its delimiter: pieces may be empty, but what is taken may not. */
  private static Optional<Buffer> upTo(FrameBuffer buffer, int end, int delimiterBytes, int limit) {
    if (end > limit || end < 0 && buffer.length() >= limit + delimiterBytes + 1) {
      throw new FramingException("more than %d bytes before the delimiter".formatted(limit));
    }
    return end < 0
        ? Optional.empty()
        : Optional.of(buffer.consume(end + delimiterBytes).getBuffer(0, end));
  }

  private void checkLimit(String option, int value) {
    if (value < 1 || value > maxBytes) {
      throw new IllegalArgumentException(
          "%s: %d (expected: 1 to %d)".formatted(option, value, maxBytes));
    }
  }
}
