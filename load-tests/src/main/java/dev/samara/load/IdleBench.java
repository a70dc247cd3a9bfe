package dev.samara.load;

import dev.samara.load.process.EchoProcess;
import dev.samara.load.report.IdleReport;
import dev.samara.load.report.IdleReport.Server;
import dev.samara.load.report.IdleSummary;
import dev.samara.load.report.IdleTable;
import dev.samara.load.report.Machine;
import dev.samara.load.report.Reports;
import dev.samara.load.server.EchoKind;
import dev.samara.load.transport.Descriptors;
import dev.samara.load.transport.Transport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code samara bench idle}. */
@Command(
    name = "idle",
    description =
        "Idle connections: how fast they are accepted, the memory of each, and the latency of an"
            + " echo beside them.",
    mixinStandardHelpOptions = true)
final class IdleBench implements Callable<Integer> {
  /** Beside its connections, a process has jars, event loops and active connections open. */
  private static final int OTHER_DESCRIPTORS = 300;

  @Spec private CommandSpec spec;

  @Option(names = "--connections", paramLabel = "N", description = "How many keep still.")
  private Optional<Integer> connections = Optional.empty();

  @Option(
      names = "--servers",
      split = ",",
      paramLabel = "NAME",
      completionCandidates = EchoKinds.class,
      description = "Which take part, of ${COMPLETION-CANDIDATES}.")
  private List<String> servers = List.of();

  @Option(names = "--seconds", paramLabel = "S", description = "Measured time of each echo.")
  private Optional<Double> seconds = Optional.empty();

  @Option(names = "--warmup", paramLabel = "S", description = "Load before each echo.")
  private Optional<Double> warmUpSeconds = Optional.empty();

  @Option(names = "--rounds", paramLabel = "N", description = "Rounds; the medians are shown.")
  private Optional<Integer> rounds = Optional.empty();

  @Option(names = "--loops", paramLabel = "N", description = "Event loops of each server.")
  private Optional<Integer> loops = Optional.empty();

  @Option(names = "--generator-loops", paramLabel = "N", description = "Event loops of the load.")
  private Optional<Integer> generatorLoops = Optional.empty();

  @Option(names = "--json", paramLabel = "FILE", description = "Where the report goes.")
  private Optional<Path> json = Optional.empty();

  @Override
  public Integer call() throws InterruptedException {
    IdlePlan wanted = plan();
    Path root = ProjectRoot.find();
    Machine machine = Machine.here(root);
    System.out.println(machine.inOneLine());
    try {
      IdlePlan plan = possible(wanted);
      System.out.println();
      IdleReport report = measure(plan, wanted.connections(), machine);
      System.out.println(IdleTable.of(report));
      Path file = json.orElse(Reports.defaultFile(root, "idle", machine.date()));
      Reports.write(report, file);
      System.out.println("written to " + file);
      return 0;
    } catch (IOException failed) {
      System.err.println("bench idle: " + failed.getMessage());
      return 1;
    }
  }

  /** What the system has descriptors for, on both sides. */
  private static IdlePlan possible(IdlePlan wanted) throws IOException, InterruptedException {
    long limit = Descriptors.raise(wanted.connections() + OTHER_DESCRIPTORS);
    if (limit >= wanted.connections() + OTHER_DESCRIPTORS) {
      return wanted;
    }
    int connections = (int) Math.max(1, limit - OTHER_DESCRIPTORS);
    System.out.printf(
        "holding %,d connections and not %,d: a process may open %,d files here%n",
        connections, wanted.connections(), limit);
    return wanted.withConnections(connections);
  }

  private static IdleReport measure(IdlePlan plan, int wantedConnections, Machine machine)
      throws IOException, InterruptedException {
    try (IdleRun run = new IdleRun(plan)) {
      List<Server> figures = IdleSummary.of(run.measure(), plan.yardstick().label());
      return new IdleReport("idle", machine, options(plan, wantedConnections), figures);
    }
  }

  private IdlePlan plan() {
    IdlePlan base = IdlePlan.full();
    try {
      return new IdlePlan(
          connections.orElse(base.connections()),
          servers.isEmpty() ? base.servers() : EchoKinds.named(servers),
          seconds.map(EchoBench::duration).orElse(base.window()),
          warmUpSeconds.map(EchoBench::duration).orElse(base.warmUp()),
          rounds.orElse(base.rounds()),
          loops.orElse(base.loops()),
          generatorLoops.orElse(base.generatorLoops()));
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(spec.commandLine(), wrong.getMessage());
    }
  }

  private static IdleReport.Options options(IdlePlan plan, int wantedConnections) {
    return new IdleReport.Options(
        plan.connections(),
        wantedConnections,
        plan.servers().stream().map(EchoKind::label).toList(),
        plan.yardstick().label(),
        plan.loops(),
        plan.generatorLoops(),
        Transport.best().label(),
        plan.warmUp().toMillis(),
        plan.window().toMillis(),
        plan.rounds(),
        IdlePlan.ACTIVE_CONNECTIONS,
        IdlePlan.ACTIVE_PAYLOAD_BYTES,
        Stream.concat(EchoProcess.JVM_FLAGS.stream(), EchoProcess.MEMORY_FLAGS.stream()).toList());
  }
}
