package dev.samara.load;

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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code samara bench idle}. */
@Command(
    name = "idle",
    description =
        "Idle connections: how fast they are accepted, the memory of each, and the latency of an"
            + " echo beside them.",
    mixinStandardHelpOptions = true)
final class IdleBench extends Bench {
  /** Beside its connections, a process has jars, event loops and active connections open. */
  private static final int OTHER_DESCRIPTORS = 300;

  @Option(names = "--connections", paramLabel = "N", description = "How many keep still.")
  private Optional<Integer> connections = Optional.empty();

  @Option(
      names = "--servers",
      split = ",",
      paramLabel = "NAME",
      completionCandidates = EchoKinds.class,
      description = "Which take part, of ${COMPLETION-CANDIDATES}.")
  private List<String> servers = List.of();

  @Option(names = "--quick", description = "A first look at 2,000 connections.")
  private boolean quick;

  @Mixin private RoundOptions timing = new RoundOptions();

  private IdlePlan wanted = IdlePlan.full();

  @Override
  void prepare() {
    IdlePlan base = quick ? IdlePlan.quick() : IdlePlan.full();
    wanted =
        new IdlePlan(
            connections.orElse(base.connections()),
            servers.isEmpty() ? base.servers() : EchoKinds.named(servers),
            timing.window(base.window()),
            timing.warmUp(base.warmUp()),
            timing.rounds(base.rounds()),
            timing.loops(base.loops()),
            timing.generatorLoops(base.generatorLoops()));
  }

  @Override
  Report measure(Here here) throws IOException, InterruptedException {
    IdlePlan plan =
        wanted.withConnections(Capacity.connections(wanted.connections(), OTHER_DESCRIPTORS));
    System.out.println();
    String yardstick = plan.yardstick().label();
    try (IdleRun run = new IdleRun(plan)) {
      List<Result> results = Result.against(yardstick, run.measure());
      System.out.println(ReportTable.of(results, yardstick));
      return new Report(
          name(),
          here.machine(),
          yardstick,
          options(plan, wanted.connections()),
          results,
          Capacity.gap(wanted.connections(), plan.connections()),
          List.of(),
          List.of());
    }
  }

  private static Map<String, String> options(IdlePlan plan, int wantedConnections) {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("wanted connections", Integer.toString(wantedConnections));
    options.put(
        "echo",
        "%d connections, one message of %d B in flight on each"
            .formatted(IdlePlan.ACTIVE_CONNECTIONS, IdlePlan.ACTIVE_PAYLOAD_BYTES));
    options.put("rounds", Integer.toString(plan.rounds()));
    options.put("window", plan.window().toMillis() + " ms");
    options.put("warm-up", plan.warmUp().toMillis() + " ms");
    options.put("server loops", Integer.toString(plan.loops()));
    options.put("generator loops", Integer.toString(plan.generatorLoops()));
    options.put("transport", Transport.best().label());
    options.put(
        "server flags",
        Stream.concat(EchoProcess.JVM_FLAGS.stream(), EchoProcess.MEMORY_FLAGS.stream())
            .collect(Collectors.joining(" ")));
    return options;
  }
}
