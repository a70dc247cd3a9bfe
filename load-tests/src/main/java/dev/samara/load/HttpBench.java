package dev.samara.load;

import dev.samara.load.fault.Setting;
import dev.samara.load.process.GatewayProcess;
import dev.samara.load.report.Measure;
import dev.samara.load.report.Measure.Better;
import dev.samara.load.report.Report;
import dev.samara.load.report.Report.Check;
import dev.samara.load.report.ReportTable;
import dev.samara.load.report.Result;
import dev.samara.load.report.Rounds;
import dev.samara.load.wrk.Wrk;
import dev.samara.load.wrk.WrkOutput;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code samara bench http}. */
@Command(
    name = "http",
    description = "The HTTP gateway under wrk, with the scripts of load-tests/wrk.",
    mixinStandardHelpOptions = true)
final class HttpBench extends Bench {
  private static final Measure MEBIBYTES = new Measure("bytes", "MiB/s", Better.MORE, false);
  private static final int DOWNLOAD_BYTES = 64 * 1024;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "A gateway; without it, a node is started for the bench.")
  private Optional<URI> url = Optional.empty();

  @Option(names = "--scripts", split = ",", paramLabel = "NAME", description = "Which to run.")
  private List<String> scripts = List.of("hello", "pipelined", "rpc", "upload", "download");

  @Option(names = "--connections", split = ",", paramLabel = "N", description = "TCP connections.")
  private List<Integer> connections = List.of(50, 200);

  @Option(names = "--threads", paramLabel = "N", description = "Threads of wrk.")
  private int threads = 1;

  @Option(names = "--seconds", paramLabel = "S", description = "Length of each run.")
  private int seconds = 5;

  @Option(names = "--wrk", paramLabel = "PROGRAM", description = "Name or path of wrk.")
  private String program = "wrk";

  private final List<Check> checks = new ArrayList<>();

  @Override
  void prepare() {
    Checks.range("--threads", threads, 1, 64);
    Checks.range("--seconds", seconds, 1, 600);
    connections.forEach(count -> Checks.range("--connections", count, 1, 50_000));
  }

  @Override
  Report measure(Here here) throws IOException, InterruptedException {
    try (GatewayProcess gateway = gateway(here.root())) {
      List<Result> results = measure(gateway, here.root().resolve("load-tests/wrk"));
      System.out.println();
      System.out.println(ReportTable.of(results, ""));
      Map<String, String> options = new LinkedHashMap<>();
      options.put("gateway", gateway.url().toString());
      options.put("threads of wrk", Integer.toString(threads));
      options.put("window", seconds + " s");
      return new Report(
          name(), here.machine(), "", options, results, List.of(), List.of(), List.copyOf(checks));
    }
  }

  private GatewayProcess gateway(Path root) throws IOException, InterruptedException {
    return url.isPresent()
        ? GatewayProcess.running(url.get())
        : GatewayProcess.start(root.resolve("target/bench"), Setting.USUAL);
  }

  private List<Result> measure(GatewayProcess gateway, Path folder)
      throws IOException, InterruptedException {
    if (scripts.contains("download")) {
      int status = gateway.upload("/uploads/wrk-download", DOWNLOAD_BYTES);
      if (status / 100 != 2) {
        throw new IOException("the upload of the file to download answers " + status);
      }
    }
    Progress progress = new Progress(scripts.size() * connections.size());
    List<Result> results = new ArrayList<>();
    for (String script : scripts) {
      for (int count : connections) {
        progress.step("%s, %d connections".formatted(script, count));
        results.add(measure(gateway, script, folder.resolve(script + ".lua"), count));
      }
    }
    progress.clear();
    return results;
  }

  private Result measure(GatewayProcess gateway, String script, Path file, int count)
      throws IOException, InterruptedException {
    if (!Files.isReadable(file)) {
      throw new IOException("there is no script " + file);
    }
    Optional<Duration> before = gateway.cpuTime();
    WrkOutput out =
        new Wrk(program).run(file, gateway.url(), count, Math.min(threads, count), seconds);
    Map<String, String> at = new LinkedHashMap<>();
    at.put("script", script);
    at.put("connections", Integer.toString(count));
    Rounds rounds = new Rounds("gateway", at);
    rounds.add(Measure.RATE.labelled("requests/s"), out.requestsPerSecond());
    rounds.add(MEBIBYTES, out.bytesPerSecond() / (1 << 20));
    rounds.add(Measure.P50, out.p50Micros());
    rounds.add(Measure.P99, out.p99Micros());
    before
        .flatMap(then -> gateway.cpuTime().map(now -> now.minus(then)))
        .ifPresent(used ->
            rounds.add(
                Measure.CPU.labelled("CPU us/request"),
                used.toNanos() / 1e3 / Math.max(1, out.requests())));
    checks.add(
        new Check(
            "%s with %d".formatted(script, count),
            out.socketErrors() == 0 && out.badAnswers() == 0,
            "%,d requests, %d socket errors, %d answers other than 2xx and 3xx"
                .formatted(out.requests(), out.socketErrors(), out.badAnswers())));
    return rounds.result();
  }
}
