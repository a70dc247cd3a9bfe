package dev.samara.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.load.report.IdleReport;
import dev.samara.load.report.IdleReport.Round;
import dev.samara.load.report.IdleReport.Server;
import dev.samara.load.report.Reports;
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
            "--connections",
            "300",
            "--rounds",
            "1",
            "--seconds",
            "0.1",
            "--warmup",
            "0",
            "--json",
            file.toString());
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.out().contains("300 idle connections, and 10 with one message"), run.out());
    IdleReport report = Reports.read(file, IdleReport.class);
    assertEquals(300, report.options().connections());
    assertEquals(
        List.of("netty", "vertx", "named"), report.servers().stream().map(Server::server).toList());
    for (Server server : report.servers()) {
      Round round = server.rounds().getFirst();
      assertTrue(round.acceptsPerSecond() > 0, round.toString());
      assertTrue(round.alone().p99Micros() > 0, round.toString());
      assertTrue(round.beside().p99Micros() >= round.beside().p50Micros(), round.toString());
      assertTrue(server.ratios().isPresent());
    }
    assertEquals(0, ProcessHandle.current().children().filter(ProcessHandle::isAlive).count());
  }
}
