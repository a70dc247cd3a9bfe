package dev.samara.codec;

import io.netty.buffer.ByteBuf;

/**
 * Cuts the bytes of one connection into messages, whatever the pieces they arrive in.
 *
 * <p>Not thread-safe: the connection's event loop owns it. After a {@link FramingException} the
 * decoder of a stream is broken for good: it discards all further input in silence, since nobody
 * can know where the next message starts. Where the transport keeps the bounds of messages, only
 * the faulty message is lost.
 */
public interface FrameDecoder {

  /**
   * Takes the bytes of one read.
   *
   * @param in read to its end; not kept, not released
   * @param sink receives each message that is now complete, in order, before this method returns
   * @throws FramingException if the stream breaks the framing's rules; the messages before the
   *     fault have been handed to the sink
   */
  void decode(ByteBuf in, FrameSink sink);

  /**
   * How much of an unfinished message is held.
   *
   * @return the bytes taken that belong to no complete message yet; 0 between messages
   */
  int pendingBytes();
}
