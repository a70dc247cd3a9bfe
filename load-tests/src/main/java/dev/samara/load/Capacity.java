package dev.samara.load;

import dev.samara.load.report.Report.Gap;
import dev.samara.load.transport.Descriptors;
import java.io.IOException;
import java.util.List;

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

  /**
   * What a report says of connections that could not be held.
   *
   * @param wanted connections
   * @param possible as {@link #connections} gave it
   * @return nothing if all could be
   */
  static List<Gap> gap(int wanted, int possible) {
    return possible >= wanted
        ? List.of()
        : List.of(
            new Gap(
                "%,d connections".formatted(wanted),
                "a process may open so many files only (ulimit -Hn) that it holds %,d"
                    .formatted(possible)));
  }
}
