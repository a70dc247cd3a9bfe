package dev.samara.load;

import dev.samara.load.fault.Setting;
import dev.samara.load.generator.Medium;
import dev.samara.load.process.EchoProcess;
import dev.samara.load.process.GatewayProcess;
import dev.samara.load.report.Measure;
import dev.samara.load.report.Measure.Better;
import dev.samara.load.report.Report;
import dev.samara.load.report.ReportTable;
import dev.samara.load.report.Result;
import dev.samara.load.report.Rounds;
import dev.samara.load.server.EchoKind;
import dev.samara.load.server.EchoServer;
import dev.samara.load.transport.TemporaryFolder;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code samara bench start}. */
@Command(
    name = "start",
    description = "From the start of a process to the moment it listens, and its memory then.",
    mixinStandardHelpOptions = true)
final class StartBench extends Bench {
  private static final Measure MILLIS = new Measure("start", "ready after ms", Better.LESS, true);
  private static final Measure MEBIBYTES =
      new Measure("memory", "resident MiB", Better.LESS, false);
  private static final String NODE = "node";

  @Option(names = "--rounds", paramLabel = "N", description = "Rounds; the medians are shown.")
  private int rounds = 5;

  @Option(names = "--quick", description = "One round.")
  private boolean quick;

  @Override
  void prepare() {
    rounds = quick ? 1 : rounds;
    Checks.range("--rounds", rounds, 1, 100);
  }

  @Override
  Report measure(Here here) throws IOException, InterruptedException {
    List<String> subjects = List.of("netty", "vertx", "handler", NODE);
    Map<String, Rounds> all = new LinkedHashMap<>();
    subjects.forEach(subject -> all.put(subject, new Rounds(subject, Map.of())));
    Progress progress = new Progress(rounds * subjects.size());
    for (int round = 0; round < rounds; round++) {
      for (String subject : EchoPlan.order(subjects, round)) {
        progress.step(subject);
        measure(subject, all.get(subject));
      }
    }
    progress.clear();
    List<Result> results =
        Result.against("netty", all.values().stream().map(Rounds::result).toList());
    System.out.println(ReportTable.of(results, "netty"));
    return new Report(
        name(), here.machine(), "netty", Map.of("rounds", Integer.toString(rounds)), results);
  }

  private static void measure(String subject, Rounds into)
      throws IOException, InterruptedException {
    long begun = System.nanoTime();
    if (subject.equals(NODE)) {
      try (TemporaryFolder folder = TemporaryFolder.create("samara-start");
          GatewayProcess node = GatewayProcess.start(folder.path(), Setting.USUAL)) {
        into.add(MILLIS, (System.nanoTime() - begun) / 1e6);
        into.add(MEBIBYTES, node.residentBytes() / (double) (1 << 20));
      }
    } else {
      EchoKind kind = EchoKind.of(subject).orElseThrow();
      try (EchoProcess server =
          EchoProcess.start(kind, Medium.TCP, 1, EchoServer.MAX_PAYLOAD_BYTES, List.of())) {
        into.add(MILLIS, (System.nanoTime() - begun) / 1e6);
        into.add(MEBIBYTES, server.residentBytes() / (double) (1 << 20));
      }
    }
  }
}
