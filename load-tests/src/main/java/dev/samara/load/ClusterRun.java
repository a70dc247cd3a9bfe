package dev.samara.load;

import dev.samara.load.ClusterPlan.Cell;
import dev.samara.load.cluster.MemberProcess;
import dev.samara.load.cluster.MemberProcess.Role;
import dev.samara.load.cluster.NatsProcess;
import dev.samara.load.cluster.Outcomes;
import dev.samara.load.cluster.Shape;
import dev.samara.load.cluster.Subjects;
import dev.samara.load.generator.FrameLoad;
import dev.samara.load.generator.LoadException;
import dev.samara.load.generator.LoadPlan;
import dev.samara.load.generator.LoadResult;
import dev.samara.load.generator.Measurement;
import dev.samara.load.generator.ProcessorClock;
import dev.samara.load.report.Measure;
import dev.samara.load.report.Measure.Better;
import dev.samara.load.report.Report.Check;
import dev.samara.load.report.Report.Gap;
import dev.samara.load.report.Result;
import dev.samara.load.report.Rounds;
import dev.samara.load.transport.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One run of the cluster bench: two nodes and a NATS server stay for all cells, in which the
 * subjects take turns; then nodes are killed. Owned by the main thread.
 */
final class ClusterRun implements AutoCloseable {
  private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(20);
  private static final int LISTENER_CONNECTIONS = 10;
  private static final int COMPARE_EVERY = 1;

  private static final Measure LAST_OUTCOME =
      new Measure("outcome", "ms to the last outcome", Better.LESS, true);

  private final ClusterPlan plan;
  private final FrameLoad load;
  private final Optional<String> missingNats = NatsProcess.missing();
  private final List<Check> checks = new ArrayList<>();

  ClusterRun(ClusterPlan plan) {
    this.plan = plan;
    this.load = new FrameLoad(plan.generatorLoops());
  }

  /** Peers that are not installed. */
  List<Gap> gaps() {
    return missingNats.map(why -> List.of(new Gap(Subjects.NATS, why))).orElse(List.of());
  }

  /** What had to hold at the kills. */
  List<Check> checks() {
    return List.copyOf(checks);
  }

  @Override
  public void close() {
    load.close();
  }

  /** The processes of a run. */
  private record Nodes(
      MemberProcess callee, MemberProcess caller, Optional<NatsProcess> nats, int firstPort) {
    List<Long> pids(String subject) {
      List<Long> pids = new ArrayList<>(List.of(callee.pid(), caller.pid()));
      if (subject.equals(Subjects.NATS)) {
        nats.ifPresent(server -> pids.add(server.pid()));
      }
      return pids;
    }
  }

  /**
   * Measures all cells.
   *
   * @param eachCell told of the results of a cell as soon as it is measured
   */
  List<Result> measure(Consumer<List<Result>> eachCell) throws IOException, InterruptedException {
    int firstPort = Ports.free();
    try (NatsProcess nats = missingNats.isEmpty() ? NatsProcess.start() : null) {
      Optional<NatsProcess> server = Optional.ofNullable(nats);
      Optional<String> url = server.map(NatsProcess::url);
      try (MemberProcess callee = MemberProcess.start(Role.CALLEE, firstPort, plan.loops(), url);
          MemberProcess caller = MemberProcess.start(Role.CALLER, firstPort, plan.loops(), url)) {
        return measure(new Nodes(callee, caller, server, firstPort), eachCell);
      }
    }
  }

  private List<Result> measure(Nodes nodes, Consumer<List<Result>> eachCell)
      throws IOException, InterruptedException {
    boolean withNats = nodes.nats().isPresent();
    int windows = plan.cells().stream().mapToInt(cell -> cell.subjects(withNats).size()).sum();
    Progress progress =
        new Progress(windows * (plan.rounds() + 1) + (plan.kills() ? plan.rounds() : 0));
    List<Result> results = new ArrayList<>();
    try {
      for (Cell cell : plan.cells()) {
        List<Result> measured = Result.against(Subjects.RAW, measure(nodes, cell, progress));
        results.addAll(measured);
        progress.clear();
        eachCell.accept(measured);
      }
      if (plan.kills()) {
        Result killed = kill(nodes, progress);
        results.add(killed);
        progress.clear();
        eachCell.accept(List.of(killed));
      }
    } finally {
      progress.clear();
    }
    return results;
  }

