package dev.samara.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.load.report.Figure;
import dev.samara.load.report.Report;
import dev.samara.load.report.Reports;
import dev.samara.load.report.Result;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdleBenchIT {
  @TempDir private Path folder;

  @Test
  void connectionsAreHeldAndMeasured() throws Exception {
    Path file = folder.resolve("idle.json");
    Commands run =
        Commands.bench(
            "idle",
            "--quick",
            "--connections",
            "300",
            "--seconds",
            "0.4",
            "--warmup",
            "0.1",
            "--json",
            "" + file);
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.out().contains("idle connections 300"), run.out());
    Report report = Reports.read(file);
    assertEquals(
        List.of("netty", "vertx", "named"),
        report.results().stream().map(Result::subject).toList());
    for (Result result : report.results()) {
      for (String measure : List.of("accepts", "alone-p99", "beside-p50", "beside-p99")) {
        Figure figure = result.figure(measure).orElseThrow();
        assertTrue(figure.spread().median() > 0, figure.toString());
        assertTrue(figure.ratio().isPresent(), figure.toString());
      }
    }
    Children.assertNoneLeft();
  }
}
