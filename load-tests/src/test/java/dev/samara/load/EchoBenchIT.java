package dev.samara.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.load.report.EchoReport;
import dev.samara.load.report.EchoReport.Cell;
import dev.samara.load.report.EchoReport.Round;
import dev.samara.load.report.EchoReport.Server;
import dev.samara.load.report.Reports;
import dev.samara.load.server.EchoKind;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EchoBenchIT {
  @TempDir private Path folder;

  @Test
  void eachServerIsMeasuredInEachCell() throws Exception {
    Path file = folder.resolve("echo.json");
    Commands run =
        Commands.bench(
            "echo",
            "--connections",
            "2,5",
            "--depths",
            "4",
            "--sizes",
            "128",
            "--rounds",
            "2",
            "--seconds",
            "0.2",
            "--warmup",
            "0.1",
            "--json",
            file.toString());
    assertEquals(0, run.exitCode(), run.err());
    assertEquals("", run.err());
    assertTrue(run.out().contains("5 connections, 4 in flight on each, 128 B"), run.out());

    EchoReport report = Reports.read(file, EchoReport.class);
    List<String> all = EchoKind.usual().stream().map(EchoKind::label).toList();
    assertEquals(2, report.cells().size());
    for (Cell cell : report.cells()) {
      assertEquals(all, cell.servers().stream().map(Server::server).toList());
      for (Server server : cell.servers()) {
        assertEquals(2, server.rounds().size());
        server.rounds().forEach(EchoBenchIT::assertBalance);
        assertTrue(server.ratios().isPresent());
      }
    }
    assertNoServerIsLeft();
  }

  @Test
  void thoseThatTakePartWhenNamedAreComparedWithTheOneNamed() throws Exception {
    Path file = folder.resolve("echo.json");
    Commands run =
        Commands.bench(
            "echo",
            "--servers",
            "bus-other,stream,named,bridge",
            "--against",
            "bridge",
            "--connections",
            "2",
            "--depths",
            "4",
            "--sizes",
            "4096",
            "--rounds",
            "1",
            "--seconds",
            "0.3",
            "--warmup",
            "0.2",
            "--json",
            file.toString());
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.out().contains("per CPU/bridge"), run.out());
    EchoReport report = Reports.read(file, EchoReport.class);
    assertEquals("bridge", report.options().yardstick());
    List<Server> servers = report.cells().getFirst().servers();
    assertEquals(
        List.of("bus-other", "stream", "named", "bridge"),
        servers.stream().map(Server::server).toList());
    servers.forEach(server -> server.rounds().forEach(EchoBenchIT::assertBalance));
    assertEquals(1.0, servers.getLast().ratios().orElseThrow().rate());
    assertNoServerIsLeft();
  }

  @Test
  void reportThatCannotBeWrittenIsOneLineAndOne() {
    Commands run =
        Commands.bench(
            "echo",
            "--servers",
            "netty",
            "--connections",
            "1",
            "--depths",
            "1",
            "--sizes",
            "8",
            "--rounds",
            "1",
            "--seconds",
            "0.1",
            "--warmup",
            "0",
            "--json",
            "/dev/null/echo.json");
    assertEquals(1, run.exitCode());
    assertEquals(1, run.err().lines().count(), run.err());
    assertNoServerIsLeft();
  }

  private static void assertBalance(Round round) {
    assertTrue(round.messages() > 0 && round.messages() <= round.answered(), round.toString());
    assertEquals(round.sent(), round.answered() + round.failed(), round.toString());
    assertEquals(0, round.failed());
  }

  private static void assertNoServerIsLeft() {
    assertEquals(0, ProcessHandle.current().children().filter(ProcessHandle::isAlive).count());
  }
}
