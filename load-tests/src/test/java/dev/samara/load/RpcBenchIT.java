package dev.samara.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.load.report.Figure;
import dev.samara.load.report.Report;
import dev.samara.load.report.Reports;
import dev.samara.load.report.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RpcBenchIT {
  private static final String SHORT = " --rounds 1 --seconds 0.2 --warmup 0.02 --json ";

  @TempDir private Path folder;

  @Test
  void callsAreMeasuredBesideEachPeer() throws Exception {
    List<Result> results = run("unary");
    assertEquals(8, results.size());
    for (String peer : List.of("grpc", "rsocket")) {
      List<Result> both =
          results.stream().filter(one -> one.at().get("beside").equals(peer)).toList();
      assertEquals(
          List.of(peer, "samara", peer, "samara"), both.stream().map(Result::subject).toList());
      both.forEach(one -> assertMeasured(one, List.of("rate", "cpu", "per-cpu", "p50", "p99")));
    }
  }

  @Test
  void callsWithinANodeAreMeasured() throws Exception {
    List<Result> results = run("same-loop,other-loop");
    assertEquals(8, results.size());
    results.forEach(one -> assertMeasured(one, List.of("rate", "cpu", "per-cpu", "p50", "p99")));
  }

  @Test
  void streamsAreMeasuredAndTheGateLooksAtThem() throws Exception {
    Path gate = folder.resolve("gate");
    Files.writeString(
        gate,
        """
        samara-stream per-cpu >= 0.00001 case=stream
        samara-stream rate >= 100000 beside=netty-stream
        """);
    Path file = folder.resolve("rpc.json");
    Commands run = Commands.bench(("rpc --cases stream --gate " + gate + SHORT + file).split(" "));
    assertEquals(1, run.exitCode(), run.err());
    assertTrue(run.err().startsWith("gate: samara-stream rate >= 100000"), run.err());
    assertEquals(1, run.err().lines().count(), run.err());
    List<Result> results = Reports.read(file).results();
    assertEquals(2, results.size());
    results.forEach(one -> assertMeasured(one, List.of("rate", "cpu", "per-cpu")));
    Children.assertNoneLeft();
  }

  private List<Result> run(String cases) throws Exception {
    Path file = folder.resolve("rpc.json");
    Commands run = Commands.bench(("rpc --cases " + cases + SHORT + file).split(" "));
    assertEquals(0, run.exitCode(), run.err());
    Children.assertNoneLeft();
    Report report = Reports.read(file);
    assertTrue(Files.readString(folder.resolve("rpc.html")).contains("<svg"));
    return report.results();
  }

  private static void assertMeasured(Result result, List<String> measures) {
    for (String measure : measures) {
      Figure figure = result.figure(measure).orElseThrow(() -> new AssertionError(result));
      assertTrue(figure.spread().min() > 0, figure.toString());
      assertTrue(figure.ratio().isPresent(), figure.toString());
    }
  }
}
