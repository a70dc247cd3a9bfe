package dev.samara.codec;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * Cuts the bytes of one connection into messages, whatever the pieces they arrive in.
 *
 * <p>Not thread-safe: the connection's event loop owns it. After a {@link FramingException} the
 * decoder of a stream is broken for good: it discards all further input in silence, since nobody
 * can know where the next message starts. Where the transport keeps the bounds of messages, only
 * the faulty message is lost.
 *
 * <pre>
 *   after decode returned        what the caller does next
 *   in is read to its end        reads on
 *   the sink said stop           gives the rest of in to this decoder, or to another one
 *   a suspension is there        stops reading; when it completes, gives the rest of in again
 * </pre>
 */
public interface FrameDecoder {

  /**
   * Takes the bytes of one read.
   *
   * @param in read to its end, or to just after the message at which the sink said stop, or to
   *     where a {@link #suspension()} begins; not kept, not released
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

  /**
   * What the decoder waits for before it can go on, such as a key that is looked up. To be asked
   * after each {@link #decode}.
   *
   * @return empty if it can go on, as for all decoders that do not say otherwise; else a future,
   *     completed on any thread, after which the caller calls {@link #decode} on the decoder's
   *     thread with the bytes not yet read, even if there are none. If it fails, the decoder is
   *     broken as after a {@link FramingException}.
   */
  default Optional<Future<Void>> suspension() {
    return Optional.empty();
  }

  /**
   * The stream has ended, maybe within a message: frees what is held, such as files. Nothing unless
   * overridden. Not called again, and nothing is called after it.
   */
  default void close() {}
}
