package dev.samara.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.load.report.Report;
import dev.samara.load.report.Reports;
import dev.samara.load.report.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benches with real nodes and servers, as small as they can be. */
class SmallBenchesIT {
  @TempDir private Path folder;

  @Test
  void pipelinedRequestsAreAnsweredInOrder() throws Exception {
    Report report = run("pipeline --connections 20 --requests 40 --seed 5");
    assertEquals(1, report.checks().size());
  }

  @Test
  void soakWatchesMemoryAndBalance() throws Exception {
    Report report = run("soak --connections 50 --rate 200 --minutes 0.03");
    assertEquals(3, report.checks().size());
    assertEquals(10, report.timelines().getFirst().points().size());
  }

  @Test
  void matrixHasAllClientsOnAllServers() throws Exception {
    Report report = run("matrix --quick");
    assertEquals(report.gaps().isEmpty() ? 6 : 4, report.results().size());
  }

  @Test
  void uploadsAreStoredBesideNginxOrItIsNamed() throws Exception {
    Report report = run("upload --quick --uploads 1,3");
    assertEquals(report.gaps().isEmpty() ? 8 : 6, report.results().size());
    report.gaps().forEach(gap -> assertEquals("nginx", gap.name()));
    report.results().stream()
        .filter(result -> !result.subject().equals("sha256"))
        .forEach(result -> assertTrue(result.figure("memory").orElseThrow().spread().median() > 1));
    assertEquals(report.gaps().isEmpty() ? 3 : 2, report.timelines().size());
  }

  @Test
  void allTogetherLeaveAReportEach() throws Exception {
    Commands all =
        Commands.bench("all", "--quick", "--only", "pipeline,start", "--folder", "" + folder);
    assertEquals(0, all.exitCode(), all.err());
    for (String file : List.of("pipeline.json", "pipeline.html", "start.json", "start.html")) {
      assertTrue(Files.exists(folder.resolve(file)), file);
    }
    List<Result> starts = Reports.read(folder.resolve("start.json")).results();
    assertEquals(4, starts.size());
    starts.forEach(one -> assertTrue(one.figure("start").orElseThrow().spread().median() > 0));
  }

  private Report run(String line) throws Exception {
    Path file = folder.resolve("report.json");
    Commands run = Commands.bench((line + " --json " + file).split(" "));
    assertEquals(0, run.exitCode(), run.err());
    Children.assertNoneLeft();
    Report report = Reports.read(file);
    assertTrue(report.sound(), report.checks().toString());
    return report;
  }
}
