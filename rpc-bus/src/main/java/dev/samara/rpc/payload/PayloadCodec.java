package dev.samara.rpc.payload;

import io.vertx.core.buffer.Buffer;

/**
 * One kind of values in one format. Immutable; any thread, several at once.
 *
 * @param <T> the values
 */
public interface PayloadCodec<T> {

  /**
   * Makes bytes.
   *
   * @param value what to write
   * @return bytes on the heap, which nobody changes later
   * @throws PayloadException if the value cannot be written; names the place
   */
  Buffer write(T value);

  /**
   * Makes a value of all bytes.
   *
   * @param bytes not to be changed; the value may share them
   * @return the value
   * @throws PayloadException if the bytes do not fit; names the place
   */
  T read(Buffer bytes);
}
