package dev.samara.load;

import dev.samara.load.process.EchoProcess;
import dev.samara.load.report.Report;
import dev.samara.load.report.ReportTable;
import dev.samara.load.report.Result;
import dev.samara.load.server.EchoKind;
import dev.samara.load.transport.Transport;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code samara bench echo}. */
@Command(
    name = "echo",
    description = "A framed echo: rate, latency and processor time beside raw Netty and Vert.x.",
    mixinStandardHelpOptions = true)
final class EchoBench extends Bench {
  @Option(names = "--connections", split = ",", paramLabel = "N", description = "TCP connections.")
  private List<Integer> connections = List.of();

  @Option(names = "--depths", split = ",", paramLabel = "N", description = "In flight on each.")
  private List<Integer> depths = List.of();

  @Option(names = "--sizes", split = ",", paramLabel = "BYTES", description = "Message sizes.")
  private List<Integer> sizes = List.of();

  @Option(
      names = "--servers",
      split = ",",
      paramLabel = "NAME",
      completionCandidates = EchoKinds.class,
      description = "Which take part, of ${COMPLETION-CANDIDATES}.")
  private List<String> servers = List.of();

  @Option(
      names = "--against",
      paramLabel = "NAME",
      description = "The server of the ratios; netty, or the first, unless told otherwise.")
  private Optional<String> against = Optional.empty();

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

  @Option(names = "--quick", description = "A first look in under a minute.")
  private boolean quick;

  private EchoPlan plan = EchoPlan.full();

  @Override
  void prepare() {
    EchoPlan base = quick ? EchoPlan.quick() : EchoPlan.full();
    List<EchoKind> kinds = servers.isEmpty() ? base.servers() : EchoKinds.named(servers);
    plan =
        new EchoPlan(
            connections.isEmpty() ? base.connections() : connections,
            depths.isEmpty() ? base.depths() : depths,
            sizes.isEmpty() ? base.payloadBytes() : sizes,
            kinds,
            against
                .map(name -> EchoKinds.named("--against", name))
                .orElse(EchoPlan.yardstickOf(kinds)),
            seconds.map(EchoBench::duration).orElse(base.window()),
            warmUpSeconds.map(EchoBench::duration).orElse(base.warmUp()),
            rounds.orElse(base.rounds()),
            loops.orElse(base.loops()),
            generatorLoops.orElse(base.generatorLoops()));
  }

  @Override
  Report measure(Here here) throws IOException, InterruptedException {
    System.out.println();
    String yardstick = plan.yardstick().label();
    try (EchoRun run = new EchoRun(plan)) {
      List<Result> results =
          run.measure(cell -> System.out.println(ReportTable.of(cell, yardstick)));
      return new Report(name(), here.machine(), yardstick, options(plan), results);
    }
  }

  static Duration duration(double seconds) {
    return Duration.ofNanos(Math.round(seconds * 1e9));
  }

  private static Map<String, String> options(EchoPlan plan) {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("rounds", Integer.toString(plan.rounds()));
    options.put("window", plan.window().toMillis() + " ms");
    options.put("warm-up", plan.warmUp().toMillis() + " ms");
    options.put("server loops", Integer.toString(plan.loops()));
    options.put("generator loops", Integer.toString(plan.generatorLoops()));
    options.put("transport", Transport.best().label());
    options.put("server flags", String.join(" ", EchoProcess.JVM_FLAGS));
    return options;
  }
}
