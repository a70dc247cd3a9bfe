package dev.samara.load;

import dev.samara.load.fault.Setting;
import dev.samara.load.http.Pipeline;
import dev.samara.load.http.Pipeline.Exchange;
import dev.samara.load.process.GatewayProcess;
import dev.samara.load.report.Measure;
import dev.samara.load.report.Report;
import dev.samara.load.report.Report.Check;
import dev.samara.load.report.ReportTable;
import dev.samara.load.report.Result;
import dev.samara.load.report.Rounds;
import dev.samara.load.transport.TemporaryFolder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code samara bench pipeline}: a test of correctness rather than of speed. */
@Command(
    name = "pipeline",
    description =
        "Many connections with pipelined requests, cut at random points: order and content of all"
            + " answers are checked.",
    mixinStandardHelpOptions = true)
final class PipelineBench extends Bench {
  private static final int FILES = 40;

  @Option(names = "--url", paramLabel = "URL", description = "A gateway; otherwise one is started.")
  private Optional<URI> url = Optional.empty();

  @Option(names = "--connections", paramLabel = "N", description = "How many at a time.")
  private int connections = 300;

  @Option(names = "--requests", paramLabel = "N", description = "On each connection.")
  private int requests = 200;

  @Option(names = "--seed", paramLabel = "N", description = "Other seeds cut at other points.")
  private long seed = 1;

  @Option(names = "--quick", description = "Fewer of both.")
  private boolean quick;

  @Override
  void prepare() {
    if (quick) {
      connections = Math.min(connections, 50);
      requests = Math.min(requests, 40);
    }
    Checks.range("--connections", connections, 1, 900);
    Checks.range("--requests", requests, 1, 100_000);
  }

  @Override
  Report measure(Here here) throws IOException, InterruptedException {
    try (TemporaryFolder folder = TemporaryFolder.create("samara-pipeline");
        GatewayProcess gateway = gateway(folder.path())) {
      List<Exchange> choices = choices(gateway.url());
      InetSocketAddress server =
          new InetSocketAddress(gateway.url().getHost(), gateway.url().getPort());
      long begun = System.nanoTime();
      List<Future<Integer>> runs = new ArrayList<>();
      Progress progress = new Progress(connections);
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        CompletionService<Integer> all = new ExecutorCompletionService<>(threads);
        for (int i = 0; i < connections; i++) {
          Pipeline pipeline = new Pipeline(server, seed * 1_000_003 + i);
          runs.add(all.submit(() -> pipeline.run(choices, requests)));
        }
        for (int i = 0; i < connections; i++) {
          progress.step("connections answered");
          all.take();
        }
      }
      progress.clear();
      return report(here, runs, (System.nanoTime() - begun) / 1e9);
    }
  }

  private Report report(Here here, List<Future<Integer>> runs, double seconds)
      throws InterruptedException {
    long answered = 0;
    Optional<String> wrong = Optional.empty();
    for (Future<Integer> run : runs) {
      try {
        answered += run.get();
      } catch (ExecutionException failed) {
        wrong = wrong.or(() -> Optional.of(failed.getCause().getMessage()));
      }
    }
    Map<String, String> at =
        Map.of("connections", "" + connections, "requests on each", "" + requests);
    Result result =
        new Rounds("gateway", at)
            .add(Measure.RATE.labelled("requests/s"), answered / seconds)
            .result();
    System.out.println(ReportTable.of(List.of(result), ""));
    Check check =
        new Check(
            "answers in order and whole",
            wrong.isEmpty(),
            wrong.orElse("%,d requests on %,d connections".formatted(answered, connections)));
    return new Report(
        name(),
        here.machine(),
        "",
        Map.of("seed", "" + seed),
        List.of(result),
        List.of(),
        List.of(),
        List.of(check));
  }

  private GatewayProcess gateway(Path folder) throws IOException, InterruptedException {
    return url.isPresent()
        ? GatewayProcess.running(url.get())
        : GatewayProcess.start(folder, Setting.USUAL);
  }

  /** Files of different lengths whose content says which they are; one that is not there; calls. */
  private static List<Exchange> choices(URI gateway) throws IOException, InterruptedException {
    List<Exchange> choices = new ArrayList<>();
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (int i = 0; i < FILES; i++) {
        String body = ("file " + i + ";").repeat(1 + i * i);
        String path = "/uploads/pipeline-" + i;
        int status =
            client
                .send(
                    HttpRequest.newBuilder(gateway.resolve(path))
                        .PUT(BodyPublishers.ofString(body))
                        .build(),
                    BodyHandlers.discarding())
                .statusCode();
        if (status / 100 != 2) {
          throw new IOException("PUT " + path + " answers " + status);
        }
        choices.add(new Exchange(request("GET", path, ""), 200, body));
      }
    }
    choices.add(new Exchange(request("GET", "/uploads/pipeline-none", ""), 404, ""));
    choices.add(new Exchange(request("GET", "/health/live", ""), 200, ""));
    choices.add(new Exchange(request("POST", "/rpc/clock/now", "{}"), 200, ""));
    return choices;
  }

  private static String request(String method, String path, String body) {
    String content =
        body.isEmpty()
            ? ""
            : "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n";
    return method + " " + path + " HTTP/1.1\r\nHost: bench\r\n" + content + "\r\n" + body;
  }
}
