package dev.samara.codec.netstring;

import dev.samara.codec.FrameDecoder;
import dev.samara.codec.Framing;
import dev.samara.codec.Limits;
import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.nio.charset.StandardCharsets;

/**
 * Netstrings (D. J. Bernstein, 1997): {@code 5:hello,}. The length is in decimal without leading
 * zeros. A message may be empty.
 *
 * @param maxMessageBytes the longest whole message in bytes, 1 to 1 GiB
 * @param maxStreamBytes the longest message in parts, an unsigned number of bytes; 0 for none
 */
public record NetstringFraming(int maxMessageBytes, long maxStreamBytes) implements Framing {

  /**
   * Checks the limits.
   *
   * @throws IllegalArgumentException if a limit is out of range
   */
  public NetstringFraming {
    Limits.checkMaxMessageBytes(maxMessageBytes);
    Limits.checkMaxStreamBytes(maxStreamBytes, maxMessageBytes);
  }

  /**
   * Without messages in parts.
   *
   * @param maxMessageBytes the longest message in bytes, 1 to 1 GiB
   * @throws IllegalArgumentException if the limit is out of range
   */
  public NetstringFraming(int maxMessageBytes) {
    this(maxMessageBytes, 0);
  }

  @Override
  public String name() {
    return "netstring";
  }

  @Override
  public boolean canStream() {
    return true;
  }

  @Override
  public FrameDecoder newDecoder() {
    return new NetstringDecoder(this);
  }

  @Override
  public int encodedBytes(Buffer message) {
    var length = Limits.checkLength(message.length(), maxMessageBytes);
    return Integer.toString(length).length() + length + 2;
  }

  @Override
  public void encode(Buffer message, ByteBuf out) {
    var body = ((BufferInternal) message).unwrap();
    encodeHead(body.readableBytes(), out);
    out.writeBytes(body, body.readerIndex(), body.readableBytes());
    encodeTail(out);
  }

  @Override
  public int encodeHead(long lengthBytes, ByteBuf out) {
    var length = Long.toUnsignedString(Limits.checkLength(lengthBytes, this));
    return out.writeCharSequence(length + ":", StandardCharsets.US_ASCII);
  }

  @Override
  public int encodeTail(ByteBuf out) {
    out.writeByte(',');
    return 1;
  }
}
