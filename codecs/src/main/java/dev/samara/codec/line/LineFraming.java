package dev.samara.codec.line;

import dev.samara.codec.FrameDecoder;
import dev.samara.codec.Framing;
import dev.samara.codec.FramingException;
import dev.samara.codec.Limits;
import dev.samara.codec.parse.ParserDecoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;

/**
 * Each message is a line of UTF-8 text without its end. A line may be empty.
 *
 * @param end what ends a line
 * @param maxMessageBytes the longest line in bytes without its end, 1 to 1 GiB
 */
public record LineFraming(LineEnd end, int maxMessageBytes) implements Framing {

  /** The longest line unless told otherwise, 64 KiB. */
  public static final int DEFAULT_MAX_LINE_BYTES = 64 * 1024;

  /**
   * Checks the limit.
   *
   * @throws IllegalArgumentException if the limit is out of range
   */
  public LineFraming {
    Limits.checkMaxMessageBytes(maxMessageBytes);
  }

  /**
   * Lines ended by LF or CRLF when read and by LF when written.
   *
   * @param maxMessageBytes the longest line in bytes without its end, 1 to 1 GiB
   * @throws IllegalArgumentException if the limit is out of range
   */
  public LineFraming(int maxMessageBytes) {
    this(LineEnd.EITHER, maxMessageBytes);
  }

  @Override
  public String name() {
    return switch (end) {
      case EITHER -> "lines";
      case LF -> "lines:lf";
      case CRLF -> "lines:crlf";
    };
  }

  @Override
  public FrameDecoder newDecoder() {
    return new ParserDecoder(new LineParser(end), maxMessageBytes, end.longestBytes());
  }

  @Override
  public int encodedBytes(Buffer message) {
    var text = ((BufferInternal) message).unwrap();
    if (ByteBufUtil.indexOf(Unpooled.wrappedBuffer(end.written()), text) >= 0) {
      throw new FramingException("a message with a line break does not fit into one line");
    }
    if (end == LineEnd.EITHER
        && text.isReadable()
        && text.getByte(text.writerIndex() - 1) == '\r') {
      throw new FramingException(
          "a message that ends in a carriage return would lose it in a line");
    }
    if (!Utf8.isValid(text)) {
      throw new FramingException("the message is not UTF-8 text");
    }
    return Limits.checkLength(message.length(), maxMessageBytes) + end.written().length;
  }

  @Override
  public void encode(Buffer message, ByteBuf out) {
    var text = ((BufferInternal) message).unwrap();
    out.writeBytes(text, text.readerIndex(), text.readableBytes());
    out.writeBytes(end.written());
  }
}
