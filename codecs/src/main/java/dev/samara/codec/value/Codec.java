package dev.samara.codec.value;

import dev.samara.codec.stream.CodecException;
import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;

/**
 * Makes bytes of a whole value and a value of all bytes, of one frame for example. Immutable and
 * without state: any thread, several at once.
 *
 * @param <T> the values
 */
public interface Codec<T> {

  /**
   * The name shown in listings.
   *
   * @return a short name such as {@code int64} or {@code json(Order)}
   */
  String name();

  /**
   * Makes bytes of a value.
   *
   * @param value the value, not null
   * @return its bytes on the heap; the caller owns them
   * @throws CodecException if the value has no such form or is beyond a limit; a retry fails again
   */
  Buffer encode(T value);

  /**
   * Appends the bytes of a value, where the codec can without a buffer of its own.
   *
   * @param value the value, not null
   * @param out grows as needed; after a failure some of the bytes may stand in it
   * @throws CodecException as {@link #encode(Object)} does
   */
  default void encode(T value, ByteBuf out) {
    var bytes = ((BufferInternal) encode(value)).unwrap();
    out.writeBytes(bytes, bytes.readerIndex(), bytes.readableBytes());
  }

  /**
   * Makes a value of bytes, all of them: bytes behind the value are an error.
   *
   * @param bytes belong to the codec from now on; the value may share their memory
   * @return the value, not null
   * @throws CodecException if they are not such a value, or one beyond a limit; a retry fails again
   */
  T decode(Buffer bytes);
}
