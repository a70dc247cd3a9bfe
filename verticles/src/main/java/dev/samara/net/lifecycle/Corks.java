package dev.samara.net.lifecycle;

import dev.samara.net.connection.Link;
import dev.samara.net.transport.LoopBuffer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;

/** Buffers for the messages of one write. On an event loop. */
final class Corks {

  /** Small messages are joined up to this size. */
  static final int MAX_BYTES = 64 * 1024;

  /** Usually a cork has left when the next one is made. */
  private static final LoopBuffer FIRST = new LoopBuffer(MAX_BYTES);

  private Corks() {}

  /** An empty buffer for so many bytes. */
  static ByteBuf of(int bytes) {
    // Netty's default allocator makes, clears and frees memory for long buffers, and copies what
    // consists of parts twice.
    return bytes <= MAX_BYTES && isFree()
        ? FIRST.take()
        : PooledByteBufAllocator.DEFAULT.directBuffer(bytes);
  }

  /** Under TLS the outcome of a write is all that is known: so each message has its own. */
  static boolean joins(Link link) {
    return !link.keepsMessageBounds() && link.tls().isEmpty();
  }

  /** Whether a link takes another cork, after what can leave at once has left. */
  static boolean hasRoom(Link link) {
    if (joins(link) && !isFree()) {
      // One buffer that is still in the processor's cache costs much less than a few in turn.
      link.flush();
    }
    return link.isWritable();
  }

  private static boolean isFree() {
    return FIRST.isFree();
  }
}
