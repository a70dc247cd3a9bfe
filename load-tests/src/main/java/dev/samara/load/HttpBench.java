package dev.samara.load;

import dev.samara.load.report.HttpReport;
import dev.samara.load.report.HttpReport.Run;
import dev.samara.load.report.HttpTable;
import dev.samara.load.report.Machine;
import dev.samara.load.report.Reports;
import dev.samara.load.wrk.Wrk;
import dev.samara.load.wrk.WrkOutput;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code samara bench http}. */
@Command(
    name = "http",
    description = "The HTTP gateway under wrk, with the scripts of load-tests/wrk.",
    mixinStandardHelpOptions = true)
final class HttpBench implements Callable<Integer> {
  private static final int DOWNLOAD_BYTES = 64 * 1024;

  @Spec private CommandSpec spec;

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

  @Option(names = "--json", paramLabel = "FILE", description = "Where the report goes.")
  private Optional<Path> json = Optional.empty();

  @Override
  public Integer call() throws InterruptedException {
    check();
    Path root = ProjectRoot.find();
    Machine machine = Machine.here(root);
    try (Gateway gateway = gateway(root)) {
      List<Run> runs = measure(gateway, root.resolve("load-tests/wrk"));
      System.out.println(machine.inOneLine());
      System.out.println();
      System.out.println(HttpTable.of(runs));
      Path file = json.orElse(Reports.defaultFile(root, "http", machine.date()));
      Reports.write(
          new HttpReport("http", machine, gateway.url().toString(), threads, seconds, runs), file);
      System.out.println("written to " + file);
      return verdict(runs);
    } catch (IOException failed) {
      System.err.println("bench http: " + failed.getMessage());
      return 1;
    }
  }

  private Gateway gateway(Path root) throws IOException, InterruptedException {
    return url.isPresent() ? Gateway.running(url.get()) : Gateway.start(root);
  }

  private List<Run> measure(Gateway gateway, Path folder) throws IOException, InterruptedException {
    if (scripts.contains("download")) {
      gateway.upload("/uploads/wrk-download", DOWNLOAD_BYTES);
    }
    Progress progress = new Progress(scripts.size() * connections.size());
    List<Run> runs = new ArrayList<>();
    for (String script : scripts) {
      for (int count : connections) {
        progress.step("%s, %d connections".formatted(script, count));
        runs.add(measure(gateway, script, folder.resolve(script + ".lua"), count));
      }
    }
    progress.clear();
    return runs;
  }

  private Run measure(Gateway gateway, String script, Path file, int count)
      throws IOException, InterruptedException {
    if (!Files.isReadable(file)) {
      throw new IOException("there is no script " + file);
    }
    Optional<Duration> before = gateway.cpuTime();
    WrkOutput out =
        new Wrk(program).run(file, gateway.url(), count, Math.min(threads, count), seconds);
    Optional<Double> cpuMicros =
        before.flatMap(then ->
            gateway
                .cpuTime()
                .map(now -> now.minus(then).toNanos() / 1e3 / Math.max(1, out.requests())));
    return new Run(
        script,
        count,
        out.requests(),
        out.requestsPerSecond(),
        out.bytesPerSecond(),
        out.p50Micros(),
        out.p99Micros(),
        cpuMicros,
        out.socketErrors(),
        out.badAnswers());
  }

  private static int verdict(List<Run> runs) {
    List<String> unclean =
        runs.stream()
            .filter(run -> !run.clean())
            .map(run -> run.script() + " with " + run.connections())
            .toList();
    if (!unclean.isEmpty()) {
      System.err.println("bench http: errors in " + String.join(", ", unclean));
    }
    return unclean.isEmpty() ? 0 : 1;
  }

  private void check() {
    if (threads < 1 || threads > 64) {
      throw wrong("--threads is " + threads + ", but must be from 1 to 64");
    }
    if (seconds < 1 || seconds > 600) {
      throw wrong("--seconds is " + seconds + ", but must be from 1 to 600");
    }
    if (connections.stream().anyMatch(count -> count < 1 || count > 50_000)) {
      throw wrong("--connections must be from 1 to 50000 each");
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
