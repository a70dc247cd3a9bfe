package dev.samara.load;

import dev.samara.load.generator.CallContent;
import dev.samara.load.process.EchoProcess;
import dev.samara.load.report.Report;
import dev.samara.load.rpc.RpcTarget;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code samara bench rpc}. */
@Command(
    name = "rpc",
    description =
        "Typed calls and streams beside the event bus, gRPC-java, RSocket-java and a raw socket; or"
            + " calls to a service of your own.",
    mixinStandardHelpOptions = true)
final class RpcBench extends Bench {
  /** Who that is, each case says. */
  private static final String YARDSTICK = "the peer";

  private static final int MAX_BYTES = 1 << 24;

  @Option(
      names = "--cases",
      split = ",",
      paramLabel = "NAME",
      description =
          "Which, of same-loop, other-loop, unary, stream; without stream in an open loop.")
  private List<String> cases = List.of();

  @Option(
      names = "--over",
      split = ",",
      paramLabel = "MEDIUM",
      description = "How unary calls travel: tcp, unix, tls, ws. The peers speak tcp only.")
  private List<String> media = List.of();

  @Option(names = "--connections", paramLabel = "N", description = "How many, of unary.")
  private Optional<Integer> connections = Optional.empty();

  @Option(names = "--depths", split = ",", paramLabel = "N", description = "In flight on each.")
  private List<Integer> depths = List.of();

  @Option(names = "--sizes", split = ",", paramLabel = "BYTES", description = "Message sizes.")
  private List<Integer> sizes = List.of();

  @Option(
      names = "--rate",
      paramLabel = "N",
      description =
          "An open loop: so many calls per second, whatever becomes of those before; without it, a"
              + " new call for each answer.")
  private Optional<Double> rate = Optional.empty();

  @Option(
      names = "--content",
      paramLabel = "FILE",
      description = "What each call carries after its number of 8 bytes.")
  private Optional<Path> file = Optional.empty();

  @Mixin private RpcTargetOptions own = new RpcTargetOptions();

  @Mixin private RoundOptions timing = new RoundOptions();

  @Option(names = "--quick", description = "A first look in about a minute.")
  private boolean quick;

  private RpcPlan plan = RpcPlan.quick();

  @Override
  void prepare() {
    RpcPlan base = quick ? RpcPlan.quick() : RpcPlan.full();
    // The load of a peer is its own client, on the one event loop that it is given.
    Checks.range("--generator-loops", timing.generatorLoops(1), 1, 1);
    Optional<RpcTarget> target = own.target();
    Optional<CallContent> content =
        file.map(path -> (CallContent) new CallContent.OfFile(path)).or(own::content);
    sizes.forEach(bytes -> Checks.range("--sizes", bytes, Long.BYTES, MAX_BYTES));
    RpcShapes shapes = new RpcShapes(connections, depths, sizes);
    plan =
        new RpcPlan(
            cases(target, content),
            target
                .map(one -> List.of(one.place().medium()))
                .orElse(media.isEmpty() ? base.media() : EchoBenches.media(media)),
            file.map(EchoBenches::sizeOf)
                .or(own::argumentBytes)
                .map(shapes::withSize)
                .orElse(shapes),
            target,
            rate,
            content,
            timing.window(base.window()),
            timing.warmUp(base.warmUp()),
            timing.rounds(base.rounds()),
            timing.loops(base.loops()));
  }

  private List<RpcCase> cases(Optional<RpcTarget> target, Optional<CallContent> content) {
    if (target.isPresent()) {
      return List.of(RpcCase.UNARY);
    }
    if (!cases.isEmpty()) {
      return cases.stream().map(RpcBench::named).toList();
    }
    boolean callsOnly = rate.isPresent() || content.isPresent();
    return Arrays.stream(RpcCase.values())
        .filter(one -> !callsOnly || one != RpcCase.STREAM)
        .toList();
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
    RpcRun run = new RpcRun(plan);
    return new Report(
        name(),
        here.machine(),
        plan.target().isPresent() ? "" : YARDSTICK,
        options(),
        run.measure(),
        run.gaps(),
        List.of(),
        List.of());
  }

  private Map<String, String> options() {
    Map<String, String> options = new LinkedHashMap<>();
    plan.target()
        .ifPresent(target ->
            options.put(
                "target", target.place().uri() + target.method().map(m -> " " + m).orElse("")));
    options.put(
        "loop",
        plan.rate()
            .map(perSecond -> "open, %.0f calls/s".formatted(perSecond))
            .orElse("closed: a new call for each answer; connections x depth are in flight"));
    file.ifPresent(path -> options.put("content", path.toString()));
    options.put("rounds", "" + plan.rounds());
    options.put("window", plan.window().toMillis() + " ms");
    options.put("warm-up", plan.warmUp().toMillis() + " ms");
    options.put("server loops", "" + plan.loops());
    options.put("first warm-up", plan.firstWarmUp().toMillis() + " ms of processor time");
    options.put("process flags", String.join(" ", EchoProcess.JVM_FLAGS));
    return options;
  }
}
