package dev.samara.load;

import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How long and how often, and on how many event loops: each option replaces part of a preset. */
final class RoundOptions {
  @Option(names = "--seconds", paramLabel = "S", description = "Measured time of each round.")
  private Optional<Double> seconds = Optional.empty();

  @Option(names = "--warmup", paramLabel = "S", description = "Load before each round.")
  private Optional<Double> warmUpSeconds = Optional.empty();

  @Option(names = "--rounds", paramLabel = "N", description = "Rounds; the medians are shown.")
  private Optional<Integer> rounds = Optional.empty();

  @Option(names = "--loops", paramLabel = "N", description = "Event loops of each server.")
  private Optional<Integer> loops = Optional.empty();

  @Option(names = "--generator-loops", paramLabel = "N", description = "Event loops of the load.")
  private Optional<Integer> generatorLoops = Optional.empty();

  /** Made by the command line. */
  RoundOptions() {}

  Duration window(Duration preset) {
    return seconds.map(Durations::ofSeconds).orElse(preset);
  }

  Duration warmUp(Duration preset) {
    return warmUpSeconds.map(Durations::ofSeconds).orElse(preset);
  }

  int rounds(int preset) {
    return rounds.orElse(preset);
  }

  int loops(int preset) {
    return loops.orElse(preset);
  }

  int generatorLoops(int preset) {
    return generatorLoops.orElse(preset);
  }
}
