package dev.samara.load;

import dev.samara.load.process.EchoProcess;
import dev.samara.load.report.EchoReport;
import dev.samara.load.report.EchoReport.Cell;
import dev.samara.load.report.EchoTable;
import dev.samara.load.report.Machine;
import dev.samara.load.report.Reports;
import dev.samara.load.server.EchoKind;
import dev.samara.load.transport.Transport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code samara bench echo}. */
@Command(
    name = "echo",
    description = "A framed echo: rate, latency and processor time beside raw Netty and Vert.x.",
    mixinStandardHelpOptions = true)
final class EchoBench implements Callable<Integer> {
  @Spec private CommandSpec spec;

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

  @Option(names = "--json", paramLabel = "FILE", description = "Where the report goes.")
  private Optional<Path> json = Optional.empty();

  @Override
  public Integer call() throws InterruptedException {
    EchoPlan plan = plan();
    Path root = ProjectRoot.find();
    Machine machine = Machine.here(root);
    System.out.println(machine.inOneLine());
    System.out.println();
    try (EchoRun run = new EchoRun(plan)) {
      List<Cell> cells =
          run.measure(cell -> System.out.println(EchoTable.of(cell, plan.yardstick().label())));
      Path file = json.orElse(Reports.defaultFile(root, "echo", machine.date()));
      Reports.write(new EchoReport("echo", machine, options(plan), cells), file);
      System.out.println("written to " + file);
      return 0;
    } catch (IOException failed) {
      System.err.println("bench echo: " + failed.getMessage());
      return 1;
    }
  }

  private EchoPlan plan() {
    EchoPlan base = quick ? EchoPlan.quick() : EchoPlan.full();
    try {
      List<EchoKind> kinds = servers.isEmpty() ? base.servers() : EchoKinds.named(servers);
      return new EchoPlan(
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
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(spec.commandLine(), wrong.getMessage());
    }
  }

  static Duration duration(double seconds) {
    return Duration.ofNanos(Math.round(seconds * 1e9));
  }

  private static EchoReport.Options options(EchoPlan plan) {
    return new EchoReport.Options(
        plan.servers().stream().map(EchoKind::label).toList(),
        plan.yardstick().label(),
        plan.loops(),
        plan.generatorLoops(),
        Transport.best().label(),
        plan.warmUp().toMillis(),
        plan.window().toMillis(),
        plan.rounds(),
        EchoProcess.JVM_FLAGS);
  }
}
