package dev.samara.codec.raw;

import dev.samara.codec.FrameDecoder;
import dev.samara.codec.FrameSink;
import dev.samara.codec.Framing;
import dev.samara.codec.FramingException;
import dev.samara.codec.Limits;
import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;

/**
 * No framing: what one read brings is one message, or several where it is more than the limit. The
 * bounds of messages are not kept.
 *
 * @param maxMessageBytes the most that is handed over at once in bytes, 1 to 1 GiB
 */
public record RawFraming(int maxMessageBytes) implements Framing {

  /**
   * Checks the limit.
   *
   * @throws IllegalArgumentException if the limit is out of range
   */
  public RawFraming {
    Limits.checkMaxMessageBytes(maxMessageBytes);
  }

  @Override
  public String name() {
    return "raw";
  }

  @Override
  public FrameDecoder newDecoder() {
    return new Decoder(maxMessageBytes);
  }

  @Override
  public int encodedBytes(Buffer message) {
    if (message.length() == 0) {
      throw new FramingException("an empty message leaves no trace among raw bytes");
    }
    return Limits.checkLength(message.length(), maxMessageBytes);
  }

  @Override
  public void encode(Buffer message, ByteBuf out) {
    var body = ((BufferInternal) message).unwrap();
    out.writeBytes(body, body.readerIndex(), body.readableBytes());
  }

  /** Keeps nothing between reads. */
  private record Decoder(int maxMessageBytes) implements FrameDecoder {

    @Override
    public void decode(ByteBuf in, FrameSink sink) {
      var progress = true;
      while (progress && in.isReadable()) {
        var length = Math.min(in.readableBytes(), maxMessageBytes);
        var message = BufferInternal.buffer(length);
        message.unwrap().writeBytes(in, length);
        progress = sink.frame(message);
      }
    }

    @Override
    public int pendingBytes() {
      return 0;
    }
  }
}
