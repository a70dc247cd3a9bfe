package dev.samara.load;

import dev.samara.load.h2load.H2load;
import dev.samara.load.h2load.H2loadOutput;
import dev.samara.load.process.BenchProcess;
import dev.samara.load.process.WebProcess;
import dev.samara.load.report.Measure;
import dev.samara.load.report.Report;
import dev.samara.load.report.Report.Check;
import dev.samara.load.report.Report.Gap;
import dev.samara.load.report.ReportTable;
import dev.samara.load.report.Result;
import dev.samara.load.report.Rounds;
import dev.samara.load.transport.TemporaryFolder;
import dev.samara.load.web.WebKind;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code samara bench http2}. */
@Command(
    name = "http2",
    description = "The HTTP gateway under h2load, over HTTP/2 and TLS, beside raw Vert.x.",
    mixinStandardHelpOptions = true)
final class Http2Bench extends Bench {
  private static final String PATH = "/health/live";
  private static final String H2 = "h2";
  private static final long FIRST_REQUESTS = 500;
  private static final double WARM_UP_SECONDS = 1;
  private static final Measure RATE = Measure.RATE.labelled("requests/s");
  private static final Measure CPU = Measure.CPU.labelled("CPU us/request");
  private static final Measure PER_CPU = Measure.PER_CPU.labelled("requests/CPU s");

  @Option(
      names = "--servers",
      split = ",",
      paramLabel = "NAME",
      description = "Which take part, of vertx-tls, gateway-tls.")
  private List<String> servers = List.of("vertx-tls", "gateway-tls");

  @Option(names = "--connections", paramLabel = "N", description = "TCP connections.")
  private int connections = 20;

  @Option(
      names = "--streams",
      split = ",",
      paramLabel = "N",
      description = "Requests under way on each.")
  private List<Integer> streams = List.of(1, 32);

  @Mixin private Repeats repeats = new Repeats();

  @Option(names = "--quick", description = "A first look.")
  private boolean quick;

  @Option(names = "--h2load", paramLabel = "PROGRAM", description = "Name or path of h2load.")
  private String program = "h2load";

  private final Map<WebKind, Double> perSecond = new EnumMap<>(WebKind.class);
  private final List<Check> checks = new ArrayList<>();
  private List<WebKind> kinds = List.of();

  @Override
  void prepare() {
    Checks.range("--connections", connections, 1, 10_000);
    streams.forEach(count -> Checks.range("--streams", count, 1, 100));
    Checks.range("--seconds in ms", window().toMillis(), 200, 30_000);
    Checks.range("--rounds", rounds(), 1, 100);
    kinds = servers.stream().map(Http2Bench::named).distinct().toList();
  }

  private static WebKind named(String label) {
    List<WebKind> all = List.of(WebKind.VERTX_TLS, WebKind.GATEWAY_TLS);
    return all.stream()
        .filter(kind -> kind.label().equals(label))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "--servers: there is no %s, only %s"
                    .formatted(
                        label,
                        all.stream().map(WebKind::label).collect(Collectors.joining(", ")))));
  }

  private Duration window() {
    return repeats.window(Duration.ofSeconds(quick ? 1 : 3));
  }

  private int rounds() {
    return repeats.rounds(quick ? 1 : 3);
  }

  @Override
  Report measure(Here here) throws IOException, InterruptedException {
    H2load h2load = new H2load(program);
    List<Gap> gaps = h2load.missing().stream().map(missing -> new Gap("h2load", missing)).toList();
    List<Result> results = List.of();
    if (gaps.isEmpty()) {
      try (TemporaryFolder files = TemporaryFolder.create("samara-http2")) {
        results = measure(h2load, files.path());
      }
    }
    String yardstick = kinds.size() > 1 ? kinds.getFirst().label() : "";
    System.out.println();
    System.out.println(ReportTable.of(results, yardstick));
    Map<String, String> options = new LinkedHashMap<>();
    options.put("window", "about %d ms".formatted(window().toMillis()));
    options.put("rounds", Integer.toString(rounds()));
    options.put("threads of h2load", "1");
    options.put("server loops", "1");
    return new Report(
        name(), here.machine(), yardstick, options, results, gaps, List.of(), List.copyOf(checks));
  }

  private List<Result> measure(H2load h2load, Path files) throws IOException, InterruptedException {
    Progress progress = new Progress(kinds.size() * (1 + rounds() * streams.size()));
    Map<WebKind, BenchProcess> processes = new LinkedHashMap<>();
    try {
      for (WebKind kind : kinds) {
        progress.step("start of " + kind.label());
        processes.put(kind, WebProcess.start(kind, 1, files));
      }
      List<Result> results = new ArrayList<>();
      for (int count : streams) {
        Map<WebKind, Rounds> all = new LinkedHashMap<>();
        kinds.forEach(kind -> all.put(kind, new Rounds(kind.label(), at(count))));
        for (int round = 0; round < rounds(); round++) {
          for (WebKind kind : EchoPlan.order(kinds, round)) {
            progress.step("%s, %d streams".formatted(kind.label(), count));
            measure(h2load, kind, processes.get(kind), count, all.get(kind));
          }
        }
        all.values().forEach(one -> results.add(one.result()));
      }
      return Result.against(kinds.getFirst().label(), results);
    } finally {
      progress.clear();
      processes.values().forEach(BenchProcess::close);
    }
  }

  private Map<String, String> at(int count) {
    Map<String, String> at = new LinkedHashMap<>();
    at.put("connections", Integer.toString(connections));
    at.put("streams", Integer.toString(count));
    return at;
  }

  /** The first runs of a case warm the server up, and say how many requests a round has. */
  private void measure(H2load h2load, WebKind kind, BenchProcess process, int count, Rounds rounds)
      throws IOException, InterruptedException {
    URI url = URI.create("https://127.0.0.1:" + process.ready() + PATH);
    if (rounds.isEmpty()) {
      double cold =
          h2load.run(url, connections, count, FIRST_REQUESTS * connections).requestsPerSecond();
      long more = Math.round(cold * WARM_UP_SECONDS);
      perSecond.put(kind, h2load.run(url, connections, count, more).requestsPerSecond());
    }
    long requests = Math.round(perSecond.get(kind) * window().toMillis() / 1e3);
    Optional<Duration> before = process.cpuTime();
    H2loadOutput out = h2load.run(url, connections, count, requests);
    Optional<Duration> after = process.cpuTime();
    rounds.add(RATE, out.requestsPerSecond()).addLatencies(out.latenciesNanos());
    if (before.isPresent() && after.isPresent()) {
      double nanos = Math.max(1e7, after.get().minus(before.get()).toNanos());
      rounds.add(CPU, nanos / 1e3 / Math.max(1, out.requests()));
      rounds.add(PER_CPU, out.requests() / nanos * 1e9);
    }
    checks.add(
        new Check(
            "%s with %d streams".formatted(kind.label(), count),
            out.protocol().equals(H2) && out.failed() == 0 && out.badAnswers() == 0,
            "%,d requests over %s, %d failed, %d answers other than 2xx and 3xx"
                .formatted(out.requests(), out.protocol(), out.failed(), out.badAnswers())));
  }
}
