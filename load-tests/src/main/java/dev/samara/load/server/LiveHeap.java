package dev.samara.load.server;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;

/** How much of the heap is reachable. */
final class LiveHeap {
  private static final int MAX_COLLECTIONS = 8;

  /** Two collections that differ by less than this have found all garbage. */
  private static final long SETTLED_BYTES = 64 * 1024;

  private LiveHeap() {}

  /**
   * Collects garbage until that changes nothing any more: what one collection hands over to
   * reference queues is garbage for the next one. Blocks for as long as that takes.
   */
  static long bytes() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    long bytes = Long.MAX_VALUE;
    for (int i = 0; i < MAX_COLLECTIONS; i++) {
      memory.gc();
      long before = bytes;
      bytes = memory.getHeapMemoryUsage().getUsed();
      if (before - bytes < SETTLED_BYTES) {
        return bytes;
      }
    }
    return bytes;
  }
}
