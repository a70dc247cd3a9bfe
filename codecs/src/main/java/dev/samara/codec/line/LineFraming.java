package dev.samara.codec.line;

import dev.samara.codec.FrameDecoder;
import dev.samara.codec.Framing;
import dev.samara.codec.FramingException;
import dev.samara.codec.Limits;
import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;

/**
 * Each message is a line of UTF-8 text, ended by LF or CRLF when read and by LF when written. The
 * message holds neither and does not end in CR. A line may be empty.
 *
 * @param maxMessageBytes the longest line in bytes without its end, 1 to 1 GiB
 */
public record LineFraming(int maxMessageBytes) implements Framing {

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

  @Override
  public String name() {
    return "lines";
  }

  @Override
  public FrameDecoder newDecoder() {
    return new LineDecoder(maxMessageBytes);
  }

  @Override
  public int encodedBytes(Buffer message) {
    var text = ((BufferInternal) message).unwrap();
    if (text.indexOf(text.readerIndex(), text.writerIndex(), (byte) '\n') >= 0) {
      throw new FramingException("a message with a line break does not fit into one line");
    }
    if (text.isReadable() && text.getByte(text.writerIndex() - 1) == '\r') {
      throw new FramingException(
          "a message that ends in a carriage return would lose it in a line");
    }
    if (!Utf8.isValid(text)) {
      throw new FramingException("the message is not UTF-8 text");
    }
    return Limits.checkLength(message.length(), maxMessageBytes) + 1;
  }

  @Override
  public void encode(Buffer message, ByteBuf out) {
    var text = ((BufferInternal) message).unwrap();
    out.writeBytes(text, text.readerIndex(), text.readableBytes());
    out.writeByte('\n');
  }
}
