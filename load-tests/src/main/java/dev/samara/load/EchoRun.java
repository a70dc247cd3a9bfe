package dev.samara.load;

import dev.samara.load.EchoAxes.Shape;
import dev.samara.load.generator.FrameLoad;
import dev.samara.load.generator.LoadException;
import dev.samara.load.generator.LoadPlan;
import dev.samara.load.generator.LoadResult;
import dev.samara.load.generator.Medium;
import dev.samara.load.generator.WindowWatcher;
import dev.samara.load.process.EchoProcess;
import dev.samara.load.process.Subject;
import dev.samara.load.report.Measure;
import dev.samara.load.report.Report.Check;
import dev.samara.load.report.Report.Gap;
import dev.samara.load.report.Result;
import dev.samara.load.report.Rounds;
import dev.samara.load.server.EchoKind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One run of an echo bench: for each medium all servers are started, then take turns in each cell.
 * They stay for all cells, so that only the first windows see cold code. Owned by the main thread.
 */
final class EchoRun implements AutoCloseable {
  private static final Duration FIRST_WARM_UP = Duration.ofSeconds(1);
  private static final Duration LEAST_PATIENCE = Duration.ofSeconds(5);
  private static final Duration MOST_PATIENCE = Duration.ofSeconds(60);

  private final EchoPlan plan;
  private final Progress progress;
  private final FrameLoad load;
  private final Map<EchoKind, Subject> servers = new LinkedHashMap<>();
  private final List<Gap> gaps = new ArrayList<>();
  private final List<Check> checks = new ArrayList<>();

  EchoRun(EchoPlan plan) {
    this.plan = plan;
    this.progress = new Progress(plan.measurements());
    this.load = new FrameLoad(plan.generatorLoops());
  }

  /** Cells in which a server failed, and why. */
  List<Gap> gaps() {
    return List.copyOf(gaps);
  }

  /** Failures that no peer but this kit is to blame for. */
  List<Check> checks() {
    return List.copyOf(checks);
  }

  /**
   * Measures all cells.
   *
   * @param eachCell told of the results of a cell as soon as it is measured
   */
  List<Result> measure(Consumer<List<Result>> eachCell) throws IOException, InterruptedException {
    List<Result> results = new ArrayList<>();
    for (Medium medium : plan.axes().media()) {
      closeServers();
      for (EchoKind kind : plan.servers()) {
        servers.put(kind, start(kind, medium));
      }
      for (Shape shape : plan.axes().shapes()) {
        if (shape.medium() == medium) {
          List<Result> cell = measure(shape);
          results.addAll(cell);
          progress.clear();
          eachCell.accept(cell);
        }
      }
    }
    return results;
  }

  @Override
  public void close() {
    progress.clear();
    closeServers();
    load.close();
  }

  private void closeServers() {
    servers.values().forEach(Subject::close);
    servers.clear();
  }

  private Subject start(EchoKind kind, Medium medium) throws IOException, InterruptedException {
    Subject server =
        EchoProcess.start(kind, medium, plan.loops(), plan.maxPayloadBytes(), plan.serverFlags());
    try {
      LoadPlan warm =
          LoadPlan.to(server.target())
              .withWire(server.wire())
              .withTimes(Duration.ZERO, FIRST_WARM_UP.dividedBy(2));
      boolean bounded = medium == Medium.UDP;
      run(server, warm.withShape(bounded ? 10 : 50, bounded ? 4 : 64, 128), WindowWatcher.NONE);
      run(server, warm.withShape(bounded ? 4 : 50, 1, 16_384), WindowWatcher.NONE);
      return server;
    } catch (IOException | InterruptedException failed) {
      server.close();
      throw failed;
    }
  }

  private List<Result> measure(Shape shape) throws IOException, InterruptedException {
    List<Rounds> all =
        plan.target().isPresent()
            ? List.of(measureTarget(shape))
            : List.copyOf(measureServers(shape).values());
    return Result.against(
        plan.yardstick().label(),
        all.stream().filter(rounds -> !rounds.isEmpty()).map(Rounds::result).toList());
  }

