package dev.samara.codec.slip;

import dev.samara.codec.FrameDecoder;
import dev.samara.codec.Framing;
import dev.samara.codec.FramingException;
import dev.samara.codec.Limits;
import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;

/**
 * SLIP (RFC 1055): each packet ends with the byte END; END and ESC within it are escaped. When
 * written, it starts with END as well, so that noise on the line before it is a packet of its own.
 * Empty packets are ignored when read and refused when written.
 *
 * @param maxMessageBytes the longest message in bytes, without escapes, 1 to 1 GiB
 */
public record SlipFraming(int maxMessageBytes) implements Framing {

  static final int END = 0xc0;
  static final int ESC = 0xdb;
  static final int ESCAPED_END = 0xdc;
  static final int ESCAPED_ESC = 0xdd;

  /**
   * Checks the limit.
   *
   * @throws IllegalArgumentException if the limit is out of range
   */
  public SlipFraming {
    Limits.checkMaxMessageBytes(maxMessageBytes);
  }

  /** Whether a byte stands for itself. */
  static boolean isPlain(byte value) {
    return value != (byte) END && value != (byte) ESC;
  }

  @Override
  public String name() {
    return "slip";
  }

  @Override
  public FrameDecoder newDecoder() {
    return new SlipDecoder(maxMessageBytes);
  }

  @Override
  public int encodedBytes(Buffer message) {
    if (message.length() == 0) {
      throw new FramingException("an empty message would be ignored as a SLIP packet");
    }
    var bytes = Limits.checkLength(message.length(), maxMessageBytes) + 2L;
    var body = ((BufferInternal) message).unwrap();
    for (var i = body.readerIndex(); i < body.writerIndex(); i++) {
      if (!isPlain(body.getByte(i))) {
        bytes++;
      }
    }
    if (bytes > Integer.MAX_VALUE) {
      throw new FramingException(
          "escaped message length: %d bytes (expected: <= %d)".formatted(bytes, Integer.MAX_VALUE));
    }
    return (int) bytes;
  }

  @Override
  public void encode(Buffer message, ByteBuf out) {
    var body = ((BufferInternal) message).unwrap();
    out.writeByte(END);
    for (var i = body.readerIndex(); i < body.writerIndex(); i++) {
      var value = body.getByte(i);
      if (isPlain(value)) {
        out.writeByte(value);
      } else {
        out.writeByte(ESC);
        out.writeByte(value == (byte) END ? ESCAPED_END : ESCAPED_ESC);
      }
    }
    out.writeByte(END);
  }
}
