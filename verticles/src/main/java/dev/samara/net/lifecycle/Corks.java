package dev.samara.net.lifecycle;

import dev.samara.net.transport.LoopBuffer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
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
    if (bytes > MAX_BYTES) {
      // Netty's default allocator makes, clears and frees memory for each buffer so long.
      return PooledByteBufAllocator.DEFAULT.directBuffer(bytes);
    }
    return FIRST.isFree() ? FIRST.take() : ByteBufAllocator.DEFAULT.directBuffer(bytes);
  }
}
