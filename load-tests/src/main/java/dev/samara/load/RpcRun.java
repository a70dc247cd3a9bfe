package dev.samara.load;

import dev.samara.load.RpcCase.Shape;
import dev.samara.load.generator.Measurement;
import dev.samara.load.generator.Medium;
import dev.samara.load.process.RpcPair;
import dev.samara.load.report.Measure;
import dev.samara.load.report.Report.Gap;
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
import java.util.Optional;

/**
 * One run of {@code bench rpc}: for each case and medium all servers and loads are started, then
 * take turns. Owned by the main thread.
 */
final class RpcRun {
  private static final Duration FIRST_WINDOW = Duration.ofMillis(250);
  private static final Duration MOST_FIRST_WARM_UP = Duration.ofSeconds(30);
  private static final String TARGET = "target";

  private final RpcPlan plan;
  private final Progress progress;
  private final List<Gap> gaps = new ArrayList<>();

  RpcRun(RpcPlan plan) {
    this.plan = plan;
    this.progress = new Progress(plan.measurements());
  }

  /** Peers that do not speak what was asked for. */
  List<Gap> gaps() {
    return List.copyOf(gaps);
  }

  /** Measures all cases and prints each as soon as it is there. */
  List<Result> measure() throws IOException, InterruptedException {
    List<Result> results = new ArrayList<>();
    for (RpcCase one : plan.cases()) {
      for (Medium medium : plan.media(one)) {
        results.addAll(measure(one, medium));
      }
    }
    return results;
  }

  private List<Result> measure(RpcCase one, Medium medium)
      throws IOException, InterruptedException {
    List<Result> results = new ArrayList<>();
    Map<RpcKind, RpcPair> pairs = new LinkedHashMap<>();
    try {
      List<Shape> shapes = plan.shapes(one);
      for (RpcKind kind : plan.kinds(one, medium)) {
        pairs.put(kind, start(kind, medium, shapes.getFirst().connections()));
      }
      if (plan.target().isEmpty()) {
        one.peers().stream()
            .filter(peer -> !pairs.containsKey(peer))
            .forEach(peer -> gaps.add(new Gap(peer.label(), "not over " + medium.label())));
      }
      for (Shape shape : shapes) {
        results.addAll(measure(one, medium, shape, pairs));
      }
    } finally {
      pairs.values().forEach(RpcPair::close);
      progress.clear();
    }
    return results;
  }

  private RpcPair start(RpcKind kind, Medium medium, int connections)
      throws IOException, InterruptedException {
    return plan.target().isPresent()
        ? RpcPair.running(plan.target().get(), connections)
        : RpcPair.start(kind, medium, plan.loops(), connections);
  }

  private List<Result> measure(RpcCase one, Medium medium, Shape shape, Map<RpcKind, RpcPair> pairs)
      throws IOException, InterruptedException {
    Map<RpcKind, Rounds> rounds = new LinkedHashMap<>();
    for (RpcKind kind : pairs.keySet()) {
      rounds.put(kind, new Rounds(label(kind), Map.of()));
      warmUp(pairs.get(kind), shape);
    }
    for (int round = 0; round < plan.rounds(); round++) {
      for (RpcKind kind : EchoPlan.order(List.copyOf(pairs.keySet()), round)) {
        progress.step("%s, %d B".formatted(label(kind), shape.bytes()));
        add(label(kind), pairs.get(kind).measure(plan.round(shape)), rounds.get(kind));
      }
    }
    progress.clear();
    return beside(one, medium, shape, rounds);
  }

  private String label(RpcKind kind) {
    return plan.target().isPresent() ? TARGET : kind.label();
  }

  /** Ours once for each peer, or by itself. */
  private List<Result> beside(
      RpcCase one, Medium medium, Shape shape, Map<RpcKind, Rounds> rounds) {
    List<Result> results = new ArrayList<>();
    for (RpcKind peer : one.peers()) {
      if (rounds.containsKey(peer)) {
        Map<String, String> at = at(one, medium, Optional.of(peer), shape);
        List<Result> both =
            Result.against(
                peer.label(), List.of(at(at, rounds.get(peer)), at(at, rounds.get(one.ours()))));
        System.out.println(ReportTable.of(both, peer.label()));
        results.addAll(both);
      }
    }
    if (results.isEmpty()) {
      results.add(at(at(one, medium, Optional.empty(), shape), rounds.get(one.ours())));
      System.out.println(ReportTable.of(results, ""));
    }
    return results;
  }

  /** As it stands in a report. */
  private Map<String, String> at(RpcCase one, Medium medium, Optional<RpcKind> peer, Shape shape) {
    Map<String, String> at = new LinkedHashMap<>();
    if (plan.target().isEmpty()) {
      at.put("case", one.label());
    }
    if (!plan.media(one).equals(List.of(Medium.TCP))) {
      at.put("over", medium.label());
    }
    peer.ifPresent(kind -> at.put("beside", kind.label()));
    at.put("connections", Integer.toString(shape.connections()));
    plan.rate()
        .ifPresentOrElse(
            rate -> at.put("rate", "%.0f".formatted(rate)),
            () -> at.put("depth", Integer.toString(shape.depth())));
    at.put("bytes", Integer.toString(shape.bytes()));
    return at;
  }

  private static Result at(Map<String, String> at, Rounds rounds) {
    Result result = rounds.result();
    return new Result(result.subject(), at, result.figures(), result.latency());
  }

  /** A service of somebody else is only asked for its first answers. */
  private void warmUp(RpcPair pair, Shape shape) throws IOException, InterruptedException {
    if (plan.target().isPresent()) {
      pair.measure(plan.first(shape, FIRST_WINDOW));
      return;
    }
    long begun = System.nanoTime();
    Duration used = Duration.ZERO;
    while (used.compareTo(plan.firstWarmUp()) < 0
        && System.nanoTime() - begun < MOST_FIRST_WARM_UP.toNanos()) {
      used = used.plus(pair.measure(plan.closed(shape, FIRST_WINDOW)).cpu());
    }
  }

  private void add(String label, Measurement measured, Rounds into) throws IOException {
    if (measured.measured() == 0) {
      throw new IOException(label + " gave no answer within the window");
    }
    add(measured, into, plan.target().isEmpty());
  }

  /**
   * Rate, latencies where there are any, and processor time of a window in which something came.
   *
   * @param counted whether the processor time is known
   */
  static void add(Measurement measured, Rounds into, boolean counted) {
    into.add(Measure.RATE, measured.perSecond());
    if (measured.latenciesNanos().getTotalCount() > 0) {
      into.addLatencies(measured.latenciesNanos());
    }
    if (counted) {
      into.addCpu(measured.cpu(), measured.measured());
    }
  }
}
