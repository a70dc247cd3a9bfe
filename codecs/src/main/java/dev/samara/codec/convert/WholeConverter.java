package dev.samara.codec.convert;

import dev.samara.codec.stream.Converter;
import dev.samara.codec.stream.DecodeStep;
import dev.samara.codec.stream.Decoder;
import dev.samara.codec.stream.Encoder;
import dev.samara.codec.value.Codec;
import io.vertx.core.buffer.Buffer;

/** One push, one value. */
record WholeConverter<T>(Codec<T> codec) implements Converter<T> {

  @Override
  public String name() {
    return codec.name();
  }

  @Override
  public Encoder encoder(T value) {
    return new BufferEncoder(codec.encode(value));
  }

  @Override
  public Decoder<T> decoder() {
    return bytes -> new DecodeStep.Message<>(codec.decode(bytes), Buffer.buffer());
  }
}
