package dev.samara.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.load.report.Report;
import dev.samara.load.report.Report.Gap;
import dev.samara.load.report.Reports;
import dev.samara.load.report.Result;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Http2BenchIT {
  @TempDir private Path folder;

  @Test
  @Tag("outside")
  void gatewayAndVertxSpeakHttp2ToTheRealH2load() throws Exception {
    Report report = run("--quick --connections 2 --streams 4");
    assertEquals(
        List.of("vertx-tls", "gateway-tls"),
        report.results().stream().map(Result::subject).toList());
    assertEquals(2, report.checks().size());
    assertTrue(report.sound(), report.checks().toString());
    for (Result result : report.results()) {
      assertTrue(result.figure("rate").orElseThrow().spread().median() > 0);
      assertTrue(result.figure("p99").orElseThrow().spread().median() > 0);
    }
  }

  @Test
  void missingProgramIsNamedAndNoFailure() throws Exception {
    Report report = run("--h2load no-such-h2load");
    assertEquals(List.of(), report.results());
    assertEquals(List.of("h2load"), report.gaps().stream().map(Gap::name).toList());
  }

  private Report run(String options) throws Exception {
    Path file = folder.resolve("http2.json");
    Commands run = Commands.bench(("http2 " + options + " --json " + file).split(" "));
    assertEquals(0, run.exitCode(), run.err());
    return Reports.read(file);
  }
}
