package dev.samara.load;

import dev.samara.load.fault.Setting;
import dev.samara.load.http.ChunkedUpload;
import dev.samara.load.process.BenchProcess;
import dev.samara.load.process.GatewayProcess;
import dev.samara.load.process.NginxProcess;
import dev.samara.load.report.Measure;
import dev.samara.load.report.Measure.Better;
import dev.samara.load.report.Point;
import dev.samara.load.report.Report;
import dev.samara.load.report.Report.Gap;
import dev.samara.load.report.Report.Timeline;
import dev.samara.load.report.ReportTable;
import dev.samara.load.report.Result;
import dev.samara.load.report.Rounds;
import dev.samara.load.transport.TemporaryFolder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
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
            + " memory. The gateway also makes a SHA-256 of each and forces it to the disk, once with"
            + " and once without that force; sha256 is nothing but the digest of as many bytes.",
    mixinStandardHelpOptions = true)
final class UploadBench extends Bench {
  private static final Measure RATE = new Measure("rate", "MiB/s", Better.MORE, true);
  private static final Measure CPU = new Measure("cpu", "CPU ms/MiB", Better.LESS, true);
  private static final Measure RESIDENT =
      new Measure("memory", "most resident MiB", Better.LESS, false);
  private static final String GATEWAY = "gateway";
  private static final String UNFORCED = "unforced";
  private static final String DIGEST = "sha256";
  private static final String NGINX = "nginx";

  /** As docs/uploads.md recommends for a node that mainly takes uploads. */
  private static final List<String> MEMORY = List.of("-XX:+UseSerialGC", "-Xmx96m");

  private static final int CHUNKS_PER_MEBIBYTE = 16;
  private static final int MOST_HASHED_MEBIBYTES = 256;

  @Option(names = "--uploads", split = ",", paramLabel = "N", description = "At a time.")
  private List<Integer> uploads = List.of(1, 20);

  @Option(names = "--mebibytes", paramLabel = "N", description = "Of each upload.")
  private int mebibytes = 64;

  @Option(names = "--rounds", paramLabel = "N", description = "Rounds; the medians are shown.")
  private int rounds = 3;

  @Option(names = "--quick", description = "One round of 2 MiB each.")
  private boolean quick;

  /** Each keeps what it was sent last. */
  private static final int SERVERS = 3;

  private final ChunkedUpload upload = new ChunkedUpload();
  private final long beganNanos = System.nanoTime();
  private final Map<String, List<Point>> resident = new LinkedHashMap<>();

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
    try (TemporaryFolder folder = TemporaryFolder.create("samara-upload")) {
      long most = Collections.max(uploads);
      folder.checkRoom(SERVERS * most * mebibytes << 20);
      return measure(here, folder.path());
    }
  }

  private Report measure(Here here, Path folder) throws IOException, InterruptedException {
    Optional<String> missing = NginxProcess.missing();
    try (GatewayProcess gateway =
            GatewayProcess.start(folder.resolve(GATEWAY), Setting.USUAL, true, MEMORY);
        GatewayProcess unforced =
            GatewayProcess.start(folder.resolve(UNFORCED), Setting.USUAL, false, MEMORY);
        NginxProcess nginx = missing.isEmpty() ? NginxProcess.start(folder.resolve(NGINX)) : null) {
      List<Server> servers = new ArrayList<>();
      if (nginx != null) {
        servers.add(new Server(NGINX, nginx.address(), Optional.of(nginx.process())));
      }
      servers.add(server(GATEWAY, gateway));
      servers.add(server(UNFORCED, unforced));
      List<Result> results = Result.against(NGINX, measure(servers));
      System.out.println(ReportTable.of(results, NGINX));
      return new Report(
          name(),
          here.machine(),
          NGINX,
          Map.of("upload", mebibytes + " MiB in chunks of 64 KiB", "rounds", "" + rounds),
          results,
          missing.map(why -> List.of(new Gap(NGINX, why))).orElse(List.of()),
          timelines(),
          List.of());
    }
  }

  private static Server server(String name, GatewayProcess gateway) {
    return new Server(
        name,
        new InetSocketAddress(gateway.url().getHost(), gateway.url().getPort()),
        gateway.process());
  }

  private List<Timeline> timelines() {
    return resident.entrySet().stream()
        .map(one -> new Timeline(one.getKey(), "resident MiB", List.copyOf(one.getValue())))
        .toList();
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
      results.add(digest(at, count));
    }
    progress.clear();
    return results;
  }

  /** What the digests alone take, on one thread: the part of the gateway's time that is theirs. */
  private Result digest(Map<String, String> at, int count) {
    Rounds digest = new Rounds(DIGEST, at);
    int bytes = 1 << 20;
    int turns = Math.min(MOST_HASHED_MEBIBYTES, mebibytes * count);
    for (int round = 0; round <= rounds; round++) {
      MessageDigest sha256 = sha256();
      byte[] piece = new byte[bytes];
      long begun = System.nanoTime();
      for (int i = 0; i < turns; i++) {
        sha256.update(piece);
      }
      sha256.digest();
      double seconds = (System.nanoTime() - begun) / 1e9;
      if (round > 0) {
        digest.add(RATE, turns / seconds).add(CPU, seconds * 1e3 / turns);
      }
    }
    return digest.result();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
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
          long now = server.process().get().residentBytes();
          mostResident = Math.max(mostResident, now);
          note(server.name(), now);
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

  /** Ten a second are enough to draw. */
  private void note(String server, long bytes) {
    double seconds = (System.nanoTime() - beganNanos) / 1e9;
    List<Point> points = resident.computeIfAbsent(server, _ -> new ArrayList<>());
    if (points.isEmpty() || seconds - points.getLast().x() >= 0.1) {
      points.add(new Point(seconds, bytes / (double) (1 << 20)));
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
