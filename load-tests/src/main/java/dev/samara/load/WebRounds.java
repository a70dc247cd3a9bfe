package dev.samara.load;

import dev.samara.load.process.BenchProcess;
import dev.samara.load.report.Measure;
import dev.samara.load.report.Measure.Better;
import dev.samara.load.report.Report.Check;
import dev.samara.load.report.Report.Gap;
import dev.samara.load.report.Result;
import dev.samara.load.report.Rounds;
import dev.samara.load.wrk.Wrk;
import dev.samara.load.wrk.WrkOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The rounds of {@code bench http}: in each case all servers take turns, in changing order. Used by
 * one thread.
 */
final class WebRounds {
  private static final Measure RATE = Measure.RATE.labelled("requests/s");
  private static final Measure PER_CPU = Measure.PER_CPU.labelled("requests/CPU s");
  private static final Measure MEBIBYTES = new Measure("bytes", "MiB/s", Better.MORE, false);

  /** What fails there fails the bench; what fails at a peer is only said. */
  private static final Set<String> OURS = Set.of(WebSubject.GATEWAY, WebSubject.NODE);

  /** Two hundred answers of megabytes take seconds: then a round is longer. */
  private static final int LONG_BYTES = 4 << 20;

  private static final int LONG_FACTOR = 3;

  private final Wrk wrk;
  private final Path scripts;
  private final int threads;
  private final int seconds;
  private final int rounds;
  private final List<Check> checks = new ArrayList<>();
  private final List<Gap> gaps = new ArrayList<>();

  /**
   * What to run.
   *
   * @param bytes of each answer, for scripts that have sizes
   */
  record Case(WebScript script, int connections, Optional<Integer> bytes) {
    Map<String, String> at() {
      Map<String, String> at = new LinkedHashMap<>();
      at.put("script", script.label());
      at.put("connections", Integer.toString(connections));
      bytes.ifPresent(size -> at.put("bytes", Integer.toString(size)));
      return at;
    }

    String text() {
      return "%s with %d%s"
          .formatted(
              script.label(), connections, bytes.map(b -> " and %,d B".formatted(b)).orElse(""));
    }
  }

  WebRounds(Wrk wrk, Path scripts, int threads, int seconds, int rounds) {
    this.wrk = wrk;
    this.scripts = scripts;
    this.threads = threads;
    this.seconds = seconds;
    this.rounds = rounds;
  }

  List<Check> checks() {
    return List.copyOf(checks);
  }

  List<Gap> gaps() {
    return List.copyOf(gaps);
  }

  /** One case with all servers, once without counting and then in rounds. */
  List<Result> measure(Case one, List<WebSubject> servers, Progress progress)
      throws IOException, InterruptedException {
    Map<WebSubject, Rounds> counted = new LinkedHashMap<>();
    servers.forEach(server -> counted.put(server, new Rounds(server.name(), one.at())));
    Map<WebSubject, List<WrkOutput>> outputs = new LinkedHashMap<>();
    for (int round = 0; round <= rounds; round++) {
      for (WebSubject server : EchoPlan.order(servers, round)) {
        progress.step("%s, %s".formatted(one.text(), server.name()));
        Rounds into = round == 0 ? new Rounds("", one.at()) : counted.get(server);
        outputs.computeIfAbsent(server, _ -> new ArrayList<>()).add(run(one, server, into));
      }
    }
    servers.forEach(server -> judge(one, server, outputs.get(server)));
    return counted.values().stream().map(Rounds::result).toList();
  }

  private WrkOutput run(Case one, WebSubject server, Rounds into)
      throws IOException, InterruptedException {
    Path file = scripts.resolve(one.script().label() + ".lua");
    if (!Files.isReadable(file)) {
      throw new IOException("there is no script " + file);
    }
    Optional<Duration> before = server.process().flatMap(BenchProcess::cpuTime);
    WrkOutput out =
        wrk.run(
            file,
            server.url(),
            one.connections(),
            Math.min(threads, one.connections()),
            seconds * (one.bytes().orElse(0) >= LONG_BYTES ? LONG_FACTOR : 1),
            one.bytes().map(bytes -> List.of(Integer.toString(bytes))).orElse(List.of()));
    into.add(RATE, out.requestsPerSecond());
    Optional<Duration> after = server.process().flatMap(BenchProcess::cpuTime);
    if (before.isPresent() && after.isPresent()) {
      double used = Math.max(0.01, after.get().minus(before.get()).toNanos() / 1e9);
      into.add(PER_CPU, out.requests() / used);
    }
    into.add(MEBIBYTES, out.bytesPerSecond() / (1 << 20));
    into.add(Measure.P50, out.p50Micros());
    into.add(Measure.P99, out.p99Micros());
    return out;
  }

  private void judge(Case one, WebSubject server, List<WrkOutput> outputs) {
    long requests = outputs.stream().mapToLong(WrkOutput::requests).sum();
    long broken = outputs.stream().mapToLong(WrkOutput::socketErrors).sum();
    long bad = outputs.stream().mapToLong(WrkOutput::badAnswers).sum();
    String detail =
        "%,d requests, %d socket errors, %d answers other than 2xx and 3xx"
            .formatted(requests, broken, bad);
    boolean held = requests > 0 && broken == 0 && bad == 0;
    if (OURS.contains(server.name())) {
      checks.add(new Check("%s, %s".formatted(one.text(), server.name()), held, detail));
    } else if (!held) {
      gaps.add(new Gap("%s, %s".formatted(one.text(), server.name()), detail));
    }
  }
}
