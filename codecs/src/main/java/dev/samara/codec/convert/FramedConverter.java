package dev.samara.codec.convert;

import dev.samara.codec.FrameDecoder;
import dev.samara.codec.Framing;
import dev.samara.codec.FramingException;
import dev.samara.codec.stream.CodecException;
import dev.samara.codec.stream.Converter;
import dev.samara.codec.stream.DecodeStep;
import dev.samara.codec.stream.Decoder;
import dev.samara.codec.stream.Encoder;
import dev.samara.codec.value.Codec;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;

/** A value in a message of a framing. */
record FramedConverter<T>(String name, Framing framing, Codec<T> codec) implements Converter<T> {

  @Override
  public Encoder encoder(T value) {
    var message = codec.encode(value);
    try {
      var out = BufferInternal.buffer(framing.encodedBytes(message));
      framing.encode(message, out.unwrap());
      return new BufferEncoder(out);
    } catch (FramingException refusal) {
      throw CodecException.invalid(refusal.getMessage());
    }
  }

  @Override
  public Decoder<T> decoder() {
    return new FrameToValue<>(framing.newDecoder(), codec);
  }

  /** Lets the framing's decoder go as far as one message. */
  private static final class FrameToValue<T> implements Decoder<T> {

    private final FrameDecoder frames;
    private final Codec<T> codec;

    /** The message, once it is complete. */
    private Buffer message;

    FrameToValue(FrameDecoder frames, Codec<T> codec) {
      this.frames = frames;
      this.codec = codec;
    }

    @Override
    public DecodeStep<T> push(Buffer bytes) {
      var in = ((BufferInternal) bytes).unwrap().duplicate();
      try {
        frames.decode(in, this::stopAt);
      } catch (FramingException fault) {
        throw CodecException.invalid(fault.getMessage());
      }
      var rest = bytes.slice(bytes.length() - in.readableBytes(), bytes.length());
      if (message != null) {
        return new DecodeStep.Message<>(codec.decode(message), rest);
      }
      return frames
          .suspension()
          .<DecodeStep<T>>map(until -> new DecodeStep.Suspended<>(until, rest))
          .orElseGet(DecodeStep.NeedMore::new);
    }

    private boolean stopAt(Buffer complete) {
      message = complete;
      return false;
    }
  }
}
