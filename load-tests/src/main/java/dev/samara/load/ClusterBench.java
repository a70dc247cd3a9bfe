package dev.samara.load;

import dev.samara.load.ClusterPlan.Kind;
import dev.samara.load.cluster.Subjects;
import dev.samara.load.process.EchoProcess;
import dev.samara.load.report.Report;
import dev.samara.load.report.ReportTable;
import dev.samara.load.report.Result;
import dev.samara.load.transport.Transport;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code samara bench cluster}. */
@Command(
    name = "cluster",
    description =
        "Two nodes of a cluster, each a process: typed calls, a stream and the bus route beside the"
            + " raw clustered bus, a raw socket and NATS; and what becomes of calls to a node that"
            + " is killed.",
    mixinStandardHelpOptions = true)
final class ClusterBench extends Bench {
  @Option(
      names = "--cases",
      split = ",",
      paramLabel = "NAME",
      description = "Which are measured, of call, stream, route, kill.")
  private List<String> cases = List.of();

  @Option(names = "--pending", paramLabel = "N", description = "Calls that a kill leaves pending.")
  private Optional<Integer> pending = Optional.empty();

  @Option(
      names = "--within",
      paramLabel = "S",
      description = "How soon after a kill each of them must have its outcome; 1 unless told.")
  private Optional<Double> within = Optional.empty();

  @Mixin private RoundOptions timing = new RoundOptions();

  @Option(names = "--quick", description = "A first look in under a minute.")
  private boolean quick;

  private ClusterPlan plan = ClusterPlan.quick();

  @Override
  void prepare() {
    ClusterPlan base = quick ? ClusterPlan.quick() : ClusterPlan.full();
    plan =
        new ClusterPlan(
            cases.isEmpty() ? base.cases() : cases.stream().map(Kind::of).toList(),
            timing.window(base.window()),
            timing.warmUp(base.warmUp()),
            timing.rounds(base.rounds()),
            timing.loops(base.loops()),
            timing.generatorLoops(base.generatorLoops()),
            pending.orElse(base.pendingCalls()),
            within.map(Durations::ofSeconds).orElse(base.within()));
  }

  @Override
  Report measure(Here here) throws IOException, InterruptedException {
    System.out.println();
    try (ClusterRun run = new ClusterRun(plan)) {
      List<Result> results =
          run.measure(cell -> System.out.println(ReportTable.of(cell, Subjects.RAW)));
      return new Report(
          name(),
          here.machine(),
          Subjects.RAW,
          options(plan),
          results,
          run.gaps(),
          List.of(),
          run.checks());
    }
  }

  private static Map<String, String> options(ClusterPlan plan) {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("rounds", Integer.toString(plan.rounds()));
    options.put("window", plan.window().toMillis() + " ms");
    options.put("warm-up", plan.warmUp().toMillis() + " ms");
    options.put("event loops of each node", Integer.toString(plan.loops()));
    options.put("generator loops", Integer.toString(plan.generatorLoops()));
    options.put("processor time", "of both nodes, and of the NATS server");
    options.put("transport", Transport.best().label());
    options.put("node flags", String.join(" ", EchoProcess.JVM_FLAGS));
    return options;
  }
}
