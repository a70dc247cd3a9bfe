package dev.samara.rpc.payload;

import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;

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
   * Appends bytes, where the format can without a buffer of its own.
   *
   * @param value what to write
   * @param out grows as needed; after a failure some of the bytes may stand in it
   * @throws PayloadException as {@link #write(Object)} does
   */
  default void write(T value, ByteBuf out) {
    ByteBuf bytes = ((BufferInternal) write(value)).unwrap();
    out.writeBytes(bytes, bytes.readerIndex(), bytes.readableBytes());
  }

  /**
   * Makes a value of all bytes.
   *
   * @param bytes not to be changed; the value may share them
   * @return the value
   * @throws PayloadException if the bytes do not fit; names the place
   */
  T read(Buffer bytes);
}
