package dev.samara.codec.magic;

import dev.samara.codec.FrameDecoder;
import dev.samara.codec.Framing;
import dev.samara.codec.FramingException;
import dev.samara.codec.Limits;
import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;

/**
 * Each payload follows a head of twelve bytes in network byte order. It is never empty.
 *
 * <pre>
 * +------------+------------+------------+----------------+
 * | magic      | id         | length     | payload        |
 * | 4 bytes    | 4 bytes    | 4 bytes    | length bytes   |
 * +------------+------------+------------+----------------+
 * </pre>
 *
 * The message is the id and the payload, see {@link MagicMessage}. A peer that speaks another
 * protocol is found out by its first four bytes.
 *
 * @param magic the number each message starts with
 * @param maxMessageBytes the longest message in bytes, its id counted, 5 to 1 GiB
 */
public record MagicFraming(int magic, int maxMessageBytes) implements Framing {

  static final int HEAD_BYTES = 12;

  /**
   * Checks the limit.
   *
   * @throws IllegalArgumentException if the limit is out of range
   */
  public MagicFraming {
    Limits.checkMaxMessageBytes(maxMessageBytes);
    if (maxMessageBytes <= Integer.BYTES) {
      throw new IllegalArgumentException(
          "maxMessageBytes: %d (expected: an id of 4 bytes, and a payload)"
              .formatted(maxMessageBytes));
    }
  }

  @Override
  public String name() {
    return "magic:0x%08x".formatted(magic);
  }

  @Override
  public FrameDecoder newDecoder() {
    return new MagicDecoder(magic, maxMessageBytes);
  }

  @Override
  public int encodedBytes(Buffer message) {
    if (message.length() <= Integer.BYTES) {
      throw new FramingException(
          "message length: %d bytes (expected: an id of 4 bytes, and a payload)"
              .formatted(message.length()));
    }
    return HEAD_BYTES - Integer.BYTES + Limits.checkLength(message.length(), maxMessageBytes);
  }

  @Override
  public void encode(Buffer message, ByteBuf out) {
    var bytes = ((BufferInternal) message).unwrap();
    var payloadBytes = bytes.readableBytes() - Integer.BYTES;
    out.writeInt(magic);
    out.writeInt(bytes.getInt(bytes.readerIndex()));
    out.writeInt(payloadBytes);
    out.writeBytes(bytes, bytes.readerIndex() + Integer.BYTES, payloadBytes);
  }
}
