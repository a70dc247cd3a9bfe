package dev.samara.codec;

import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;

/**
 * How messages are cut out of a stream of bytes and put into one.
 *
 * <p>Immutable and stateless: one object serves all connections of a listener, from any thread.
 */
public interface Framing {

  /**
   * The name shown in listings and used in configuration files.
   *
   * @return a short name such as {@code length32} or {@code lines}
   */
  String name();

  /**
   * The longest message that is read or written.
   *
   * @return the limit in bytes, without the framing's own bytes
   */
  int maxMessageBytes();

  /**
   * Makes the reading half for one connection.
   *
   * @return a new decoder, to be used by one thread at a time
   */
  FrameDecoder newDecoder();

  /**
   * Says how many bytes a message takes on the wire.
   *
   * @param message the message
   * @return its length in bytes with the framing's own bytes
   * @throws FramingException if this framing cannot carry the message (too long, or it holds the
   *     delimiter); sending it again fails again
   */
  int encodedBytes(Buffer message);

  /**
   * Appends a message in its wire form. Its length was asked for with {@link #encodedBytes}, so it
   * is known to be valid.
   *
   * @param message the message; not changed, not kept
   * @param out has room for {@link #encodedBytes} more bytes
   */
  void encode(Buffer message, ByteBuf out);
}