  private List<Result> measure(Nodes nodes, Cell cell, Progress progress)
      throws IOException, InterruptedException {
    List<String> subjects = cell.subjects(nodes.nats().isPresent());
    Map<String, Rounds> all = new LinkedHashMap<>();
    subjects.forEach(subject -> all.put(subject, new Rounds(subject, cell.at())));
    // The first round warms up and is not counted.
    for (int round = 0; round <= plan.rounds(); round++) {
      for (String subject : EchoPlan.order(subjects, round)) {
        progress.step("%s, %s of %,d B".formatted(subject, cell.kind().label(), cell.bytes()));
        Measurement measured = measure(nodes, cell, subject);
        if (round > 0) {
          add(cell, subject, measured, all.get(subject));
        }
      }
    }
    return all.values().stream().map(Rounds::result).toList();
  }

  private static void add(Cell cell, String subject, Measurement measured, Rounds into)
      throws IOException {
    if (measured.measured() == 0) {
      throw new IOException(
          "%s: nothing came within the window of a %s".formatted(subject, cell.kind().label()));
    }
    RpcRun.add(measured, into, true);
  }

  private Measurement measure(Nodes nodes, Cell cell, String subject)
      throws IOException, InterruptedException {
    Shape shape = new Shape(cell.bytes(), cell.depth(), plan.warmUp(), plan.window());
    List<Long> pids = nodes.pids(subject);
    return switch (cell.kind()) {
      case CALL -> nodes.caller().call(subject, shape, pids);
      case STREAM -> nodes.caller().stream(subject, nodes.callee().ports().getFirst(), shape, pids);
      case ROUTE -> route(nodes, subject, shape);
      case KILL -> throw new IllegalStateException("kills have no window");
    };
  }

  /** Through a listener of the caller; what loads it is not counted. */
  private Measurement route(Nodes nodes, String subject, Shape shape)
      throws IOException, InterruptedException {
    List<Integer> ports = nodes.caller().ports();
    int port = subject.equals(Subjects.ROUTE) ? ports.getFirst() : ports.getLast();
    ProcessorClock clock = new ProcessorClock(nodes.pids(subject));
    try {
      LoadResult result =
          load.run(
              LoadPlan.to(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                  .withShape(
                      LISTENER_CONNECTIONS, shape.depth() / LISTENER_CONNECTIONS, shape.bytes())
                  .withTimes(shape.warmUp(), shape.window())
                  .withChecks(ANSWER_PATIENCE, COMPARE_EVERY),
              clock);
      return Measurement.of(result, clock);
    } catch (LoadException fault) {
      throw new IOException(
          "the %s route of %d B: %s (%s)"
              .formatted(subject, shape.bytes(), fault.getMessage(), fault.balance()));
    }
  }

  /** Each round has a node of its own to kill. */
  private Result kill(Nodes nodes, Progress progress) throws IOException, InterruptedException {
    Map<String, String> at = new LinkedHashMap<>();
    at.put("case", "kill");
    at.put("calls pending", Integer.toString(plan.pendingCalls()));
    Rounds rounds = new Rounds(Subjects.RPC, at);
    boolean right = true;
    List<String> seen = new ArrayList<>();
    long slowest = 0;
    for (int round = 0; round < plan.rounds(); round++) {
      progress.step("kill -9 of a node");
      try (MemberProcess victim =
          MemberProcess.start(Role.VICTIM, nodes.firstPort(), 1, Optional.empty())) {
        Outcomes outcomes = nodes.caller().kill(victim, plan.pendingCalls());
        rounds.add(LAST_OUTCOME, outcomes.lastMillis());
        right &= outcomes.right();
        slowest = Math.max(slowest, outcomes.lastMillis());
        seen.add(
            "%,d node left, %,d otherwise".formatted(outcomes.nodeLeft(), outcomes.otherwise()));
      }
    }
    checks.add(
        new Check(
            "each call to a killed node has one outcome, node left",
            right,
            "of %,d each: %s".formatted(plan.pendingCalls(), String.join("; ", seen))));
    checks.add(
        new Check(
            "within %d ms of the kill".formatted(plan.within().toMillis()),
            slowest <= plan.within().toMillis(),
            "the slowest of %d kills took %,d ms".formatted(plan.rounds(), slowest)));
    return rounds.result();
  }
}
