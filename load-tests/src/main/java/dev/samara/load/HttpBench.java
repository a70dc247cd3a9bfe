package dev.samara.load;

import dev.samara.load.WebRounds.Case;
import dev.samara.load.fault.Setting;
import dev.samara.load.process.GatewayProcess;
import dev.samara.load.process.NginxProcess;
import dev.samara.load.report.Report;
import dev.samara.load.report.Report.Gap;
import dev.samara.load.report.ReportTable;
import dev.samara.load.report.Result;
import dev.samara.load.transport.TemporaryFolder;
import dev.samara.load.web.WebKind;
import dev.samara.load.wrk.Wrk;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code samara bench http}. */
@Command(
    name = "http",
    description =
        "The HTTP gateway under wrk, with the scripts of load-tests/wrk, beside raw Vert.x, raw"
            + " Netty and nginx.",
    mixinStandardHelpOptions = true)
final class HttpBench extends Bench {
  private static final int DOWNLOAD_BYTES = 64 * 1024;
  private static final String AGAINST = "against";

  @Option(
      names = "--url",
      paramLabel = "URL",
      description =
          "A gateway, or a server of your own: hello and pipelined ask for the path of the URL, if it"
              + " has one. Without it, servers are started for the bench.")
  private Optional<URI> url = Optional.empty();

  @Option(names = "--scripts", split = ",", paramLabel = "NAME", description = "Which to run.")
  private List<String> scripts =
      List.of("hello", "pipelined", "files", "memory", "rpc", "upload", "download");

  @Option(names = "--servers", split = ",", paramLabel = "NAME", description = "Who takes part.")
  private List<String> servers = List.of("gateway", "vertx", "netty", "nginx", "node");

  @Option(names = "--connections", split = ",", paramLabel = "N", description = "TCP connections.")
  private List<Integer> connections = List.of(50, 200);

  @Option(
      names = "--sizes",
      split = ",",
      paramLabel = "BYTES",
      description = "Of answers: files by sendfile, and from memory; with the most connections.")
  private List<Integer> sizes = List.of(1, 1_460, 65_537, 102_400, 1_048_576, 8_760_000);

  @Option(names = "--threads", paramLabel = "N", description = "Threads of wrk.")
  private int threads = 1;

  @Option(names = "--seconds", paramLabel = "S", description = "Length of each round.")
  private int seconds = 3;

  @Option(names = "--rounds", paramLabel = "N", description = "Rounds; the medians are shown.")
  private int rounds = 3;

  @Option(names = "--loops", paramLabel = "N", description = "Event loops of each server.")
  private int loops = 1;

  @Option(names = "--quick", description = "A first look: one round of 1 s, fewer cases.")
  private boolean quick;

  @Option(names = "--wrk", paramLabel = "PROGRAM", description = "Name or path of wrk.")
  private String program = "wrk";

  private List<WebScript> chosen = List.of();

  @Override
  void prepare() {
    if (quick) {
      seconds = 1;
      rounds = 1;
      connections = List.of(connections.getFirst());
      sizes = Stream.of(sizes.getFirst(), sizes.getLast()).distinct().toList();
    }
    Checks.range("--threads", threads, 1, 64);
    Checks.range("--seconds", seconds, 1, 600);
    Checks.range("--rounds", rounds, 1, 100);
    Checks.range("--loops", loops, 1, 64);
    connections.forEach(count -> Checks.range("--connections", count, 1, 50_000));
    sizes.forEach(bytes -> Checks.range("--sizes", bytes, 0, 64 << 20));
    chosen = WebScript.named(scripts);
  }

  @Override
  Report measure(Here here) throws IOException, InterruptedException {
    try (TemporaryFolder folder = TemporaryFolder.create("samara-http")) {
      return measure(here, folder.path());
    }
  }

  private Report measure(Here here, Path folder) throws IOException, InterruptedException {
    var wrkRounds =
        new WebRounds(
            new Wrk(program), here.root().resolve("load-tests/wrk"), threads, seconds, rounds);
    List<WebSubject> started = new ArrayList<>();
    List<Gap> gaps = new ArrayList<>();
    try {
      start(folder, started, gaps);
      List<Result> results = measure(wrkRounds, started);
      Map<String, String> options = new LinkedHashMap<>();
      url.ifPresent(where -> options.put("gateway", where.toString()));
      options.put("threads of wrk", Integer.toString(threads));
      options.put("window", "%d s, %d rounds".formatted(seconds, rounds));
      options.put("event loops", Integer.toString(loops));
      gaps.addAll(wrkRounds.gaps());
      return new Report(
          name(), here.machine(), "peer", options, results, gaps, List.of(), wrkRounds.checks());
    } finally {
      started.forEach(WebSubject::close);
    }
  }