  private Rounds measureTarget(Shape shape) throws IOException, InterruptedException {
    Subject target = Subject.running(plan.target().orElseThrow());
    Rounds rounds = new Rounds(target.label(), shape.at());
    for (int round = 0; round < plan.rounds(); round++) {
      progress.step(shape.text());
      measure(target, shape, rounds);
    }
    return rounds;
  }

  private Map<EchoKind, Rounds> measureServers(Shape shape)
      throws IOException, InterruptedException {
    Map<EchoKind, Rounds> rounds = new LinkedHashMap<>();
    plan.servers().forEach(kind -> rounds.put(kind, new Rounds(kind.label(), shape.at())));
    for (int round = 0; round < plan.rounds(); round++) {
      for (EchoKind kind : plan.order(round)) {
        progress.step(kind.label() + ", " + shape.text());
        try {
          measure(servers.get(kind), shape, rounds.get(kind));
        } catch (IOException failed) {
          if (!plan.goOn()) {
            throw failed;
          }
          failed(kind, shape, failed);
        }
      }
    }
    return rounds;
  }

  /** A peer that fails is a figure like others; this kit must not. A new process goes on. */
  private void failed(EchoKind kind, Shape shape, IOException failure)
      throws IOException, InterruptedException {
    String name = kind.label() + ", " + shape.text();
    gaps.add(new Gap(name, failure.getMessage()));
    if (!kind.isPeer()) {
      checks.add(new Check(name, false, failure.getMessage()));
    }
    servers.get(kind).close();
    servers.put(kind, start(kind, shape.medium()));
  }

  private void measure(Subject server, Shape shape, Rounds rounds)
      throws IOException, InterruptedException {
    CpuWatcher cpu = new CpuWatcher(server);
    LoadResult result = run(server, loadPlan(server, shape), cpu);
    if (result.measured() == 0) {
      throw new IOException(
          "the %s server gave no answer within the window".formatted(server.label()));
    }
    rounds.add(Measure.RATE, result.messagesPerSecond());
    rounds.addLatencies(result.latenciesNanos());
    cpu.used().ifPresent(used -> rounds.addCpu(used, result.measured()));
  }

  private LoadPlan loadPlan(Subject server, Shape shape) {
    Duration window = shape.window(plan.window());
    Duration patience = window.multipliedBy(3);
    LoadPlan loadPlan =
        LoadPlan.to(server.target())
            .withWire(server.wire())
            .withShape(shape.connections(), shape.depth(), shape.payloadBytes())
            .withTimes(plan.warmUp(), window)
            .withChecks(
                patience.compareTo(LEAST_PATIENCE) < 0
                    ? LEAST_PATIENCE
                    : patience.compareTo(MOST_PATIENCE) > 0 ? MOST_PATIENCE : patience,
                16);
    LoadPlan paced = plan.rate().map(loadPlan::withRate).orElse(loadPlan);
    return plan.content().map(paced::withContent).orElse(paced);
  }

  /** A fault is the server's: its name and its last words belong to the message. */
  private LoadResult run(Subject server, LoadPlan loadPlan, WindowWatcher watcher)
      throws IOException, InterruptedException {
    try {
      return load.run(loadPlan, watcher);
    } catch (LoadException fault) {
      throw new IOException(
          "the %s server, %d connections x %d in flight, %d B: %s (%s)%s"
              .formatted(
                  server.label(),
                  loadPlan.connections(),
                  loadPlan.depth(),
                  loadPlan.payloadBytes(),
                  fault.getMessage(),
                  fault.balance(),
                  lastWords(server)));
    }
  }

  private static String lastWords(Subject server) {
    String output = server.lastOutput();
    return output.isEmpty() ? "" : "; it printed: " + output;
  }
}
