package dev.samara.load.generator;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * The processor time of several processes within a window, as the system counts it: in ticks of 10
 * ms on most machines. Used by one thread.
 */
public final class ProcessorClock implements WindowWatcher {
  private final List<Long> pids;
  private Duration before = Duration.ZERO;
  private Duration after = Duration.ZERO;

  /**
   * A clock that has not been read.
   *
   * @param pids the processes
   */
  public ProcessorClock(List<Long> pids) {
    this.pids = List.copyOf(pids);
  }

  @Override
  public void opened() throws IOException {
    before = read();
  }

  @Override
  public void closed() throws IOException {
    after = read();
  }

  /**
   * What the processes used.
   *
   * @return user and system time of all of them together; zero before the window was closed
   */
  public Duration used() {
    return after.minus(before);
  }

  private Duration read() throws IOException {
    Duration all = Duration.ZERO;
    for (long pid : pids) {
      all =
          all.plus(
              ProcessHandle.of(pid)
                  .flatMap(process -> process.info().totalCpuDuration())
                  .orElseThrow(() -> new IOException("process " + pid + " has ended")));
    }
    return all;
  }
}
