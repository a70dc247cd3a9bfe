package dev.samara.codec.stream;

/**
 * Defines a wire protocol: how objects become bytes and bytes become objects, and where each ends.
 *
 * <p>Immutable: one converter serves all connections, from any thread. What it makes is for one
 * object each and used by one thread at a time.
 *
 * @param <T> the objects
 */
public interface Converter<T> {

  /**
   * The name shown in listings.
   *
   * @return a short name such as {@code int64} or {@code file}
   */
  String name();

  /**
   * Makes the encoder of one object.
   *
   * @param value the object, not to be changed before the encoder's end
   * @return a fresh encoder
   * @throws CodecException if this converter cannot carry the object
   */
  Encoder encoder(T value);

  /**
   * Makes the decoder of the next object. It takes nothing that needs closing before its first
   * byte.
   *
   * @return a fresh decoder
   */
  Decoder<T> decoder();
}
