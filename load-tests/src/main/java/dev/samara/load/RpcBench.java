package dev.samara.load;

import dev.samara.load.process.EchoProcess;
import dev.samara.load.report.Report;
import dev.samara.load.report.Result;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code samara bench rpc}. */
@Command(
    name = "rpc",
    description =
        "Typed calls and streams beside the event bus, gRPC-java, RSocket-java and a raw socket.",
    mixinStandardHelpOptions = true)
final class RpcBench extends Bench {
  /** Who that is, each case says. */
  private static final String YARDSTICK = "the peer";

  @Option(
      names = "--cases",
      split = ",",
      paramLabel = "NAME",
      description = "Which, of same-loop, other-loop, unary, stream.")
  private List<String> cases = Arrays.stream(RpcCase.values()).map(RpcCase::label).toList();

  @Mixin private RoundOptions timing = new RoundOptions();

  @Option(names = "--quick", description = "A first look in about a minute.")
  private boolean quick;

  private RpcPlan plan = RpcPlan.quick();

  @Override
  void prepare() {
    RpcPlan base = quick ? RpcPlan.quick() : RpcPlan.full();
    // The load of a peer is its own client, on the one event loop that it is given.
    Checks.range("--generator-loops", timing.generatorLoops(1), 1, 1);
    plan =
        new RpcPlan(
            cases.stream().map(RpcBench::named).toList(),
            timing.window(base.window()),
            timing.warmUp(base.warmUp()),
            timing.rounds(base.rounds()),
            timing.loops(base.loops()));
  }

  private static RpcCase named(String label) {
    return RpcCase.of(label)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "--cases: there is no %s, only %s".formatted(label, RpcCase.labels())));
  }

  @Override
  Report measure(Here here) throws IOException, InterruptedException {
    System.out.println();
    List<Result> results = new RpcRun(plan).measure();
    return new Report(name(), here.machine(), YARDSTICK, options(), results);
  }

  private Map<String, String> options() {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("loop", "closed: a new call for each answer; connections x depth are in flight");
    options.put("rounds", "" + plan.rounds());
    options.put("window", plan.window().toMillis() + " ms");
    options.put("warm-up", plan.warmUp().toMillis() + " ms");
    options.put("server loops", "" + plan.loops());
    options.put("first warm-up", plan.firstWarmUp().toMillis() + " ms of processor time");
    options.put("process flags", String.join(" ", EchoProcess.JVM_FLAGS));
    return options;
  }
}
