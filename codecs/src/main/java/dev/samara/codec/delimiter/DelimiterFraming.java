package dev.samara.codec.delimiter;

import dev.samara.codec.FrameDecoder;
import dev.samara.codec.Framing;
import dev.samara.codec.FramingException;
import dev.samara.codec.Limits;
import dev.samara.codec.parse.FrameBuffer;
import dev.samara.codec.parse.ParserDecoder;
import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.util.Optional;

/**
 * Each message is ended by the same sequence of bytes, which it does not hold. Nothing else is
 * asked of its bytes. A message may be empty.
 *
 * @param delimiter what ends a message
 * @param maxMessageBytes the longest message in bytes without the delimiter, 1 to 1 GiB
 */
public record DelimiterFraming(Delimiter delimiter, int maxMessageBytes) implements Framing {

  /**
   * Checks the limit.
   *
   * @throws IllegalArgumentException if the limit is out of range
   */
  public DelimiterFraming {
    Limits.checkMaxMessageBytes(maxMessageBytes);
  }

  @Override
  public String name() {
    return "delimiter:" + delimiter;
  }

  @Override
  public FrameDecoder newDecoder() {
    var end = delimiter.bytes();
    return new ParserDecoder(buffer -> parse(buffer, end), maxMessageBytes, end.length);
  }

  private static Optional<Buffer> parse(FrameBuffer buffer, byte[] end) {
    var length = buffer.find(end);
    if (length < 0) {
      return Optional.empty();
    }
    var message = buffer.consume(length);
    buffer.discard(end.length);
    return Optional.of(message);
  }

  @Override
  public int encodedBytes(Buffer message) {
    var bytes = ((BufferInternal) message).unwrap();
    if (isCutShort(bytes, delimiter.bytes())) {
      throw new FramingException("a message that holds the delimiter would be cut there");
    }
    return Limits.checkLength(message.length(), maxMessageBytes) + delimiter.bytes().length;
  }

  /** Whether the delimiter is found before the message's end; it may begin as the message ends. */
  private static boolean isCutShort(ByteBuf bytes, byte[] end) {
    var at = bytes.indexOf(bytes.readerIndex(), bytes.writerIndex(), end[0]);
    while (at >= 0) {
      var i = 1;
      while (i < end.length && byteAt(bytes, at + i, end) == end[i]) {
        i++;
      }
      if (i == end.length) {
        return true;
      }
      at = bytes.indexOf(at + 1, bytes.writerIndex(), end[0]);
    }
    return false;
  }

  /** A byte of the message, or of the delimiter that will follow it. */
  private static byte byteAt(ByteBuf bytes, int at, byte[] end) {
    var beyond = at - bytes.writerIndex();
    return beyond < 0 ? bytes.getByte(at) : end[beyond];
  }

  @Override
  public void encode(Buffer message, ByteBuf out) {
    var bytes = ((BufferInternal) message).unwrap();
    out.writeBytes(bytes, bytes.readerIndex(), bytes.readableBytes());
    out.writeBytes(delimiter.bytes());
  }
}
