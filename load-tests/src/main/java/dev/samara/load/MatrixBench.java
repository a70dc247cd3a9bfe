package dev.samara.load;

import dev.samara.load.generator.Medium;
import dev.samara.load.matrix.Client;
import dev.samara.load.process.EchoProcess;
import dev.samara.load.process.PythonEcho;
import dev.samara.load.process.Subject;
import dev.samara.load.report.Measure;
import dev.samara.load.report.Measure.Better;
import dev.samara.load.report.Report;
import dev.samara.load.report.Report.Gap;
import dev.samara.load.report.ReportTable;
import dev.samara.load.report.Result;
import dev.samara.load.report.Rounds;
import dev.samara.load.server.EchoKind;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code samara bench matrix}. */
@Command(
    name = "matrix",
    description =
        "Round trips of 100 kB, one at a time on each of four connections: blocking and async"
            + " clients against blocking and async servers, and Python's asyncio.",
    mixinStandardHelpOptions = true)
final class MatrixBench extends Bench {
  private static final int CLIENTS = 4;
  private static final int BYTES = 100_000;
  private static final String YARDSTICK = "asyncio";
  private static final Measure SECONDS = new Measure("seconds", "seconds", Better.LESS, true);

  @Option(names = "--trips", paramLabel = "N", description = "Round trips, of all clients.")
  private int trips = 50_000;

  @Option(names = "--rounds", paramLabel = "N", description = "Rounds; the medians are shown.")
  private int rounds = 3;

  @Option(names = "--quick", description = "One round of 400 trips.")
  private boolean quick;

  @Override
  void prepare() {
    if (quick) {
      trips = 400;
      rounds = 1;
    }
    Checks.range("--trips", trips, CLIENTS, 10_000_000);
    Checks.range("--rounds", rounds, 1, 100);
  }

  @Override
  Report measure(Here here) throws IOException, InterruptedException {
    Optional<String> missing = PythonEcho.missing();
    Map<String, Subject> servers = new LinkedHashMap<>();
    try {
      if (missing.isEmpty()) {
        servers.put(YARDSTICK, PythonEcho.start(here.root()));
      }
      servers.put("blocking", start(EchoKind.THREAD));
      servers.put("async", start(EchoKind.HANDLER));
      List<Result> results = Result.against(YARDSTICK, measure(servers));
      System.out.println(ReportTable.of(results, YARDSTICK));
      return new Report(
          name(),
          here.machine(),
          YARDSTICK,
          Map.of("trips", "" + trips, "clients", "" + CLIENTS, "bytes", "" + BYTES),
          results,
          missing.map(why -> List.of(new Gap(YARDSTICK, why))).orElse(List.of()),
          List.of(),
          List.of());
    } finally {
      servers.values().forEach(Subject::close);
    }
  }

  private static Subject start(EchoKind kind) throws IOException, InterruptedException {
    return EchoProcess.start(kind, Medium.TCP, 1, 1 << 20, List.of());
  }

  private List<Result> measure(Map<String, Subject> servers)
      throws IOException, InterruptedException {
    Progress progress = new Progress(Client.values().length * servers.size() * (rounds + 1));
    List<Result> results = new ArrayList<>();
    for (Client client : Client.values()) {
      Map<String, String> at = Map.of("client", client.label());
      Map<String, Rounds> all = new LinkedHashMap<>();
      servers.keySet().forEach(name -> all.put(name, new Rounds(name, at)));
      // The first round warms up and is not counted.
      for (int round = 0; round <= rounds; round++) {
        for (String name : EchoPlan.order(List.copyOf(servers.keySet()), round)) {
          progress.step(client.label() + " client, " + name + " server");
          InetSocketAddress address = (InetSocketAddress) servers.get(name).target().address();
          double seconds = client.run(address, CLIENTS, trips / CLIENTS, BYTES);
          if (round > 0) {
            all.get(name).add(SECONDS, seconds);
            all.get(name).add(Measure.RATE.labelled("trips/s"), trips / seconds);
          }
        }
      }
      all.values().forEach(one -> results.add(one.result()));
    }
    progress.clear();
    return results;
  }
}
