package dev.samara.load;

import dev.samara.load.generator.Crowd;
import dev.samara.load.generator.FrameLoad;
import dev.samara.load.generator.LoadException;
import dev.samara.load.generator.LoadPlan;
import dev.samara.load.generator.Medium;
import dev.samara.load.generator.WindowWatcher;
import dev.samara.load.process.EchoProcess;
import dev.samara.load.report.Measure;
import dev.samara.load.report.Measure.Better;
import dev.samara.load.report.Result;
import dev.samara.load.report.Rounds;
import dev.samara.load.server.EchoKind;
import dev.samara.load.server.EchoServer;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * One run of {@code bench idle}: in each round each server gets a new process, warm but without
 * garbage, to which the same is done. One process at a time. Owned by the main thread.
 */
final class IdleRun implements AutoCloseable {
  private static final Duration GATHER_PATIENCE = Duration.ofMinutes(2);
  private static final Duration GOODBYE_PATIENCE = Duration.ofSeconds(20);
  private static final Duration WARM_UP = Duration.ofMillis(700);

  /** Enough for the compiler to have seen how a connection is accepted. */
  private static final int WARM_UP_CONNECTIONS = 5_000;

  /** A server may open files of its own while it warms up. */
  private static final int OTHER_DESCRIPTORS = 32;

  private static final Measure ACCEPTS = new Measure("accepts", "accepts/s", Better.MORE, true);
  private static final Measure ACCEPT_CPU =
      new Measure("accept-cpu", "CPU us/accept", Better.LESS, false);
  private static final Measure HEAP = new Measure("heap", "heap KiB", Better.LESS, true);
  private static final Measure RESIDENT = new Measure("other", "other KiB", Better.LESS, false);
  private static final Measure ALONE_99 =
      new Measure("alone-p99", "p99 us alone", Better.LESS, false);
  private static final Measure BESIDE_50 =
      new Measure("beside-p50", "p50 us beside", Better.LESS, false);
  private static final Measure BESIDE_99 =
      new Measure("beside-p99", "p99 us beside", Better.LESS, true);

  private final IdlePlan plan;
  private final Progress progress;
  private final FrameLoad load;

  IdleRun(IdlePlan plan) {
    this.plan = plan;
    this.progress = new Progress(plan.rounds() * plan.servers().size());
    this.load = new FrameLoad(plan.generatorLoops());
  }

  /** Measures all servers in all rounds; the results in the plan's order, without ratios. */
  List<Result> measure() throws IOException, InterruptedException {
    Map<EchoKind, Rounds> rounds = new LinkedHashMap<>();
    Map<String, String> at = Map.of("idle connections", Integer.toString(plan.connections()));
    plan.servers().forEach(kind -> rounds.put(kind, new Rounds(kind.label(), at)));
    for (int round = 0; round < plan.rounds(); round++) {
      for (EchoKind kind : plan.order(round)) {
        progress.step("%s, %,d connections".formatted(kind.label(), plan.connections()));
        measure(kind, rounds.get(kind));
      }
    }
    progress.clear();
    return rounds.values().stream().map(Rounds::result).toList();
  }

  @Override
  public void close() {
    progress.clear();
    load.close();
  }

  private void measure(EchoKind kind, Rounds rounds) throws IOException, InterruptedException {
    try (EchoProcess server =
        EchoProcess.start(
            kind,
            Medium.TCP,
            plan.loops(),
            EchoServer.MAX_PAYLOAD_BYTES,
            EchoProcess.MEMORY_FLAGS)) {
      try {
        measure(server, rounds);
      } catch (LoadException fault) {
        throw new IOException(
            "the %s server: %s%s".formatted(kind.label(), fault.getMessage(), lastWords(server)));
      }
    }
  }

  private void measure(EchoProcess server, Rounds rounds)
      throws IOException, InterruptedException, LoadException {
    warmUp(server);
    Histogram alone = echo(server);
    long heapBefore = server.liveHeapBytes();
    long residentBefore = server.residentBytes();
    Duration cpuBefore = server.cpuTime().orElseThrow();
    try (Crowd crowd = gather(server, plan.connections())) {
      Duration cpu = server.cpuTime().orElseThrow().minus(cpuBefore);
      long heap = server.liveHeapBytes() - heapBefore;
      long resident = server.residentBytes() - residentBefore;
      Histogram beside = echo(server);
      checkAllPresent(crowd);
      double count = plan.connections();
      rounds.add(ACCEPTS, count / crowd.gatherNanos() * 1e9);
      rounds.add(ACCEPT_CPU, cpu.toNanos() / 1e3 / count);
      rounds.add(HEAP, heap / 1024.0 / count);
      rounds.add(RESIDENT, resident / 1024.0 / count);
      rounds.add(ALONE_99, alone.getValueAtPercentile(99) / 1e3);
      rounds.add(BESIDE_50, beside.getValueAtPercentile(50) / 1e3);
      rounds.add(BESIDE_99, beside.getValueAtPercentile(99) / 1e3);
    }
  }

  private void warmUp(EchoProcess server) throws IOException, InterruptedException, LoadException {
    load.run(
        LoadPlan.to(server.target())
            .withWire(server.kind().wire())
            .withShape(50, 64, IdlePlan.ACTIVE_PAYLOAD_BYTES)
            .withTimes(Duration.ZERO, WARM_UP),
        WindowWatcher.NONE);
    long before = server.openDescriptors();
    gather(server, Math.min(plan.connections(), WARM_UP_CONNECTIONS)).close();
    awaitGoodbye(server, before + OTHER_DESCRIPTORS);
  }

  private Crowd gather(EchoProcess server, int count) throws InterruptedException, LoadException {
    return load.gather(server.target(), server.kind().wire(), count, GATHER_PATIENCE);
  }

  /** Until the server has closed its side of connections that are gone. */
  private static void awaitGoodbye(EchoProcess server, long descriptors)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + GOODBYE_PATIENCE.toNanos();
    while (server.openDescriptors() > descriptors) {
      if (System.nanoTime() > deadline) {
        throw new IOException(
            "the %s server keeps connections that are gone".formatted(server.kind().label()));
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private Histogram echo(EchoProcess server)
      throws IOException, InterruptedException, LoadException {
    return load.run(
            LoadPlan.to(server.target())
                .withWire(server.kind().wire())
                .withShape(IdlePlan.ACTIVE_CONNECTIONS, 1, IdlePlan.ACTIVE_PAYLOAD_BYTES)
                .withTimes(plan.warmUp(), plan.window()),
            WindowWatcher.NONE)
        .latenciesNanos();
  }

  private static void checkAllPresent(Crowd crowd) throws IOException {
    if (crowd.present() < crowd.count()) {
      throw new IOException(
          "%,d of %,d idle connections were closed meanwhile"
              .formatted(crowd.count() - crowd.present(), crowd.count()));
    }
  }

  private static String lastWords(EchoProcess server) {
    String output = server.lastOutput();
    return output.isEmpty() ? "" : "; it printed: " + output;
  }
}
