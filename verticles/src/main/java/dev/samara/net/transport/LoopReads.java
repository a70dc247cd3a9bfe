package dev.samara.net.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets all channels of an event loop that read as much at a time read into the same buffer, since
 * no reader keeps it. There is one of these for each size.
 */
final class LoopReads extends DefaultMaxMessagesRecvByteBufAllocator {

  /** As many reads of one channel before the next one has its turn as Netty allows by default. */
  private static final int MAX_READS = 16;

  /** What a read begins with that may have to be kept for the rest of a TLS record. */
  private static final int FIRST_READ_BYTES = 2048;

  private static final int LEAST_READ_BYTES = 64;

  /** By size; a handful, as sizes are options of listeners and connectors. */
  private static final Map<Integer, LoopReads> BY_SIZE = new ConcurrentHashMap<>();

  private final LoopBuffer buffer;

  private LoopReads(int readBytes) {
    super(MAX_READS);
    this.buffer = new LoopBuffer(readBytes);
  }

  /** Reads into a buffer that its event loop shares; any thread. */
  static LoopReads of(int readBytes) {
    return BY_SIZE.computeIfAbsent(readBytes, LoopReads::new);
  }

  /** For as long as somebody may keep what was read: buffers of their own, up to the size. */
  static RecvByteBufAllocator kept(int readBytes) {
    return new AdaptiveRecvByteBufAllocator(
        LEAST_READ_BYTES, Math.min(FIRST_READ_BYTES, readBytes), readBytes);
  }

  @Override
  @SuppressWarnings("deprecation") // The type that Netty's own interface asks for.
  public Handle newHandle() {
    return new MaxMessageHandle() {
      @Override
      public ByteBuf allocate(ByteBufAllocator ignored) {
        return buffer.take();
      }

      @Override
      public int guess() {
        return buffer.capacityBytes();
      }
    };
  }
}
