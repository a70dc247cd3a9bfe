package dev.samara.net.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.util.concurrent.FastThreadLocal;

/**
 * A buffer of 64 KiB that an event loop uses again and again for what is over within a turn.
 * Fetching one from a pool for each read costs more than the read of a small message, and at 16 KiB
 * Netty's pool keeps making and clearing new chunks.
 */
public final class LoopBuffer {

  /** How large it is: more per system call gains nothing measurable. */
  public static final int CAPACITY_BYTES = 64 * 1024;

  /** Its owner counts as one who may still hold it: no leak, whatever the detector thinks. */
  private static final UnpooledByteBufAllocator MEMORY = new UnpooledByteBufAllocator(true, true);

  private final FastThreadLocal<ByteBuf> buffers =
      new FastThreadLocal<>() {
        @Override
        protected ByteBuf initialValue() {
          return MEMORY.directBuffer(CAPACITY_BYTES, CAPACITY_BYTES);
        }

        @Override
        protected void onRemoval(ByteBuf buffer) {
          buffer.release();
        }
      };

  /** Makes one for each thread that asks. */
  public LoopBuffer() {}

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
