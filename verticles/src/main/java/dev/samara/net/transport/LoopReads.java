package dev.samara.net.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;

/** Lets all channels of an event loop read into the same buffer, since no reader keeps it. */
final class LoopReads extends DefaultMaxMessagesRecvByteBufAllocator {

  static final LoopReads INSTANCE = new LoopReads();

  private static final LoopBuffer BUFFER = new LoopBuffer();

  /** As many reads of one channel before the next one has its turn as Netty allows by default. */
  private static final int MAX_READS = 16;

  private LoopReads() {
    super(MAX_READS);
  }

  @Override
  @SuppressWarnings("deprecation") // The type that Netty's own interface asks for.
  public Handle newHandle() {
    return new MaxMessageHandle() {
      @Override
      public ByteBuf allocate(ByteBufAllocator ignored) {
        return BUFFER.take();
      }

      @Override
      public int guess() {
        return LoopBuffer.CAPACITY_BYTES;
      }
    };
  }
}
