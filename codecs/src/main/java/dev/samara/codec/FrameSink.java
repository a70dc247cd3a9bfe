package dev.samara.codec;

import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;

/**
 * Takes what a {@link FrameDecoder} completes: whole messages, and long ones in parts.
 *
 * <pre>
 *   frame*                                  a message within {@link Framing#maxMessageBytes()}
 *   start part* end                         a message beyond it, as its bytes are read
 * </pre>
 *
 * <p>Called on the thread that called {@link FrameDecoder#decode}, and before that returns. A sink
 * that wants no more for a while stops reading; what one read holds is the most it still gets.
 */
@FunctionalInterface
public interface FrameSink {

  /**
   * Takes one message.
   *
   * @param message the message without the framing's own bytes, on the heap; the receiver owns it
   * @return whether the decoder may go on; {@code false} makes it return with its input standing
   *     just after this message, so that the rest can be given to it again, or to another decoder
   */
  boolean frame(Buffer message);

  /**
   * A message starts that is longer than the in-memory limit. Only called if the framing's {@link
   * Framing#maxStreamBytes()} allows it.
   *
   * @param lengthBytes its length, an unsigned 64-bit number
   * @throws FramingException if this sink takes no such messages, which is so unless overridden;
   *     the decoder is broken then
   */
  default void start(long lengthBytes) {
    throw new FramingException(
        "a message of %s bytes, longer than what is taken at once"
            .formatted(Long.toUnsignedString(lengthBytes)));
  }

  /**
   * The next bytes of the message that started, where the decoder has them: who passes them on need
   * not copy them.
   *
   * @param in what the bytes have to be read from, all of them and no more. It stays with who gave
   *     it to the decoder: what is kept is retained or copied
   * @param byteCount how many they are, 1 or more
   */
  default void part(ByteBuf in, int byteCount) {
    throw new IllegalStateException("a part of a message that has not started");
  }

  /**
   * The message that started is complete.
   *
   * @return whether the decoder may go on, as for {@link #frame}
   */
  default boolean end() {
    throw new IllegalStateException("the end of a message that has not started");
  }
}
