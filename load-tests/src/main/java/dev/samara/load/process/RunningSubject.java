package dev.samara.load.process;

import dev.samara.load.generator.Target;
import dev.samara.load.generator.WireFormat;
import java.time.Duration;
import java.util.Optional;

/**
 * An echo of somebody else.
 *
 * @param target where it listens
 */
record RunningSubject(Target target) implements Subject {
  @Override
  public String label() {
    return "target";
  }

  @Override
  public WireFormat wire() {
    return WireFormat.LENGTH;
  }

  @Override
  public Optional<Duration> cpuTime() {
    return Optional.empty();
  }

  @Override
  public String lastOutput() {
    return "";
  }

  @Override
  public void close() {}
}
