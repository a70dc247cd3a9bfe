package dev.samara.codec.convert;

import dev.samara.codec.FrameDecoder;
import dev.samara.codec.Framing;
import dev.samara.codec.FramingException;
import dev.samara.codec.Limits;
import dev.samara.codec.stream.CodecException;
import dev.samara.codec.stream.Converter;
import dev.samara.codec.stream.EncodeStep;
import dev.samara.codec.stream.Encoder;
import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A converter of bytes as a framing, so that a listener takes it. Reading may suspend; writing may
 * not, since a framing writes a message at once.
 *
 * @param converter reads and writes the messages; encodes each twice, to learn its length first
 * @param maxMessageBytes the longest message in bytes, 1 to 1 GiB
 */
public record ConverterFraming(Converter<Buffer> converter, int maxMessageBytes)
    implements Framing {

  /**
   * Checks the limit.
   *
   * @throws IllegalArgumentException if the limit is out of range
   */
  public ConverterFraming {
    Objects.requireNonNull(converter, "converter");
    Limits.checkMaxMessageBytes(maxMessageBytes);
  }

  @Override
  public String name() {
    return converter.name();
  }

  @Override
  public FrameDecoder newDecoder() {
    return new ConverterDecoder(converter, maxMessageBytes);
  }

  @Override
  public int encodedBytes(Buffer message) {
    Limits.checkLength(message.length(), maxMessageBytes);
    var total = new long[1];
    pull(message, bytes -> total[0] += bytes.length());
    if (total[0] > Integer.MAX_VALUE) {
      throw new FramingException(
          "%d bytes on the wire (expected: <= %d)".formatted(total[0], Integer.MAX_VALUE));
    }
    return (int) total[0];
  }

  @Override
  public void encode(Buffer message, ByteBuf out) {
    pull(
        message,
        bytes -> {
          var piece = ((BufferInternal) bytes).unwrap();
          out.writeBytes(piece, piece.readerIndex(), piece.readableBytes());
        });
  }

  private void pull(Buffer message, Consumer<Buffer> to) {
    try {
      var encoder = converter.encoder(message);
      try {
        pull(encoder, to);
      } finally {
        encoder.close();
      }
    } catch (CodecException failure) {
      throw new FramingException(failure.getMessage());
    }
  }

  private void pull(Encoder encoder, Consumer<Buffer> to) {
    while (true) {
      switch (encoder.pull()) {
        case EncodeStep.Bytes(var bytes) -> to.accept(bytes);
        case EncodeStep.Slice slice -> to.accept(slice.copied().bytes());
        case EncodeStep.Done _ -> {
          return;
        }
        case EncodeStep.Suspended(var until) -> {
          if (!until.succeeded()) {
            throw new FramingException(
                name() + ": a message that has to be waited for cannot be framed");
          }
        }
      }
    }
  }
}
