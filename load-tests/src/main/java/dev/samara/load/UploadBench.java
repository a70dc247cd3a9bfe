package dev.samara.load;

import dev.samara.load.fault.Setting;
import dev.samara.load.http.ChunkedUpload;
import dev.samara.load.process.BenchProcess;
import dev.samara.load.process.GatewayProcess;
import dev.samara.load.process.NginxProcess;
import dev.samara.load.report.Measure;
import dev.samara.load.report.Measure.Better;
import dev.samara.load.report.Report;
import dev.samara.load.report.Report.Gap;
import dev.samara.load.report.ReportTable;
import dev.samara.load.report.Result;
import dev.samara.load.report.Rounds;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code samara bench upload}. */
@Command(
    name = "upload",
    description =
        "Chunked uploads to disk, one and many at a time, beside nginx: rate, processor time and"
            + " the most memory. The gateway also makes a SHA-256 of each and forces it to the disk.",
    mixinStandardHelpOptions = true)
final class UploadBench extends Bench {
  private static final Measure RATE = new Measure("rate", "MiB/s", Better.MORE, true);
  private static final Measure CPU = new Measure("cpu", "CPU ms/MiB", Better.LESS, true);
  private static final Measure RESIDENT =
      new Measure("memory", "most resident MiB", Better.LESS, false);
  private static final String GATEWAY = "gateway";
  private static final String NGINX = "nginx";
  private static final int CHUNKS_PER_MEBIBYTE = 16;

  @Option(names = "--uploads", split = ",", paramLabel = "N", description = "At a time.")
  private List<Integer> uploads = List.of(1, 20);

  @Option(names = "--mebibytes", paramLabel = "N", description = "Of each upload.")
  private int mebibytes = 64;

  @Option(names = "--rounds", paramLabel = "N", description = "Rounds; the medians are shown.")
  private int rounds = 3;

  @Option(names = "--quick", description = "One round of 2 MiB each.")
  private boolean quick;

  private final ChunkedUpload upload = new ChunkedUpload();

  @Override
  void prepare() {
    if (quick) {
      mebibytes = 2;
      rounds = 1;
    }
    uploads.forEach(count -> Checks.range("--uploads", count, 1, 64));
    Checks.range("--mebibytes", mebibytes, 1, 16_384);
    Checks.range("--rounds", rounds, 1, 100);
  }

  /** Who takes uploads, and the process to look at. */
  private record Server(String name, InetSocketAddress address, Optional<BenchProcess> process) {}

  @Override
  Report measure(Here here) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("samara-upload");
    Optional<String> missing = NginxProcess.missing();
    try (GatewayProcess gateway = GatewayProcess.start(folder.resolve(GATEWAY), Setting.USUAL);
        NginxProcess nginx = missing.isEmpty() ? NginxProcess.start(folder.resolve(NGINX)) : null) {
      List<Server> servers = new ArrayList<>();
      if (nginx != null) {
        servers.add(new Server(NGINX, nginx.address(), Optional.of(nginx.process())));
      }
      servers.add(
          new Server(
              GATEWAY,
              new InetSocketAddress(gateway.url().getHost(), gateway.url().getPort()),
              gateway.process()));
      List<Result> results = Result.against(NGINX, measure(servers));
      System.out.println(ReportTable.of(results, NGINX));
      return new Report(
          name(),
          here.machine(),
          NGINX,
          Map.of("upload", mebibytes + " MiB in chunks of 64 KiB", "rounds", "" + rounds),
          results,
          missing.map(why -> List.of(new Gap(NGINX, why))).orElse(List.of()),
          List.of(),
          List.of());
    }
  }

  private List<Result> measure(List<Server> servers) throws IOException, InterruptedException {
    Progress progress = new Progress(servers.size() * uploads.size() * (rounds + 1));
    List<Result> results = new ArrayList<>();
    for (int count : uploads) {
      Map<Server, Rounds> all = new LinkedHashMap<>();
      Map<String, String> at = Map.of("uploads", Integer.toString(count));
      servers.forEach(server -> all.put(server, new Rounds(server.name(), at)));
      // The first round warms up and is not counted.
      for (int round = 0; round <= rounds; round++) {
        for (Server server : EchoPlan.order(servers, round)) {
          progress.step("%s, %d uploads".formatted(server.name(), count));
          measure(server, count, round == 0 ? new Rounds("", at) : all.get(server));
        }
      }
      all.values().forEach(rounds -> results.add(rounds.result()));
    }
    progress.clear();
    return results;
  }

  private void measure(Server server, int count, Rounds into)
      throws IOException, InterruptedException {
    Optional<Duration> before = server.process().flatMap(BenchProcess::cpuTime);
    long begun = System.nanoTime();
    long mostResident = 0;
    List<Future<Long>> running = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < count; i++) {
        String path = "/uploads/upload-" + i;
        running.add(
            threads.submit(
                () -> upload.run(server.address(), path, mebibytes * CHUNKS_PER_MEBIBYTE)));
      }
      while (running.stream().anyMatch(one -> !one.isDone())) {
        if (server.process().isPresent()) {
          mostResident = Math.max(mostResident, server.process().get().residentBytes());
        }
        TimeUnit.MILLISECONDS.sleep(5);
      }
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    long bytes = 0;
    for (Future<Long> one : running) {
      bytes += resultOf(one, server);
    }
    double stored = bytes / (double) (1 << 20);
    into.add(RATE, stored / seconds).add(RESIDENT, mostResident / (double) (1 << 20));
    Optional<Duration> after = server.process().flatMap(BenchProcess::cpuTime);
    if (before.isPresent() && after.isPresent()) {
      into.add(CPU, Math.max(0.001, after.get().minus(before.get()).toNanos() / 1e6 / stored));
    }
  }

  private static long resultOf(Future<Long> upload, Server server)
      throws IOException, InterruptedException {
    try {
      return upload.get();
    } catch (ExecutionException failed) {
      throw new IOException(server.name() + ": " + failed.getCause().getMessage(), failed);
    }
  }
}
