package dev.samara.codec.length;

import dev.samara.codec.FrameDecoder;
import dev.samara.codec.Framing;
import dev.samara.codec.Limits;
import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;

/**
 * Each message follows its length, an unsigned number. A message may be empty. For example with 32
 * bits in network byte order:
 *
 * <pre>
 * +--------+----------------+
 * | length | message        |
 * | 0x0005 | "hello"        |     00 00 00 05 68 65 6c 6c 6f
 * +--------+----------------+
 * </pre>
 *
 * @param field how the length is written
 * @param maxMessageBytes the longest whole message in bytes, 1 to 1 GiB
 * @param maxStreamBytes the longest message in parts, an unsigned number of bytes; 0 for none
 */
public record LengthFraming(LengthField field, int maxMessageBytes, long maxStreamBytes)
    implements Framing {

  /**
   * Checks the limits.
   *
   * @throws IllegalArgumentException if a limit is out of range
   */
  public LengthFraming {
    Limits.checkMaxMessageBytes(maxMessageBytes);
    Limits.checkMaxStreamBytes(maxStreamBytes, maxMessageBytes);
  }

  /**
   * Four bytes in network byte order that do not count themselves; no messages in parts.
   *
   * @param maxMessageBytes the longest message in bytes, 1 to 1 GiB
   * @throws IllegalArgumentException if the limit is out of range
   */
  public LengthFraming(int maxMessageBytes) {
    this(LengthField.LENGTH_32, maxMessageBytes, 0);
  }

  @Override
  public String name() {
    return field.name();
  }

  @Override
  public boolean canStream() {
    return true;
  }

  @Override
  public FrameDecoder newDecoder() {
    return new LengthDecoder(this);
  }

  @Override
  public int encodedBytes(Buffer message) {
    var length = Limits.checkLength(message.length(), maxMessageBytes);
    return field.bytes(length) + length;
  }

  @Override
  public void encode(Buffer message, ByteBuf out) {
    var body = ((BufferInternal) message).unwrap();
    var length = body.readableBytes();
    field.write(length, out);
    out.writeBytes(body, body.readerIndex(), length);
  }

  @Override
  public int encodeHead(long lengthBytes, ByteBuf out) {
    var bytes = field.bytes(Limits.checkLength(lengthBytes, this));
    field.write(lengthBytes, out);
    return bytes;
  }
}
