package dev.samara.codec;

import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;

/**
 * How messages are cut out of a stream of bytes and put into one.
 *
 * <p>Immutable and stateless: one object serves all connections of a listener, from any thread.
 *
 * <p>Messages up to {@link #maxMessageBytes()} are whole; longer ones, up to {@link
 * #maxStreamBytes()}, pass in parts: read through {@link FrameSink#start}, written as {@link
 * #encodeHead}, then the message's own bytes, then {@link #encodeTail}.
 */
public interface Framing {

  /**
   * The name shown in listings and used in configuration files.
   *
   * @return a short name such as {@code length32} or {@code lines}
   */
  String name();

  /**
   * The longest message that is read or written whole.
   *
   * @return the limit in bytes, without the framing's own bytes
   */
  int maxMessageBytes();

  /**
   * The longest message that is read or written in parts.
   *
   * @return the limit in bytes, an unsigned 64-bit number, so that -1 is the largest; 0, which is
   *     the default, refuses every message beyond {@link #maxMessageBytes()}
   */
  default long maxStreamBytes() {
    return 0;
  }

  /**
   * Whether a message can be written before all of it is there.
   *
   * @return true if the wire form announces a length, so that {@link #encodeHead} works
   */
  default boolean canStream() {
    return false;
  }

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

  /**
   * Appends what comes before a message of this length; its bytes follow as they are.
   *
   * @param lengthBytes the message's length, an unsigned 64-bit number, within either limit
   * @param out where to; grows as needed
   * @return how many bytes were appended
   * @throws FramingException if the message is longer than both limits, or than what this framing
   *     can announce
   * @throws UnsupportedOperationException unless {@link #canStream()}
   */
  default int encodeHead(long lengthBytes, ByteBuf out) {
    throw new UnsupportedOperationException(name() + " cannot announce a length");
  }

  /**
   * Appends what comes after a message begun with {@link #encodeHead}.
   *
   * @param out where to; grows as needed
   * @return how many bytes were appended, often 0
   */
  default int encodeTail(ByteBuf out) {
    return 0;
  }
}
