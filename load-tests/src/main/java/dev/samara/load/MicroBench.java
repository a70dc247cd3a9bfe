package dev.samara.load;

import dev.samara.load.micro.MicroRun;
import dev.samara.load.micro.MicroRun.Case;
import dev.samara.load.micro.MicroRun.Timing;
import dev.samara.load.process.EchoProcess;
import dev.samara.load.report.Report;
import dev.samara.load.report.ReportTable;
import dev.samara.load.report.Result;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code samara bench micro}. */
@Command(
    name = "micro",
    description =
        "Codecs, outbox, credit, registry and calls alone, under JMH: time and bytes allocated"
            + " for each message.",
    mixinStandardHelpOptions = true)
final class MicroBench extends Bench {
  @Option(
      names = "--only",
      split = ",",
      paramLabel = "GROUP",
      description = "Some of framing, value, outbox, credit, registry, call.")
  private List<String> only = MicroRun.GROUPS;

  @Option(names = "--forks", paramLabel = "N", description = "Processes for each case.")
  private Optional<Integer> forks = Optional.empty();

  @Mixin private Repeats repeats = new Repeats();

  @Option(names = "--quick", description = "A first look in under two minutes.")
  private boolean quick;

  private Timing timing = new Timing(1, 1, 1, Duration.ofMillis(100));

  @Override
  void prepare() {
    for (String group : only) {
      if (!MicroRun.GROUPS.contains(group)) {
        throw new IllegalArgumentException(
            "--only: there is no %s, only %s".formatted(group, String.join(", ", MicroRun.GROUPS)));
      }
    }
    timing =
        new Timing(
            forks.orElse(quick ? 1 : 2),
            repeats.rounds(quick ? 2 : 3),
            quick ? 2 : 3,
            repeats.window(Duration.ofMillis(quick ? 200 : 500)));
    Checks.range("--forks", timing.forks(), 1, 100);
    Checks.range("--rounds", timing.rounds(), 1, 100);
    Checks.range("--seconds in ms", timing.window().toMillis(), 10, 60_000);
  }

  @Override
  Report measure(Here here) throws IOException {
    List<Case> cases = MicroRun.cases(only);
    Progress progress = new Progress(cases.size());
    List<Result> results;
    try {
      results = new MicroRun(timing).measure(cases, one -> progress.step(one.text()));
    } finally {
      progress.clear();
    }
    System.out.println();
    System.out.println(ReportTable.of(results, ""));
    Map<String, String> options = new LinkedHashMap<>();
    options.put("processes for each case", Integer.toString(timing.forks()));
    options.put("rounds in each", Integer.toString(timing.rounds()));
    options.put("window", timing.window().toMillis() + " ms");
    options.put("flags", String.join(" ", EchoProcess.JVM_FLAGS));
    return new Report(name(), here.machine(), "", options, results);
  }
}
