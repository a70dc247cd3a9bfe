package dev.samara.net.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.util.concurrent.FastThreadLocal;

/**
 * A buffer that an event loop uses again and again for what is over within a turn. Fetching one
 * from a pool for each read costs more than the read of a small message, and at 16 KiB Netty's pool
 * keeps making and clearing new chunks.
 */
public final class LoopBuffer {

  /** Its owner counts as one who may still hold it: no leak, whatever the detector thinks. */
  private static final UnpooledByteBufAllocator MEMORY = new UnpooledByteBufAllocator(true, true);

  private final int capacityBytes;

  private final FastThreadLocal<ByteBuf> buffers =
      new FastThreadLocal<>() {
        @Override
        protected ByteBuf initialValue() {
          return MEMORY.directBuffer(capacityBytes, capacityBytes);
        }

        @Override
        protected void onRemoval(ByteBuf buffer) {
          buffer.release();
        }
      };

  /**
   * Makes one for each thread that asks, which the thread has until it ends.
   *
   * @param capacityBytes how large each is
   */
  public LoopBuffer(int capacityBytes) {
    this.capacityBytes = capacityBytes;
  }

  /**
   * How large it is.
   *
   * @return the capacity
   */
  int capacityBytes() {
    return capacityBytes;
  }

  /**
   * Lends the calling thread's buffer.
   *
   * @return an empty buffer that the caller releases; a new one if somebody still holds the last
   */
  public ByteBuf take() {
    var buffer = buffers.get();
    if (buffer.refCnt() > 1) {
      buffers.remove();
      buffer = buffers.get();
    }
    return buffer.clear().retain();
  }

  /**
   * Whether the calling thread's buffer is free.
   *
   * @return false while somebody holds it
   */
  public boolean isFree() {
    return buffers.get().refCnt() == 1;
  }
}
