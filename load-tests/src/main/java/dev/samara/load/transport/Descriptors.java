package dev.samara.load.transport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** How many files and sockets a process may have open, as Linux tells in {@code /proc}. */
public final class Descriptors {
  private static final String LIMIT_LINE = "Max open files";

  /**
   * One process's limits.
   *
   * @param soft the limit in force
   * @param hard how far a process may raise it by itself; root may go further where the system lets
   *     it
   */
  public record Limit(long soft, long hard) {}

  private Descriptors() {}

  /**
   * Raises the limit of this process, and so of those that it starts from now on, as far as the
   * system lets it. Starts {@code prlimit} of util-linux if there is something to raise.
   *
   * @param wanted how many descriptors are needed
   * @return how many there may be now: perhaps fewer, perhaps more
   * @throws IOException if the system does not tell
   * @throws InterruptedException if this thread was interrupted
   */
  public static long raise(long wanted) throws IOException, InterruptedException {
    Limit before = read();
    if (before.soft() >= wanted) {
      return before.soft();
    }
    prlimit(wanted + ":" + Math.max(wanted, before.hard()));
    if (read().soft() < wanted) {
      // Not root, or not here: what the hard limit has left.
      prlimit(Math.min(wanted, before.hard()) + ":" + before.hard());
    }
    return read().soft();
  }

  /**
   * How many a process has open.
   *
   * @param pid the process
   * @return open files and sockets
   * @throws IOException if the system does not tell, as of a process of somebody else
   */
  public static long open(long pid) throws IOException {
    try (var files = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
      return files.count();
    }
  }

  private static Limit read() throws IOException {
    return parse(Files.readAllLines(Path.of("/proc/self/limits")));
  }

  static Limit parse(List<String> limits) throws IOException {
    for (String line : limits) {
      if (line.startsWith(LIMIT_LINE)) {
        String[] values = line.substring(LIMIT_LINE.length()).strip().split("\\s+");
        return new Limit(value(values[0]), value(values[1]));
      }
    }
    throw new IOException("/proc/self/limits does not tell about open files");
  }

  private static long value(String text) {
    return text.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(text);
  }

  private static void prlimit(String softAndHard) throws InterruptedException {
    try {
      Process prlimit =
          new ProcessBuilder(
                  "prlimit", "--pid=" + ProcessHandle.current().pid(), "--nofile=" + softAndHard)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!prlimit.waitFor(5, TimeUnit.SECONDS)) {
        prlimit.destroyForcibly();
      }
    } catch (IOException notInstalled) {
      // Then the limit stays, as the caller will see.
    }
  }
}
