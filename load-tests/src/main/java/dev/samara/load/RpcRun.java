package dev.samara.load;

import dev.samara.load.RpcCase.Shape;
import dev.samara.load.generator.Measurement;
import dev.samara.load.process.RpcPair;
import dev.samara.load.report.Measure;
import dev.samara.load.report.ReportTable;
import dev.samara.load.report.Result;
import dev.samara.load.report.Rounds;
import dev.samara.load.rpc.RpcKind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One run of {@code bench rpc}: for each case all servers and loads are started, then take turns.
 * Owned by the main thread.
 */
final class RpcRun {
  private static final Duration FIRST_WINDOW = Duration.ofMillis(250);
  private static final Duration MOST_FIRST_WARM_UP = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final RpcPlan plan;
  private final Progress progress;

  RpcRun(RpcPlan plan) {
    this.plan = plan;
    this.progress = new Progress(plan.measurements());
  }

  /** Measures all cases and prints each as soon as it is there. */
  List<Result> measure() throws IOException, InterruptedException {
    List<Result> results = new ArrayList<>();
    for (RpcCase one : plan.cases()) {
      Map<RpcKind, RpcPair> pairs = new LinkedHashMap<>();
      try {
        for (RpcKind kind : one.kinds()) {
          int connections = one.shapes().getFirst().connections();
          pairs.put(kind, RpcPair.start(kind, plan.loops(), connections));
        }
        for (Shape shape : one.shapes()) {
          results.addAll(measure(one, shape, pairs));
        }
      } finally {
        pairs.values().forEach(RpcPair::close);
        progress.clear();
      }
    }
    return results;
  }

  private List<Result> measure(RpcCase one, Shape shape, Map<RpcKind, RpcPair> pairs)
      throws IOException, InterruptedException {
    Map<RpcKind, Rounds> rounds = new LinkedHashMap<>();
    for (RpcKind kind : one.kinds()) {
      rounds.put(kind, new Rounds(kind.label(), Map.of()));
      warmUp(pairs.get(kind), shape);
    }
    for (int round = 0; round < plan.rounds(); round++) {
      for (RpcKind kind : EchoPlan.order(one.kinds(), round)) {
        progress.step("%s, %d B".formatted(kind.label(), shape.bytes()));
        Measurement measured = measure(pairs.get(kind), shape, plan.warmUp(), plan.window());
        add(kind, measured, rounds.get(kind));
      }
    }
    progress.clear();
    List<Result> results = new ArrayList<>();
    for (RpcKind peer : one.peers()) {
      List<Result> both =
          Result.against(
              peer.label(),
              List.of(
                  at(one.at(shape, peer), rounds.get(peer)),
                  at(one.at(shape, peer), rounds.get(one.ours()))));
      System.out.println(ReportTable.of(both, peer.label()));
      results.addAll(both);
    }
    return results;
  }

  private static Result at(Map<String, String> at, Rounds rounds) {
    Result result = rounds.result();
    return new Result(result.subject(), at, result.figures(), result.latency());
  }

  private void warmUp(RpcPair pair, Shape shape) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    Duration used = Duration.ZERO;
    while (used.compareTo(plan.firstWarmUp()) < 0
        && System.nanoTime() - begun < MOST_FIRST_WARM_UP.toNanos()) {
      used = used.plus(measure(pair, shape, Duration.ZERO, FIRST_WINDOW).cpu());
    }
  }

  private static Measurement measure(RpcPair pair, Shape shape, Duration warmUp, Duration window)
      throws IOException, InterruptedException {
    return pair.measure(shape.depth(), shape.bytes(), warmUp, window, PATIENCE);
  }

  private static void add(RpcKind kind, Measurement measured, Rounds into) throws IOException {
    if (measured.measured() == 0) {
      throw new IOException(kind.label() + " gave no answer within the window");
    }
    add(measured, into);
  }

  /**
   * Rate, latencies where there are any, and processor time of a window in which something came.
   */
  static void add(Measurement measured, Rounds into) {
    into.add(Measure.RATE, measured.perSecond());
    if (measured.latenciesNanos().getTotalCount() > 0) {
      into.addLatencies(measured.latenciesNanos());
    }
    into.addCpu(measured.cpu(), measured.measured());
  }
}
