package dev.samara.codec.value;

import dev.samara.codec.stream.CodecException;
import io.vertx.core.buffer.Buffer;
import java.util.function.Function;

/**
 * A basic type in a fixed form.
 *
 * @param name the name shown in listings
 * @param minBytes the shortest form
 * @param maxBytes the longest form
 * @param encoder makes bytes, whose length is checked here
 * @param decoder makes a value of bytes whose length has been checked
 */
record BasicCodec<T>(
    String name,
    int minBytes,
    int maxBytes,
    Function<T, Buffer> encoder,
    Function<Buffer, T> decoder)
    implements Codec<T> {

  /** A type whose values are all of the same length. */
  static <T> BasicCodec<T> fixed(
      String name, int byteCount, Function<T, Buffer> encoder, Function<Buffer, T> decoder) {
    return new BasicCodec<>(name, byteCount, byteCount, encoder, decoder);
  }

  @Override
  public Buffer encode(T value) {
    return checked(encoder.apply(value));
  }

  @Override
  public T decode(Buffer bytes) {
    return decoder.apply(checked(bytes));
  }

  private Buffer checked(Buffer bytes) {
    if (bytes.length() < minBytes || bytes.length() > maxBytes) {
      throw CodecException.invalid(
          "%s: %d bytes (expected: %s)"
              .formatted(name, bytes.length(), minBytes == maxBytes ? maxBytes : "<= " + maxBytes));
    }
    return bytes;
  }
}
