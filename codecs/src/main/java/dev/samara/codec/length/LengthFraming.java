package dev.samara.codec.length;

import dev.samara.codec.FrameDecoder;
import dev.samara.codec.Framing;
import dev.samara.codec.Limits;
import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;

/**
 * Each message follows its length, an unsigned 32-bit number in network byte order that does not
 * count itself. A message may be empty.
 *
 * <pre>
 * +--------+----------------+
 * | length | message        |
 * | 0x0005 | "hello"        |     00 00 00 05 68 65 6c 6c 6f
 * +--------+----------------+
 * </pre>
 *
 * @param maxMessageBytes the longest message in bytes, 1 to 1 GiB
 */
public record LengthFraming(int maxMessageBytes) implements Framing {

  static final int HEADER_BYTES = 4;

  /**
   * Checks the limit.
   *
   * @throws IllegalArgumentException if the limit is out of range
   */
  public LengthFraming {
    Limits.checkMaxMessageBytes(maxMessageBytes);
  }

  @Override
  public String name() {
    return "length32";
  }

  @Override
  public FrameDecoder newDecoder() {
    return new LengthDecoder(maxMessageBytes);
  }

  @Override
  public int encodedBytes(Buffer message) {
    return HEADER_BYTES + Limits.checkLength(message.length(), maxMessageBytes);
  }

  @Override
  public void encode(Buffer message, ByteBuf out) {
    var body = ((BufferInternal) message).unwrap();
    var length = body.readableBytes();
    out.writeInt(length);
    out.writeBytes(body, body.readerIndex(), length);
  }
}
