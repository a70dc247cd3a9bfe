package dev.samara.load;

import dev.samara.load.EchoPlan.Shape;
import dev.samara.load.generator.FrameLoad;
import dev.samara.load.generator.LoadException;
import dev.samara.load.generator.LoadPlan;
import dev.samara.load.generator.LoadResult;
import dev.samara.load.generator.WindowWatcher;
import dev.samara.load.process.EchoProcess;
import dev.samara.load.report.Measure;
import dev.samara.load.report.Result;
import dev.samara.load.report.Rounds;
import dev.samara.load.server.EchoKind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One run of {@code bench echo}: all servers are started, then take turns in each cell. They stay
 * for the whole run, so that only the first windows see cold code. Owned by the main thread.
 */
final class EchoRun implements AutoCloseable {
  private static final Duration FIRST_WARM_UP = Duration.ofSeconds(1);

  private final EchoPlan plan;
  private final Progress progress;
  private final FrameLoad load;
  private final Map<EchoKind, EchoProcess> servers = new EnumMap<>(EchoKind.class);

  EchoRun(EchoPlan plan) {
    this.plan = plan;
    this.progress = new Progress(plan.measurements());
    this.load = new FrameLoad(plan.generatorLoops());
  }

  /**
   * Measures all cells.
   *
   * @param eachCell told of the results of a cell as soon as it is measured
   */
  List<Result> measure(Consumer<List<Result>> eachCell) throws IOException, InterruptedException {
    for (EchoKind kind : plan.servers()) {
      servers.put(kind, start(kind));
    }
    for (EchoKind kind : plan.servers()) {
      warmUp(servers.get(kind));
    }
    List<Result> results = new ArrayList<>();
    for (Shape shape : plan.shapes()) {
      List<Result> cell = measure(shape);
      results.addAll(cell);
      progress.clear();
      eachCell.accept(cell);
    }
    return results;
  }

  @Override
  public void close() {
    progress.clear();
    servers.values().forEach(EchoProcess::close);
    load.close();
  }

  private EchoProcess start(EchoKind kind) throws IOException, InterruptedException {
    return EchoProcess.start(kind, plan.loops(), plan.maxPayloadBytes(), List.of());
  }

  private void warmUp(EchoProcess server) throws IOException, InterruptedException {
    LoadPlan warm =
        LoadPlan.to(server.address())
            .withWire(server.kind().wire())
            .withTimes(Duration.ZERO, FIRST_WARM_UP.dividedBy(2));
    run(server, warm.withShape(50, 64, 128), WindowWatcher.NONE);
    run(server, warm.withShape(50, 1, 16_384), WindowWatcher.NONE);
  }

  private List<Result> measure(Shape shape) throws IOException, InterruptedException {
    Map<EchoKind, Rounds> rounds = new LinkedHashMap<>();
    plan.servers().forEach(kind -> rounds.put(kind, new Rounds(kind.label(), shape.at())));
    for (int round = 0; round < plan.rounds(); round++) {
      for (EchoKind kind : plan.order(round)) {
        progress.step(
            "%s, %d x %d, %d B"
                .formatted(kind.label(), shape.connections(), shape.depth(), shape.payloadBytes()));
        measure(servers.get(kind), shape, rounds.get(kind));
      }
    }
    return Result.against(
        plan.yardstick().label(), rounds.values().stream().map(Rounds::result).toList());
  }

  private void measure(EchoProcess server, Shape shape, Rounds rounds)
      throws IOException, InterruptedException {
    CpuWatcher cpu = new CpuWatcher(server);
    LoadResult result =
        run(
            server,
            LoadPlan.to(server.address())
                .withWire(server.kind().wire())
                .withShape(shape.connections(), shape.depth(), shape.payloadBytes())
                .withTimes(plan.warmUp(), plan.window()),
            cpu);
    if (result.measured() == 0) {
      throw new IOException(
          "the %s server gave no answer within the window".formatted(server.kind().label()));
    }
    rounds.add(Measure.RATE, result.messagesPerSecond());
    rounds.addLatencies(result.latenciesNanos());
    // The system counts in ticks of 10 ms: of a very short window it may say nothing.
    double cpuNanos = Math.max(cpu.usedNanos(), 1e3);
    rounds.add(Measure.CPU, cpuNanos / 1e3 / result.measured());
    rounds.add(Measure.PER_CPU, result.measured() / cpuNanos * 1e9);
  }

  /** A fault is the server's: its name and its last words belong to the message. */
  private LoadResult run(EchoProcess server, LoadPlan loadPlan, WindowWatcher watcher)
      throws IOException, InterruptedException {
    try {
      return load.run(loadPlan, watcher);
    } catch (LoadException fault) {
      throw new IOException(
          "the %s server, %d connections x %d in flight, %d B: %s (%s)%s"
              .formatted(
                  server.kind().label(),
                  loadPlan.connections(),
                  loadPlan.depth(),
                  loadPlan.payloadBytes(),
                  fault.getMessage(),
                  fault.balance(),
                  lastWords(server)));
    }
  }

  private static String lastWords(EchoProcess server) {
    String output = server.lastOutput();
    return output.isEmpty() ? "" : "; it printed: " + output;
  }

  /** Reads the server's clock at both ends of the window. */
  private static final class CpuWatcher implements WindowWatcher {
    private final EchoProcess server;
    private Duration before = Duration.ZERO;
    private Duration after = Duration.ZERO;

    CpuWatcher(EchoProcess server) {
      this.server = server;
    }

    @Override
    public void opened() throws IOException {
      before = server.cpuTime();
    }

    @Override
    public void closed() throws IOException {
      after = server.cpuTime();
    }

    long usedNanos() {
      return after.minus(before).toNanos();
    }
  }
}
