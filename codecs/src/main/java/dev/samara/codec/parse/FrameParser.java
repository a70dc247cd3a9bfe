package dev.samara.codec.parse;

import dev.samara.codec.FramingException;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/**
 * Cuts messages out of the bytes of one connection. It may keep state between calls; one thread at
 * a time calls it.
 */
@FunctionalInterface
public interface FrameParser {

  /**
   * Takes the next message if all of it is there. Called again and again, by a loop, until it
   * returns nothing without having taken a byte; then again when more has arrived.
   *
   * <p>It should hand over a message as soon as the last byte is there, and leave an unfinished one
   * in the buffer: what it takes is neither counted against the limit nor shown as pending.
   *
   * @param buffer what has arrived; not to be kept
   * @return the message, or empty if it is not complete, or if only bytes between messages were
   *     taken
   * @throws FramingException if the bytes break the protocol's rules; the decoder is broken then
   */
  Optional<Buffer> parse(FrameBuffer buffer);

  /**
   * What a message is called when one is too long.
   *
   * @return a noun such as {@code message} or {@code line}
   */
  default String unit() {
    return "message";
  }
}
