package dev.samara.load.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.load.report.EchoReport.Cell;
import dev.samara.load.report.EchoReport.Options;
import dev.samara.load.report.EchoReport.Round;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportsTest {
  private static final Machine MACHINE =
      new Machine(
          "Some CPU",
          2,
          8L << 30,
          "Linux 6 amd64",
          "Some 25",
          "5.1.5",
          "4.2.16.Final",
          0.5,
          Optional.of("0123456789ab"),
          Instant.parse("2026-01-02T03:04:05Z"));

  @TempDir private Path folder;

  @Test
  void echoReportComesBackAsItWas() throws Exception {
    EchoReport report = echoReport();
    Path file = folder.resolve("new/folder/echo.json");
    Reports.write(report, file);
    assertEquals(report, Reports.read(file, EchoReport.class));
  }

  @Test
  void echoReportWithoutRatiosAndCommitComesBackAsItWas() throws Exception {
    Machine noCommit =
        new Machine("c", 1, 1, "k", "j", "v", "n", -1, Optional.empty(), MACHINE.date());
    EchoReport report =
        new EchoReport(
            "echo",
            noCommit,
            echoReport().options(),
            List.of(EchoSummary.cell(1, 1, 8, Map.of("vertx", List.of(round(1, 1))), "netty")));
    Path file = folder.resolve("echo.json");
    Reports.write(report, file);
    assertEquals(report, Reports.read(file, EchoReport.class));
  }

  @Test
  void httpReportComesBackAsItWas() throws Exception {
    HttpReport report =
        new HttpReport(
            "http",
            MACHINE,
            "http://127.0.0.1:8080",
            1,
            5,
            List.of(
                new HttpReport.Run("hello", 50, 10, 2, 3, 4, 5, Optional.of(6.5), 0, 0),
                new HttpReport.Run("rpc", 50, 10, 2, 3, 4, 5, Optional.empty(), 1, 0)));
    Path file = folder.resolve("http.json");
    Reports.write(report, file);
    assertEquals(report, Reports.read(file, HttpReport.class));
    assertEquals(List.of(true, false), report.runs().stream().map(r -> r.clean()).toList());
  }

  @Test
  void idleReportComesBackAsItWas() throws Exception {
    IdleReport report = IdleSummaryTest.report(MACHINE);
    Path file = folder.resolve("idle.json");
    Reports.write(report, file);
    assertEquals(report, Reports.read(file, IdleReport.class));
  }

  @Test
  void keysAreTheNamesOfTheComponents() throws Exception {
    Path file = folder.resolve("echo.json");
    Reports.write(echoReport(), file);
    String json = Files.readString(file);
    for (String key :
        List.of("gitCommit", "2026-01-02T03:04:05Z", "cpuMicrosPerMessage", "ratePerCpu")) {
      assertTrue(json.contains('"' + key + '"'), key + " in " + json);
    }
  }

  @Test
  void reportIsReplacedAndLeavesNoDraft() throws Exception {
    Path file = folder.resolve("echo.json");
    Files.writeString(file, "old");
    Reports.write(echoReport(), file);
    try (var files = Files.list(folder)) {
      assertEquals(List.of(file), files.toList());
    }
  }

  @Test
  void otherFilesAreRefusedByName() throws Exception {
    Path file = folder.resolve("notes.json");
    Files.writeString(file, "[1, 2");
    IOException caught =
        assertThrows(IOException.class, () -> Reports.read(file, EchoReport.class));
    assertTrue(caught.getMessage().startsWith(file + " is no report: "), caught.getMessage());
  }

  @Test
  void defaultFileHasBenchAndDate() {
    assertEquals(
        folder.resolve("target/bench/echo-20260102-030405.json"),
        Reports.defaultFile(folder, "echo", MACHINE.date()));
  }

  @Test
  void thisMachineIsDescribed() {
    Machine here = Machine.here(folder);
    assertTrue(here.cores() > 0 && here.memoryBytes() > 0, here.toString());
    assertTrue(here.vertx().startsWith("5."), here.vertx());
    assertTrue(here.netty().startsWith("4."), here.netty());
    assertEquals(Optional.empty(), here.gitCommit(), "an empty folder is no clone");
    assertTrue(here.inOneLine().contains("Vert.x 5."), here.inOneLine());
  }

  static Round round(double rate, double cpuMicros) {
    return new Round(100, rate, 10, 20, 30, cpuMicros, 120, 120, 0);
  }

  private static EchoReport echoReport() {
    Map<String, List<Round>> rounds = new LinkedHashMap<>();
    rounds.put("netty", List.of(round(100, 2), round(110, 2.5), round(90, 1.5)));
    rounds.put("vertx", List.of(round(50, 4), round(51, 5), round(49, 3)));
    Cell cell = EchoSummary.cell(50, 64, 128, rounds, "netty");
    Options options =
        new Options(
            List.of("netty", "vertx"),
            "netty",
            1,
            1,
            "epoll",
            1000,
            2000,
            3,
            List.of("-XX:+UseG1GC"));
    return new EchoReport("echo", MACHINE, options, List.of(cell));
  }
}
