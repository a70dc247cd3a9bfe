package dev.samara.load;

import dev.samara.load.transport.Descriptors;
import java.io.IOException;

/** How many connections this machine lets a process have. */
final class Capacity {
  private Capacity() {}

  /**
   * Raises the limit of descriptors, and says so where that is not enough.
   *
   * @param wanted connections
   * @param others descriptors that a process needs beside them
   * @return as many as were wanted, or as there may be
   */
  static int connections(int wanted, int others) throws IOException, InterruptedException {
    long limit = Descriptors.raise((long) wanted + others);
    if (limit >= (long) wanted + others) {
      return wanted;
    }
    int possible = (int) Math.max(1, limit - others);
    System.out.printf(
        "holding %,d connections and not %,d: a process may open %,d files here%n",
        possible, wanted, limit);
    return possible;
  }
}
