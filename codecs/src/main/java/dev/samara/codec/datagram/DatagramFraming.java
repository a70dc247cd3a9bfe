package dev.samara.codec.datagram;

import dev.samara.codec.FrameDecoder;
import dev.samara.codec.FrameSink;
import dev.samara.codec.Framing;
import dev.samara.codec.FramingException;
import dev.samara.codec.Limits;
import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;

/**
 * For transports that keep the bounds of messages themselves (UDP, WebSocket): one read, one
 * message; nothing is added.
 *
 * @param maxMessageBytes the longest message in bytes, 1 to 1 GiB
 */
public record DatagramFraming(int maxMessageBytes) implements Framing {

  /** The most one UDP datagram over IPv4 can carry: 65,535 less the IP and UDP heads (RFC 768). */
  public static final int MAX_UDP_BYTES = 65_507;

  /**
   * Checks the limit.
   *
   * @throws IllegalArgumentException if the limit is out of range
   */
  public DatagramFraming {
    Limits.checkMaxMessageBytes(maxMessageBytes);
  }

  @Override
  public String name() {
    return "datagram";
  }

  @Override
  public FrameDecoder newDecoder() {
    return new Decoder(maxMessageBytes);
  }

  @Override
  public int encodedBytes(Buffer message) {
    return Limits.checkLength(message.length(), maxMessageBytes);
  }

  @Override
  public void encode(Buffer message, ByteBuf out) {
    var body = ((BufferInternal) message).unwrap();
    out.writeBytes(body, body.readerIndex(), body.readableBytes());
  }

  /** Keeps nothing between reads, so a datagram that is too long harms only itself. */
  private record Decoder(int maxMessageBytes) implements FrameDecoder {

    @Override
    public void decode(ByteBuf in, FrameSink sink) {
      var length = in.readableBytes();
      if (length > maxMessageBytes) {
        in.skipBytes(length);
        throw new FramingException(
            "message length: %d bytes (expected: <= %d)".formatted(length, maxMessageBytes));
      }
      var message = BufferInternal.buffer(length);
      message.unwrap().writeBytes(in);
      sink.frame(message);
    }

    @Override
    public int pendingBytes() {
      return 0;
    }
  }
}
