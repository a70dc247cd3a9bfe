package dev.samara.codec.magic;

import dev.samara.codec.FramingException;
import io.vertx.core.buffer.Buffer;

/**
 * What {@link MagicFraming} carries: as one message, the id's four bytes in network byte order and
 * then the payload.
 *
 * @param id what the two ends agreed it means, such as the kind of the payload
 * @param payload the rest
 */
public record MagicMessage(int id, Buffer payload) {

  /**
   * Splits a message.
   *
   * @param message as it was received
   * @return its id, and a copy of its payload
   * @throws FramingException if it is too short for an id
   */
  public static MagicMessage of(Buffer message) {
    if (message.length() < Integer.BYTES) {
      throw new FramingException(
          "message length: %d bytes (expected: an id of 4 bytes, and a payload)"
              .formatted(message.length()));
    }
    return new MagicMessage(message.getInt(0), message.getBuffer(Integer.BYTES, message.length()));
  }

  /**
   * Makes the message to send.
   *
   * @return the id and a copy of the payload
   */
  public Buffer toMessage() {
    return Buffer.buffer(Integer.BYTES + payload.length()).appendInt(id).appendBuffer(payload);
  }
}
