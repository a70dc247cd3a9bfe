package dev.samara.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.load.cluster.NatsProcess;
import dev.samara.load.report.Figure;
import dev.samara.load.report.Report;
import dev.samara.load.report.Reports;
import dev.samara.load.report.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes of a real cluster, as small a load as can be; NATS where it is installed. */
class ClusterBenchIT {
  @TempDir private Path folder;

  @Test
  void eachCaseIsMeasuredBesideItsYardstickAndKillsAreSurvived() throws Exception {
    Path file = folder.resolve("cluster.json");
    String tiny =
        "cluster --rounds 1 --seconds 0.3 --warmup 0.05 --pending 200 --within 30 --json ";
    Commands run = Commands.bench((tiny + file).split(" "));
    assertEquals(0, run.exitCode(), run.err());
    Children.assertNoneLeft();

    Report report = Reports.read(file);
    boolean withNats = NatsProcess.missing().isEmpty();
    assertEquals(withNats ? 0 : 1, report.gaps().size());
    List<String> calls =
        withNats ? List.of("raw", "rpc", "links", "nats") : List.of("raw", "rpc", "links");
    assertEquals(calls, measured(report, "call", "128"));
    assertEquals(calls, measured(report, "call", "16384"));
    assertEquals(List.of("raw", "rpc", "links"), measured(report, "stream", "1024"));
    assertEquals(List.of("raw", "bus"), measured(report, "route", "128"));
    assertEquals(List.of("raw", "bus"), measured(report, "route", "16384"));

    Result kill = report.results().getLast();
    assertEquals("200", kill.at().get("calls pending"));
    assertTrue(kill.figure("outcome").orElseThrow().spread().median() > 0, kill.toString());
    assertEquals(2, report.checks().size());
    assertTrue(report.sound(), report.checks().toString());
    assertTrue(Files.readString(folder.resolve("cluster.html")).contains("<svg"));
  }

  private static List<String> measured(Report report, String kind, String bytes) {
    List<Result> cell =
        report.results().stream()
            .filter(result ->
                kind.equals(result.at().get("case")) && bytes.equals(result.at().get("bytes")))
            .toList();
    for (Result result : cell) {
      for (String measure : List.of("rate", "cpu", "per-cpu")) {
        Figure figure = result.figure(measure).orElseThrow();
        assertTrue(figure.spread().min() > 0, figure.toString());
        assertTrue(figure.ratio().isPresent(), figure.toString());
      }
      assertEquals(kind.equals("stream"), result.latency().isEmpty(), result.toString());
    }
    return cell.stream().map(Result::subject).toList();
  }
}
