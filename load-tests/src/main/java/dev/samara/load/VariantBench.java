package dev.samara.load;

import dev.samara.load.EchoAxes.Shape;
import dev.samara.load.generator.Crowd;
import dev.samara.load.generator.FrameLoad;
import dev.samara.load.generator.LoadException;
import dev.samara.load.generator.LoadPlan;
import dev.samara.load.generator.Medium;
import dev.samara.load.process.EchoProcess;
import dev.samara.load.report.Measure;
import dev.samara.load.report.Measure.Better;
import dev.samara.load.report.Report;
import dev.samara.load.report.Report.Gap;
import dev.samara.load.report.ReportTable;
import dev.samara.load.report.Result;
import dev.samara.load.report.Rounds;
import dev.samara.load.server.EchoKind;
import dev.samara.load.server.EchoServer;
import dev.samara.load.transport.Transport;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The echo of servers that differ in one setting and in nothing else. Each has a process of its
 * own, and all take turns, as in {@link EchoRun}. One that is too slow for a load is named, and the
 * others go on: that, too, is an answer. Owned by the main thread.
 */
abstract class VariantBench extends Bench {
  private static final Duration GATHER_PATIENCE = Duration.ofMinutes(1);
  private static final Measure ACCEPTS = new Measure("accepts", "accepts/s", Better.MORE, true);