  private void start(Path folder, List<WebSubject> into, List<Gap> gaps)
      throws IOException, InterruptedException {
    if (url.isPresent()) {
      prepareDownload(GatewayProcess.running(url.get()));
      into.add(WebSubject.running(url.get()));
      return;
    }
    Path files = folder.resolve("files");
    makeFiles(files);
    for (WebKind kind : WebKind.values()) {
      if (isNeeded(kind.label())) {
        into.add(WebSubject.inJvm(kind, loops, files));
      }
    }
    if (isNeeded(WebSubject.NGINX)) {
      Optional<String> missing = NginxProcess.missing();
      missing.ifPresent(why -> gaps.add(new Gap(WebSubject.NGINX, why)));
      if (missing.isEmpty()) {
        into.add(WebSubject.nginx(folder));
      }
    }
    if (isNeeded(WebSubject.NODE)) {
      GatewayProcess node = GatewayProcess.start(folder.resolve(WebSubject.NODE), Setting.USUAL);
      into.add(WebSubject.node(node));
      prepareDownload(node);
    }
  }

  private boolean isNeeded(String server) {
    return servers.contains(server) && chosen.stream().anyMatch(script -> script.hasPart(server));
  }

  private void makeFiles(Path files) throws IOException {
    Files.createDirectories(files);
    for (int bytes : sizes) {
      Files.write(files.resolve(Integer.toString(bytes)), new byte[bytes]);
    }
  }

  private void prepareDownload(GatewayProcess gateway) throws IOException, InterruptedException {
    if (chosen.contains(WebScript.DOWNLOAD)) {
      int status = gateway.upload("/uploads/wrk-download", DOWNLOAD_BYTES);
      if (status / 100 != 2) {
        throw new IOException("the upload of the file to download answers " + status);
      }
    }
  }

  private List<Result> measure(WebRounds wrkRounds, List<WebSubject> started)
      throws IOException, InterruptedException {
    List<Case> cases = chosen.stream().flatMap(this::cases).toList();
    Progress progress =
        new Progress(
            cases.stream().mapToInt(one -> part(one.script(), started).size()).sum()
                * (rounds + 1));
    List<Result> results = new ArrayList<>();
    for (Case one : cases) {
      List<WebSubject> part = part(one.script(), started);
      if (!part.isEmpty()) {
        List<Result> found = beside(one, wrkRounds.measure(one, part, progress));
        progress.clear();
        System.out.println(ReportTable.of(found, "peer"));
        results.addAll(found);
      }
    }
    return results;
  }

  private Stream<Case> cases(WebScript script) {
    return script.sized()
        ? sizes.stream().map(bytes -> new Case(script, connections.getLast(), Optional.of(bytes)))
        : connections.stream().map(count -> new Case(script, count, Optional.empty()));
  }

  /** Whoever is there: somebody else's gateway is asked for everything. */
  private List<WebSubject> part(WebScript script, List<WebSubject> started) {
    return started.stream().filter(one -> url.isPresent() || script.hasPart(one.name())).toList();
  }

  /** The case once for each yardstick that took part: all beside the first, the gateway again. */
  private static List<Result> beside(Case one, List<Result> found) {
    List<Result> results = new ArrayList<>();
    for (String yardstick : one.script().yardsticks()) {
      boolean first = results.isEmpty();
      if (found.stream().anyMatch(result -> result.subject().equals(yardstick))) {
        results.addAll(
            Result.against(
                yardstick,
                found.stream()
                    .filter(result -> first || isOf(result, yardstick))
                    .map(result -> at(result, yardstick))
                    .toList()));
      }
    }
    return results.isEmpty() ? found : results;
  }

  private static boolean isOf(Result result, String yardstick) {
    return result.subject().equals(yardstick) || result.subject().equals(WebSubject.GATEWAY);
  }

  private static Result at(Result result, String yardstick) {
    Map<String, String> at = new LinkedHashMap<>(result.at());
    at.put(AGAINST, yardstick);
    return new Result(result.subject(), at, result.figures(), result.latency());
  }
}
