package dev.samara.codec.fixed;

import dev.samara.codec.FrameDecoder;
import dev.samara.codec.Framing;
import dev.samara.codec.FramingException;
import dev.samara.codec.Limits;
import dev.samara.codec.counted.CountedDecoder;
import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;

/**
 * Every message has exactly the same length, and nothing is added.
 *
 * @param messageBytes that length in bytes, 1 to 1 GiB
 */
public record FixedFraming(int messageBytes) implements Framing {

  /**
   * Checks the length.
   *
   * @throws IllegalArgumentException if it is out of range
   */
  public FixedFraming {
    if (messageBytes < 1 || messageBytes > Limits.LARGEST_MESSAGE_BYTES) {
      throw new IllegalArgumentException(
          "messageBytes: %d (expected: 1 to %d)"
              .formatted(messageBytes, Limits.LARGEST_MESSAGE_BYTES));
    }
  }

  @Override
  public String name() {
    return "fixed:" + messageBytes;
  }

  @Override
  public int maxMessageBytes() {
    return messageBytes;
  }

  @Override
  public FrameDecoder newDecoder() {
    return new Decoder(messageBytes);
  }

  @Override
  public int encodedBytes(Buffer message) {
    if (message.length() != messageBytes) {
      throw new FramingException(
          "message length: %d bytes (expected: exactly %d)"
              .formatted(message.length(), messageBytes));
    }
    return messageBytes;
  }

  @Override
  public void encode(Buffer message, ByteBuf out) {
    var body = ((BufferInternal) message).unwrap();
    out.writeBytes(body, body.readerIndex(), messageBytes);
  }

  /** The head is empty, and complete as soon as anything follows. */
  private static final class Decoder extends CountedDecoder {

    private final int messageBytes;

    Decoder(int messageBytes) {
      super(messageBytes, 0);
      this.messageBytes = messageBytes;
    }

    @Override
    protected boolean readHead(ByteBuf in) {
      if (!in.isReadable()) {
        return false;
      }
      announce(messageBytes);
      return true;
    }
  }
}
