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
 * @param name the name shown in listings
 * @param maxMessageBytes the longest message in bytes, 1 to 1 GiB
 * @param minMessageBytes the shortest message that can be written, 0 or more: Netty counts an empty
 *     UDP datagram as sent and sends nothing
 */
public record DatagramFraming(String name, int maxMessageBytes, int minMessageBytes)
    implements Framing {

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

  /**
   * The framing of UDP.
   *
   * @return messages of 1 to 65,507 bytes; empty ones can be read, but not written
   */
  public static DatagramFraming udp() {
    return new DatagramFraming("datagram", MAX_UDP_BYTES, 1);
  }

  /**
   * The framing of WebSocket.
   *
   * @param maxMessageBytes the longest message in bytes, 1 to 1 GiB
   * @return each WebSocket message is a message
   */
  public static DatagramFraming webSocket(int maxMessageBytes) {
    return new DatagramFraming("websocket", maxMessageBytes, 0);
  }

  @Override
  public FrameDecoder newDecoder() {
    return new Decoder(maxMessageBytes);
  }

  @Override
  public int encodedBytes(Buffer message) {
    if (message.length() < minMessageBytes) {
      throw new FramingException("an empty message cannot be sent as a datagram");
    }
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
