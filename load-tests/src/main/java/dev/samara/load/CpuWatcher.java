package dev.samara.load;

import dev.samara.load.generator.WindowWatcher;
import dev.samara.load.process.Subject;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Reads the server's clock at both ends of the window. */
final class CpuWatcher implements WindowWatcher {
  private final Subject server;
  private Optional<Duration> before = Optional.empty();
  private Optional<Duration> after = Optional.empty();

  CpuWatcher(Subject server) {
    this.server = server;
  }

  @Override
  public void opened() throws IOException {
    before = server.cpuTime();
  }

  @Override
  public void closed() throws IOException {
    after = server.cpuTime();
  }

  /** Empty if the server is somebody else's. */
  Optional<Duration> used() {
    return after.flatMap(end -> before.map(end::minus));
  }
}
