package dev.samara.load;

import dev.samara.load.generator.Medium;
import dev.samara.load.generator.Target;
import dev.samara.load.process.EchoProcess;
import dev.samara.load.report.Report;
import dev.samara.load.report.ReportTable;
import dev.samara.load.report.Result;
import dev.samara.load.server.EchoKind;
import dev.samara.load.transport.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The benches that are an echo with other presets; their options replace parts of the preset. */
abstract class EchoBenches extends Bench {
  /** Beside its connections, a process has jars and event loops open. */
  private static final int OTHER_DESCRIPTORS = 300;

  @Option(
      names = "--connections",
      split = ",",
      paramLabel = "N",
      description = "How many, up to 50,000; each is an open file of a process (ulimit -Hn).")
  private List<Integer> connections = List.of();

  @Option(names = "--depths", split = ",", paramLabel = "N", description = "In flight on each.")
  private List<Integer> depths = List.of();

  @Option(names = "--sizes", split = ",", paramLabel = "BYTES", description = "Message sizes.")
  private List<Integer> sizes = List.of();

  @Option(
      names = "--over",
      split = ",",
      paramLabel = "MEDIUM",
      description = "How messages travel: tcp, unix, udp, tls, ws.")
  private List<String> media = List.of();

  @Option(
      names = "--servers",
      split = ",",
      paramLabel = "NAME",
      completionCandidates = EchoKinds.class,
      description = "Which take part, of ${COMPLETION-CANDIDATES}.")
  private List<String> servers = List.of();

  @Option(
      names = "--against",
      paramLabel = "NAME",
      description = "The server of the ratios; netty, or the first, unless told otherwise.")
  private Optional<String> against = Optional.empty();

  @Option(
      names = "--to",
      paramLabel = "URI",
      description =
          "An echo of your own instead of servers: tcp, tls, udp or ws://HOST:PORT, unix:///PATH."
              + " Streams have frames with a 32-bit length in front.")
  private Optional<String> to = Optional.empty();

  @Option(
      names = "--rate",
      paramLabel = "N",
      description =
          "An open loop: so many messages per second, whatever becomes of those before; without"
              + " it, a new message for each answer.")
  private Optional<Double> rate = Optional.empty();

  @Option(
      names = "--content",
      paramLabel = "FILE",
      description = "What each message carries after its number of 8 bytes.")
  private Optional<Path> content = Optional.empty();

  @Mixin private RoundOptions timing = new RoundOptions();

  @Option(names = "--quick", description = "A first look in under a minute.")
  private boolean quick;

  private EchoPlan plan = EchoPlan.quick();

  /** The preset. */
  abstract EchoPlan base(boolean forQuickLook);

  @Override
  final void prepare() {
    EchoPlan base = base(quick);
    List<EchoKind> kinds =
        to.isPresent()
            ? List.of()
            : servers.isEmpty() ? usual(base.servers()) : EchoKinds.named(servers);
    plan =
        new EchoPlan(
            axes(base.axes()),
            kinds,
            against
                .map(name -> EchoKinds.named("--against", name))
                .orElse(EchoPlan.yardstickOf(kinds)),
            to.map(Target::parse),
            rate,
            content,
            timing.window(base.window()),
            timing.warmUp(base.warmUp()),
            timing.rounds(base.rounds()),
            timing.loops(base.loops()),
            timing.generatorLoops(base.generatorLoops()),
            base.goOn(),
            base.serverFlags());
  }

  private EchoAxes axes(EchoAxes base) {
    List<Medium> over =
        to.isPresent()
            ? List.of(Target.parse(to.get()).medium())
            : media.isEmpty() ? base.media() : media(media);
    return new EchoAxes(
        over,
        connections.isEmpty() ? base.connections() : connections,
        rate.isPresent() ? List.of(1) : depths.isEmpty() ? base.depths() : depths,
        content
            .map(EchoBenches::sizeOf)
            .map(List::of)
            .orElse(sizes.isEmpty() ? base.payloadBytes() : sizes));
  }

  /** Those of the preset that speak all media that were asked for. */
  private List<EchoKind> usual(List<EchoKind> all) {
    List<Medium> over = media(media);
    return all.stream().filter(kind -> kind.media().containsAll(over)).toList();
  }

  /** The values of {@code --over}. */
  static List<Medium> media(List<String> labels) {
    return labels.stream().map(EchoBenches::medium).toList();
  }

  private static Medium medium(String label) {
    return Medium.of(label)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "--over: there is no %s, only tcp, unix, udp, tls, ws".formatted(label)));
  }

  /** Of messages with the content of a file. */
  static int sizeOf(Path file) {
    try {
      return Math.toIntExact(Long.BYTES + Files.size(file));
    } catch (IOException | ArithmeticException e) {
      throw new IllegalArgumentException("--content: no file to send: " + file, e);
    }
  }

  @Override
  final Report measure(Here here) throws IOException, InterruptedException {
    int most = plan.axes().connections().stream().reduce(1, Math::max);
    int held = Capacity.connections(most, OTHER_DESCRIPTORS);
    EchoPlan possible = plan.withAxes(plan.axes().atMost(held));
    System.out.println();
    String yardstick = plan.servers().size() > 1 ? plan.yardstick().label() : "";
    try (EchoRun run = new EchoRun(possible)) {
      List<Result> results =
          run.measure(cell -> System.out.println(ReportTable.of(cell, yardstick)));
      return new Report(
          name(),
          here.machine(),
          yardstick,
          options(possible),
          results,
          Stream.concat(Capacity.gap(most, held).stream(), run.gaps().stream()).toList(),
          List.of(),
          run.checks());
    }
  }

  private static Map<String, String> options(EchoPlan plan) {
    Map<String, String> options = new LinkedHashMap<>();
    plan.target().ifPresent(target -> options.put("target", target.address().toString()));
    options.put(
        "loop",
        plan.rate()
            .map(perSecond -> "open, %.0f messages/s".formatted(perSecond))
            .orElse("closed: a new message for each answer"));
    options.put("rounds", Integer.toString(plan.rounds()));
    options.put("window", plan.window().toMillis() + " ms");
    options.put("warm-up", plan.warmUp().toMillis() + " ms");
    options.put("server loops", Integer.toString(plan.loops()));
    options.put("generator loops", Integer.toString(plan.generatorLoops()));
    options.put("transport", Transport.best().label());
    options.put(
        "server flags",
        Stream.concat(EchoProcess.JVM_FLAGS.stream(), plan.serverFlags().stream())
            .collect(Collectors.joining(" ")));
    return options;
  }
}
