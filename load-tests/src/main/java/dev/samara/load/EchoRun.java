package dev.samara.load;

import dev.samara.load.EchoAxes.Shape;
import dev.samara.load.generator.FrameLoad;
import dev.samara.load.generator.LoadPlan;
import dev.samara.load.generator.Medium;
import dev.samara.load.process.EchoProcess;
import dev.samara.load.process.Subject;
import dev.samara.load.report.Report.Check;
import dev.samara.load.report.Report.Gap;
import dev.samara.load.report.Result;
import dev.samara.load.report.Rounds;
import dev.samara.load.server.EchoKind;
import java.io.IOException;
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
  private final EchoPlan plan;
  private final Progress progress;
  private final FrameLoad load;
  private final EchoWindows windows;
  private final Map<EchoKind, Subject> servers = new LinkedHashMap<>();
  private final List<Gap> gaps = new ArrayList<>();
  private final List<Check> checks = new ArrayList<>();

  EchoRun(EchoPlan plan) {
    this.plan = plan;
    this.progress = new Progress(plan.measurements());
    this.load = new FrameLoad(plan.generatorLoops());
    this.windows = new EchoWindows(load);
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
      windows.warmUp(server, medium == Medium.UDP, plan.warmUp());
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
    windows.measure(server, loadPlan(server, shape), rounds);
  }

  private LoadPlan loadPlan(Subject server, Shape shape) {
    LoadPlan loadPlan = EchoWindows.plan(server, shape, plan.warmUp(), plan.window());
    LoadPlan paced = plan.rate().map(loadPlan::withRate).orElse(loadPlan);
    return plan.content().map(paced::withContent).orElse(paced);
  }
}
