package dev.samara.load;

import dev.samara.load.generator.Crowd;
import dev.samara.load.generator.FrameLoad;
import dev.samara.load.generator.LoadException;
import dev.samara.load.generator.LoadPlan;
import dev.samara.load.generator.LoadResult;
import dev.samara.load.generator.Medium;
import dev.samara.load.process.EchoProcess;
import dev.samara.load.process.EchoProcess.BalanceAnswer;
import dev.samara.load.report.Measure;
import dev.samara.load.report.Point;
import dev.samara.load.report.Report;
import dev.samara.load.report.Report.Check;
import dev.samara.load.report.Report.Timeline;
import dev.samara.load.report.ReportTable;
import dev.samara.load.report.Result;
import dev.samara.load.report.Rounds;
import dev.samara.load.server.EchoKind;
import dev.samara.load.server.EchoServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code samara bench soak}: many connections and a steady rate for as long as one likes. */
@Command(
    name = "soak",
    description =
        "Thousands of connections at a steady rate: memory over time, and the balance at the end.",
    mixinStandardHelpOptions = true)
final class SoakBench extends Bench {
  private static final int OTHER_DESCRIPTORS = 300;
  private static final Duration GATHER_PATIENCE = Duration.ofMinutes(2);

  /** Growth beyond this, from the first third to the last, is a leak or a cache too large. */
  private static final double MOST_GROWTH_MEBIBYTES = 32;

  @Option(names = "--connections", paramLabel = "N", description = "Those that keep still.")
  private int connections = 3_000;

  @Option(names = "--rate", paramLabel = "N", description = "Messages per second, on 100 others.")
  private double rate = 2_000;

  @Option(names = "--minutes", paramLabel = "M", description = "How long.")
  private double minutes = 5;

  @Option(names = "--quick", description = "Ten seconds, 500 connections.")
  private boolean quick;

  @Override
  void prepare() {
    if (quick) {
      minutes = 1 / 6.0;
      connections = Math.min(connections, 500);
    }
    Checks.range("--connections", connections, 1, 49_000);
    Checks.range("--rate", Math.round(rate), 1, 1_000_000);
    Checks.range("--minutes * 100", Math.round(minutes * 100), 1, 100_000);
  }

  @Override
  Report measure(Here here) throws IOException, InterruptedException {
    int held = Capacity.connections(connections, OTHER_DESCRIPTORS);
    try (EchoProcess server =
            EchoProcess.start(
                EchoKind.BUS, Medium.TCP, 1, EchoServer.MAX_PAYLOAD_BYTES, List.of());
        FrameLoad load = new FrameLoad(1)) {
      return soak(here, held, server, load);
    } catch (LoadException failed) {
      throw new IOException("%s (%s)".formatted(failed.getMessage(), failed.balance()), failed);
    }
  }

  private Report soak(Here here, int held, EchoProcess server, FrameLoad load)
      throws IOException, InterruptedException, LoadException {
    Rounds rounds = new Rounds("bus", Map.of("connections", Integer.toString(held)));
    List<Point> heap = new ArrayList<>();
    List<Point> resident = new ArrayList<>();
    Duration length = Duration.ofMillis(Math.round(minutes * 60_000));
    Duration step = length.dividedBy(10);
    Progress progress = new Progress(10);
    try (Crowd crowd = load.gather(server.target(), server.wire(), held, GATHER_PATIENCE)) {
      long begun = System.nanoTime();
      for (int i = 0; i < 10; i++) {
        progress.step("soak");
        CpuWatcher cpu = new CpuWatcher(server);
        LoadResult result = load.run(plan(server, step), cpu);
        rounds.add(Measure.RATE, result.messagesPerSecond()).addLatencies(result.latenciesNanos());
        cpu.used()
            .ifPresent(used -> rounds.add(Measure.CPU, used.toNanos() / 1e3 / result.measured()));
        double now = (System.nanoTime() - begun) / 1e9;
        heap.add(new Point(now, server.liveHeapBytes() / (double) (1 << 20)));
        resident.add(new Point(now, server.residentBytes() / (double) (1 << 20)));
      }
      progress.clear();
      Result result = rounds.result();
      System.out.println(ReportTable.of(List.of(result), ""));
      return new Report(
          name(),
          here.machine(),
          "",
          Map.of("rate", "%.0f messages/s".formatted(rate), "length", length.toString()),
          List.of(result),
          List.of(),
          List.of(
              new Timeline("bus", "live heap MiB", heap),
              new Timeline("bus", "resident MiB", resident)),
          checks(server, crowd, heap));
    }
  }

  private LoadPlan plan(EchoProcess server, Duration step) {
    return LoadPlan.to(server.target())
        .withShape(100, 1, 256)
        .withRate(rate)
        .withTimes(Duration.ZERO, step);
  }

  private static List<Check> checks(EchoProcess server, Crowd crowd, List<Point> heap)
      throws IOException, InterruptedException {
    BalanceAnswer balance = server.balance();
    double growth = mean(heap.subList(7, 10)) - mean(heap.subList(0, 3));
    return List.of(
        new Check("balance", balance.addsUp() && balance.settled(), balance.text()),
        new Check(
            "connections stay",
            crowd.present() == crowd.count(),
            "%,d of %,d".formatted(crowd.present(), crowd.count())),
        new Check(
            "live heap stays",
            growth <= MOST_GROWTH_MEBIBYTES,
            "%+.1f MiB from the first to the last third".formatted(growth)));
  }

  private static double mean(List<Point> points) {
    return points.stream().mapToDouble(Point::y).average().orElse(0);
  }
}
