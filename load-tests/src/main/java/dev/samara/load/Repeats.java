package dev.samara.load;

import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How long and how often: each option replaces part of a preset. */
class Repeats {
  @Option(names = "--seconds", paramLabel = "S", description = "Measured time of each round.")
  private Optional<Double> seconds = Optional.empty();

  @Option(names = "--rounds", paramLabel = "N", description = "Rounds; the medians are shown.")
  private Optional<Integer> rounds = Optional.empty();

  /** Made by the command line. */
  Repeats() {}

  Duration window(Duration preset) {
    return seconds.map(Durations::ofSeconds).orElse(preset);
  }

  int rounds(int preset) {
    return rounds.orElse(preset);
  }
}
