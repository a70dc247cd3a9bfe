package dev.samara.http.upload;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Memory outside of the heap for what waits for the disk, of all uploads of a store: a collector
 * would copy it, and make room for it, again and again. Any thread.
 */
final class QueueMemory {
  static final int BLOCK_BYTES = 128 * 1024;

  private final long maxBytes;
  private final Supplier<ByteBuf> blocks;
  private final AtomicLong takenBytes = new AtomicLong();
  private final ConcurrentLinkedDeque<ByteBuf> spare = new ConcurrentLinkedDeque<>();
  private volatile boolean closed;

  /** The memory of the machine. */
  QueueMemory(long maxBytes) {
    this(maxBytes, () -> UnpooledByteBufAllocator.DEFAULT.directBuffer(BLOCK_BYTES, BLOCK_BYTES));
  }

  /** Takes new blocks from elsewhere. */
  QueueMemory(long maxBytes, Supplier<ByteBuf> blocks) {
    this.maxBytes = maxBytes;
    this.blocks = blocks;
  }

  /**
   * An empty block, however much is taken: who asks looks at {@link #isTight} himself. Throws an
   * {@link OutOfMemoryError} where there is none.
   */
  ByteBuf take() {
    ByteBuf block = spare.pollFirst();
    if (block == null) {
      block = blocks.get();
    }
    takenBytes.addAndGet(BLOCK_BYTES);
    return block;
  }

  /** Keeps it for the next; beyond the limit it is freed. */
  void give(ByteBuf block) {
    long taken = takenBytes.addAndGet(-BLOCK_BYTES);
    if (closed || taken >= maxBytes) {
      block.release();
    } else {
      spare.addFirst(block.clear());
    }
  }

  /** Whether all uploads together have as much as they may. */
  boolean isTight() {
    return takenBytes.get() >= maxBytes;
  }

  long takenBytes() {
    return takenBytes.get();
  }

  /** Frees what is spare; to be called now and then while nothing is under way. */
  void trim() {
    for (ByteBuf block = spare.pollFirst(); block != null; block = spare.pollFirst()) {
      block.release();
    }
  }

  void close() {
    closed = true;
    trim();
  }
}
