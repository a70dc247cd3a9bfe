package dev.samara.codec;

import io.vertx.core.buffer.Buffer;

/** Takes the messages a {@link FrameDecoder} completes. */
@FunctionalInterface
public interface FrameSink {

  /**
   * Takes one message.
   *
   * @param message the message without the framing's own bytes, on the heap; the receiver owns it
   */
  void frame(Buffer message);
}
