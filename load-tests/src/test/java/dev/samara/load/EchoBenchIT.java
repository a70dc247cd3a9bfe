package dev.samara.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.load.report.Figure;
import dev.samara.load.report.Report;
import dev.samara.load.report.Reports;
import dev.samara.load.report.Result;
import dev.samara.load.server.EchoKind;
import dev.samara.load.server.EchoServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EchoBenchIT {
  private static final String SMALLEST =
      "echo --servers netty --connections 1 --depths 1 --sizes 8 --rounds 1 --seconds 0.1"
          + " --warmup 0 ";

  @TempDir private Path folder;

  @Test
  void eachServerIsMeasuredInEachCell() throws Exception {
    Path file = folder.resolve("echo.json");
    Commands run =
        Commands.bench(
            ("echo --connections 2,5 --depths 4 --sizes 128 --rounds 2 --seconds 0.2 --warmup 0.05"
                    + " --json "
                    + file)
                .split(" "));
    assertEquals(0, run.exitCode(), run.err());
    assertEquals("", run.err());
    assertTrue(run.out().contains("connections 5, depth 4, bytes 128"), run.out());

    Report report = Reports.read(file);
    List<String> all = EchoKind.usual().stream().map(EchoKind::label).toList();
    assertEquals(2 * all.size(), report.results().size());
    for (String connections : List.of("2", "5")) {
      List<Result> cell =
          report.results().stream()
              .filter(result -> result.at().get("connections").equals(connections))
              .toList();
      assertEquals(all, cell.stream().map(Result::subject).toList());
      cell.forEach(result -> assertMeasured(result, 2));
    }
    assertTrue(Files.readString(folder.resolve("echo.html")).contains("<svg"));
    assertNoServerIsLeft();
  }

  @Test
  void thoseThatTakePartWhenNamedAreComparedWithTheOneNamed() throws Exception {
    Path file = folder.resolve("echo.json");
    Commands run =
        Commands.bench(
            ("echo --servers bus-other,stream,named,bridge --against bridge --connections 2"
                    + " --depths 4 --sizes 4096 --rounds 1 --seconds 0.3 --warmup 0.05 --json "
                    + file)
                .split(" "));
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.out().contains("/bridge"), run.out());
    Report report = Reports.read(file);
    assertEquals("bridge", report.yardstick());
    List<Result> servers = report.results();
    assertEquals(
        List.of("bus-other", "stream", "named", "bridge"),
        servers.stream().map(Result::subject).toList());
    servers.forEach(server -> assertMeasured(server, 1));
    assertEquals(1.0, servers.getLast().figure("rate").flatMap(Figure::ratio).orElseThrow());
    assertNoServerIsLeft();
  }

  @Test
  void reportThatCannotBeWrittenIsOneLineAndOne() {
    Commands run = Commands.bench((SMALLEST + "--json /dev/null/echo.json").split(" "));
    assertEquals(1, run.exitCode());
    assertEquals(1, run.err().lines().count(), run.err());
    assertNoServerIsLeft();
  }

  @Test
  void gateThatIsNotReachedIsOneLineForEachRuleAndOne() throws Exception {
    Path gate = folder.resolve("gate");
    Files.writeString(gate, "netty rate >= 0.9\nnetty rate >= 1.5 depth=1\nvertx rate >= 1\n");
    Commands run =
        Commands.bench((SMALLEST + "--json " + folder.resolve("x") + " --gate " + gate).split(" "));
    assertEquals(1, run.exitCode());
    assertEquals(
        """
        gate: netty rate >= 1.5 depth=1: rate is 1.00 (connections 1, depth 1, bytes 8)
        gate: vertx rate >= 1: nothing was measured that it is about
        """,
        run.err());
  }

  @Test
  void openLoopOverAllMediaAndToAnEchoOfOnesOwn() throws Exception {
    Path file = folder.resolve("echo.json");
    String few = "--rounds 1 --seconds 0.1 --warmup 0.05 --sizes 128 --json " + file;
    String over = "echo --servers handler --over udp,ws --connections 2 --rate 500 ";
    Commands run = Commands.bench((over + few).split(" "));
    assertEquals(0, run.exitCode(), run.err());
    List<Result> results = Reports.read(file).results();
    assertEquals(2, results.size());
    results.forEach(result -> assertEquals(500, rate(result), result.toString()));
    assertNoServerIsLeft();
    try (EchoServer own = EchoKind.NETTY.create(EchoServer.MAX_PAYLOAD_BYTES)) {
      String to =
          "echo --to tcp://127.0.0.1:%d --connections 2 --depths 2 ".formatted(own.start(1));
      run = Commands.bench((to + few).split(" "));
    }
    assertEquals(0, run.exitCode(), run.err());
    Result target = Reports.read(file).results().getFirst();
    assertEquals("target", target.subject());
    assertTrue(rate(target) > 0 && target.figure("cpu").isEmpty(), target.toString());
  }

  @Test
  void sweepMeasuresEachSize() throws Exception {
    Path file = folder.resolve("sizes.json");
    String sweep =
        "sizes --quick --servers netty,stream --sizes 8,4096 --connections 3 --seconds 0.3 --json ";
    Commands run = Commands.bench((sweep + file).split(" "));
    assertEquals(0, run.exitCode(), run.err());
    assertEquals(4, Reports.read(file).results().size());
    assertNoServerIsLeft();
  }

  private static double rate(Result result) {
    return result.figure("rate").orElseThrow().spread().median();
  }

  private static void assertMeasured(Result result, int rounds) {
    for (String measure : List.of("rate", "p50", "p99", "max", "cpu", "per-cpu")) {
      Figure figure = result.figure(measure).orElseThrow();
      assertEquals(rounds, figure.rounds().size());
      assertTrue(figure.spread().min() > 0, figure.toString());
      assertTrue(figure.ratio().isPresent(), figure.toString());
    }
    assertEquals(100, result.latency().getLast().x());
  }

  private static void assertNoServerIsLeft() {
    Children.assertNoneLeft();
  }
}
