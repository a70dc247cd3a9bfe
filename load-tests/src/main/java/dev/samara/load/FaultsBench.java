package dev.samara.load;

import dev.samara.load.report.Report;
import dev.samara.load.report.Report.Check;
import dev.samara.load.report.Report.Gap;
import dev.samara.load.trial.Trial;
import dev.samara.load.trial.Trials;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code samara bench faults}. */
@Command(
    name = "faults",
    description = "Brings faults about and looks at the balance of messages afterwards.",
    mixinStandardHelpOptions = true)
final class FaultsBench extends Bench {
  @Option(names = "--only", split = ",", paramLabel = "NAME", description = "Which; all if none.")
  private List<String> only = List.of();

  @Option(names = "--quick", description = "Only those that need nothing but a JDK.")
  private boolean quick;

  private List<Trial> trials = List.of();

  @Override
  void prepare() {
    List<String> names = Trials.all().stream().map(Trial::name).toList();
    for (String name : only) {
      if (!names.contains(name)) {
        throw new IllegalArgumentException(
            "--only: there is no %s, only %s".formatted(name, String.join(", ", names)));
      }
    }
    trials =
        Trials.all().stream()
            .filter(trial -> only.isEmpty() || only.contains(trial.name()))
            .toList();
  }

  @Override
  Report measure(Here here) throws InterruptedException {
    Progress progress = new Progress(trials.size());
    List<Check> checks = new ArrayList<>();
    List<Gap> gaps = new ArrayList<>();
    for (Trial trial : trials) {
      progress.step(trial.name());
      Optional<String> missing = trial.missing().get();
      if (missing.isPresent()) {
        gaps.add(new Gap(trial.name(), missing.get()));
      } else if (quick && trial.needsTools()) {
        gaps.add(new Gap(trial.name(), "left out by --quick"));
      } else {
        checks.add(trial.check());
      }
    }
    progress.clear();
    return new Report(
        name(), here.machine(), "", Map.of(), List.of(), gaps, List.of(), List.copyOf(checks));
  }
}
