package dev.samara.load.fault;

import java.io.IOException;

/** What happens to processes. Needs {@code kill}. */
public final class ProcessFaults {
  private ProcessFaults() {}

  /**
   * Stops a process: it does nothing any more, but its sockets stay open and its system still
   * acknowledges what arrives.
   *
   * @param pid the process
   * @throws IOException if there is none of that number, or it is somebody else's
   * @throws InterruptedException if this thread was interrupted
   */
  public static void stop(long pid) throws IOException, InterruptedException {
    Tool.run("kill", "-STOP", Long.toString(pid));
  }

  /**
   * Lets a stopped process go on.
   *
   * @param pid the process
   * @throws IOException if there is none of that number, or it is somebody else's
   * @throws InterruptedException if this thread was interrupted
   */
  public static void goOn(long pid) throws IOException, InterruptedException {
    Tool.run("kill", "-CONT", Long.toString(pid));
  }

  /**
   * Kills a process: it has no time for a farewell.
   *
   * @param pid the process
   * @throws IOException if there is none of that number, or it is somebody else's
   * @throws InterruptedException if this thread was interrupted
   */
  public static void kill(long pid) throws IOException, InterruptedException {
    Tool.run("kill", "-KILL", Long.toString(pid));
  }
}
