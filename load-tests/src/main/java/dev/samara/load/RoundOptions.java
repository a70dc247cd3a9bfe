package dev.samara.load;

import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How long and how often, and on how many event loops: each option replaces part of a preset. */
final class RoundOptions extends Repeats {
  @Option(names = "--warmup", paramLabel = "S", description = "Load before each round.")
  private Optional<Double> warmUpSeconds = Optional.empty();

  @Option(names = "--loops", paramLabel = "N", description = "Event loops of each server.")
  private Optional<Integer> loops = Optional.empty();

  @Option(names = "--generator-loops", paramLabel = "N", description = "Event loops of the load.")
  private Optional<Integer> generatorLoops = Optional.empty();

  /** Made by the command line. */
  RoundOptions() {}

  Duration warmUp(Duration preset) {
    return warmUpSeconds.map(Durations::ofSeconds).orElse(preset);
  }

  int loops(int preset) {
    return loops.orElse(preset);
  }

  int generatorLoops(int preset) {
    return generatorLoops.orElse(preset);
  }
}
