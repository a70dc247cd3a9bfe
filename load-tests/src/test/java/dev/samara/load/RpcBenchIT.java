package dev.samara.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.load.generator.Medium;
import dev.samara.load.process.RpcPair;
import dev.samara.load.report.Figure;
import dev.samara.load.report.Report;
import dev.samara.load.report.Reports;
import dev.samara.load.report.Result;
import dev.samara.load.rpc.RpcKind;
import dev.samara.load.rpc.RpcTarget;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RpcBenchIT {
  private static final String SHORT = " --rounds 1 --seconds 0.3 --warmup 0.02 --json ";

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
  void openLoopIsMeasuredOverOtherMedia() throws Exception {
    List<Result> results =
        run("unary --over unix,ws --rate 500 --connections 2 --sizes 100 --loops 2");
    assertEquals(List.of("unix", "ws"), results.stream().map(one -> one.at().get("over")).toList());
    for (Result one : results) {
      assertEquals("500", one.at().get("rate"));
      assertEquals(500, one.figure("rate").orElseThrow().spread().median());
      assertTrue(one.figure("p99").isPresent() && one.figure("per-cpu").isPresent());
    }
    assertEquals(
        "not over unix", Reports.read(folder.resolve("rpc.json")).gaps().getFirst().reason());
  }

  @Test
  void serviceOfOnesOwnIsMeasured() throws Exception {
    Path content = Files.writeString(folder.resolve("content"), "what is sent");
    try (RpcPair own = RpcPair.start(RpcKind.SAMARA, Medium.TLS, 1, 1)) {
      RpcTarget target = own.target().orElseThrow();
      String to = "--to %s --trust %s ".formatted(target.place().uri(), target.trust().get());
      assertTarget("20", measure(to + "--connections 1 --depths 2 --content " + content));
      String call = "--call echo/text --arguments \"{n}\" --expect \"{n}\" --rate 200";
      assertTarget("5", measure(to + call));
      String other = call.replace("--expect \"{n}", "--expect \"x{n}");
      Commands wrong = Commands.bench(("rpc " + to + other + SHORT + folder + "/x").split(" "));
      assertEquals(1, wrong.exitCode());
      assertTrue(
          wrong.err().matches("(?s).*the result of call \\d+ is not the one that was.*"),
          wrong.err());
    }
  }

  private static void assertTarget(String bytes, List<Result> results) {
    assertEquals(1, results.size());
    Result one = results.getFirst();
    assertEquals("target", one.subject());
    assertEquals(bytes, one.at().get("bytes"));
    assertTrue(one.figure("rate").isPresent() && one.figure("p99").isPresent());
    assertTrue(one.figure("cpu").isEmpty(), "it is somebody else's");
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
    List<Result> results = measure("--cases " + cases);
    Children.assertNoneLeft();
    return results;
  }

  private List<Result> measure(String options) throws Exception {
    Path file = folder.resolve("rpc.json");
    Commands run = Commands.bench(("rpc " + options + SHORT + file).split(" "));
    assertEquals(0, run.exitCode(), run.err());
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