  /** Beside its connections, a process has jars and event loops open. */
  private static final int OTHER_DESCRIPTORS = 300;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "NAME",
      description = "Some of them; the first is what the others are compared with.")
  private List<String> only = List.of();

  @Option(names = "--connections", paramLabel = "N", description = "How many.")
  private int connections = 50;

  @Mixin private RoundOptions timing = new RoundOptions();

  @Option(names = "--quick", description = "A first look.")
  private boolean quick;

  private final List<Gap> gaps = new ArrayList<>();
  private final Map<Variant, EchoProcess> servers = new LinkedHashMap<>();
  private List<Variant> chosen = List.of();

  /**
   * One setting.
   *
   * @param label its name in reports
   * @param kind which server has it
   * @param flags that bring it about, for the server's JVM
   */
  record Variant(String label, EchoKind kind, List<String> flags) {}

  /** All settings; the first is the yardstick. */
  abstract List<Variant> variants();

  /** Messages in flight on each connection, and their bytes. */
  abstract List<Load> loads();

  /**
   * One load.
   *
   * @param depth messages in flight on each connection
   * @param payloadBytes bytes of each
   */
  record Load(int depth, int payloadBytes) {}

  /** How many connections are opened at once to see how fast that goes; 0 for no such look. */
  abstract int newcomers(boolean forQuickLook);

  /** Event loops of the servers unless told otherwise. */
  abstract int usualLoops();

  @Override
  final void prepare() {
    Checks.range("--connections", connections, 1, 20_000);
    Checks.range("--rounds", rounds(), 1, 100);
    Checks.range("--seconds in ms", window().toMillis(), 50, 60_000);
    Checks.range("--warmup in ms", warmUp().toMillis(), 0, 60_000);
    Checks.range("--loops", loops(), 1, 64);
    List<Variant> all = variants();
    chosen = only.isEmpty() ? all : only.stream().map(name -> named(all, name)).distinct().toList();
  }

  private static Variant named(List<Variant> all, String name) {
    return all.stream()
        .filter(one -> one.label().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "--only: there is no %s, only %s"
                    .formatted(
                        name, all.stream().map(Variant::label).collect(Collectors.joining(", ")))));
  }

  private int rounds() {
    return timing.rounds(quick ? 1 : 3);
  }

  private Duration window() {
    return timing.window(Duration.ofMillis(quick ? 200 : 1_000));
  }

  private Duration warmUp() {
    return timing.warmUp(Duration.ofMillis(quick ? 100 : 300));
  }

  private int loops() {
    return timing.loops(usualLoops());
  }

  @Override
  final Report measure(Here here) throws IOException, InterruptedException {
    int newcomers = newcomers(quick);
    if (newcomers > 0) {
      newcomers = Capacity.connections(newcomers, OTHER_DESCRIPTORS);
    }
    System.out.println();
    String yardstick = chosen.size() > 1 ? chosen.getFirst().label() : "";
    List<Result> results = Result.against(yardstick, measure(newcomers));
    System.out.println(ReportTable.of(results, yardstick));
    Map<String, String> options = new LinkedHashMap<>();
    options.put("rounds", Integer.toString(rounds()));
    options.put("window", window().toMillis() + " ms");
    options.put("warm-up", warmUp().toMillis() + " ms");
    options.put("server loops", Integer.toString(loops()));
    options.put("generator loops", Integer.toString(timing.generatorLoops(1)));
    options.put("transport", Transport.best().label());
    chosen.forEach(one -> options.put(one.label(), String.join(" ", one.flags())));
    return new Report(
        name(),
        here.machine(),
        yardstick,
        options,
        results,
        List.copyOf(gaps),
        List.of(),
        List.of());
  }

  private List<Result> measure(int newcomers) throws IOException, InterruptedException {
    List<Shape> shapes =
        loads().stream()
            .map(load ->
                new Shape(Medium.TCP, connections, load.depth(), load.payloadBytes(), false))
            .toList();
    int looks = shapes.size() + (newcomers > 0 ? 1 : 0);
    Progress progress = new Progress(chosen.size() * (1 + rounds() * looks));
    try (FrameLoad load = new FrameLoad(timing.generatorLoops(1))) {
      EchoWindows windows = new EchoWindows(load);
      for (Variant variant : chosen) {
        progress.step("start of " + variant.label());
        servers.put(variant, start(variant, windows));
      }
      List<Result> results = new ArrayList<>();
      for (Shape shape : shapes) {
        results.addAll(
            turns(
                progress,
                windows,
                shape.at(),
                (server, rounds) -> {
                  LoadPlan plan = EchoWindows.plan(server, shape, warmUp(), window());
                  windows.measure(server, plan, rounds);
                }));
      }
      if (newcomers > 0) {
        results.addAll(
            turns(
                progress,
                windows,
                Map.of("newcomers", Integer.toString(newcomers)),
                (server, rounds) -> gather(load, server, newcomers, rounds)));
      }
      return results;
    } finally {
      progress.clear();
      servers.values().forEach(EchoProcess::close);
    }
  }

  private EchoProcess start(Variant variant, EchoWindows windows)
      throws IOException, InterruptedException {
    EchoProcess server =
        EchoProcess.start(
            variant.kind(), Medium.TCP, loops(), EchoServer.MAX_PAYLOAD_BYTES, variant.flags());
    try {
      windows.warmUp(server, false, warmUp());
    } catch (IOException slow) {
      // That will be seen in its figures, and said there.
    } catch (InterruptedException interrupted) {
      server.close();
      throw interrupted;
    }
    return server;
  }

  /** Measures one server once. */
  private interface Turn {
    void measure(EchoProcess server, Rounds rounds) throws IOException, InterruptedException;
  }

  private List<Result> turns(
      Progress progress, EchoWindows windows, Map<String, String> at, Turn turn)
      throws IOException, InterruptedException {
    Map<Variant, Rounds> all = new LinkedHashMap<>();
    chosen.forEach(variant -> all.put(variant, new Rounds(variant.label(), at)));
    List<Variant> failed = new ArrayList<>();
    for (int round = 0; round < rounds(); round++) {
      for (Variant variant : EchoPlan.order(chosen, round)) {
        progress.step(variant.label() + " " + at);
        if (!failed.contains(variant)) {
          try {
            turn.measure(servers.get(variant), all.get(variant));
          } catch (IOException slow) {
            failed.add(variant);
            gaps.add(new Gap(variant.label() + " " + at, slow.getMessage()));
            servers.get(variant).close();
            servers.put(variant, start(variant, windows));
          }
        }
      }
    }
    return all.values().stream().filter(rounds -> !rounds.isEmpty()).map(Rounds::result).toList();
  }

  private static void gather(FrameLoad load, EchoProcess server, int count, Rounds rounds)
      throws IOException, InterruptedException {
    try (Crowd crowd = load.gather(server.target(), server.wire(), count, GATHER_PATIENCE)) {
      rounds.add(ACCEPTS, count / (double) crowd.gatherNanos() * 1e9);
    } catch (LoadException fault) {
      throw new IOException("the %s server: %s".formatted(server.label(), fault.getMessage()));
    }
  }
}
