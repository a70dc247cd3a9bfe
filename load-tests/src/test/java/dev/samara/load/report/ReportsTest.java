package dev.samara.load.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportsTest {
  @TempDir private Path folder;

  @Test
  void reportComesBackAsItWas() throws Exception {
    Path file = folder.resolve("new/folder/echo.json");
    Reports.write(Samples.full(), file);
    assertEquals(Samples.full(), Reports.read(file));
    assertFalse(Reports.read(file).sound());
  }

  @Test
  void keysAreTheNamesOfTheComponents() throws Exception {
    Path file = folder.resolve("echo.json");
    Reports.write(Samples.full(), file);
    String json = Files.readString(file);
    for (String key : List.of("gitCommit", "2026-01-02T03:04:05Z", "ratio")) {
      assertTrue(json.contains('"' + key + '"'), key + " in " + json);
    }
  }

  @Test
  void reportIsReplacedAndLeavesNoDraft() throws Exception {
    Path file = folder.resolve("echo.json");
    Files.writeString(file, "old");
    Reports.write(Samples.full(), file);
    try (var files = Files.list(folder)) {
      assertEquals(List.of(file), files.toList());
    }
  }

  @Test
  void otherFilesAreRefusedByName() throws Exception {
    Path file = folder.resolve("notes.json");
    Files.writeString(file, "[1, 2");
    IOException caught = assertThrows(IOException.class, () -> Reports.read(file));
    assertTrue(caught.getMessage().startsWith(file + " is no report: "), caught.getMessage());
  }

  @Test
  void defaultFileHasBenchAndDate() {
    assertEquals(
        folder.resolve("target/bench/echo-20260102-030405.json"),
        Reports.defaultFile(folder, "echo", Samples.full().machine().date()));
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

  @Test
  void ratiosAreThoseOfTheSameCase() {
    Result handler = Samples.full().results().getLast();
    Figure rate = handler.figure("rate").orElseThrow();
    assertEquals(new Spread(150, 148, 151), rate.spread());
    assertEquals(1.5, rate.ratio().orElseThrow());
    assertEquals(1 / 1.5, handler.figure("cpu").flatMap(Figure::ratio).orElseThrow(), 1e-9);
    List<Result> strangers =
        Result.against("netty", List.of(Samples.result("vertx", 1, 5), Samples.result("netty", 2)));
    assertEquals(Optional.empty(), strangers.getFirst().figure("rate").orElseThrow().ratio());
  }

  @Test
  void tableHasOnePartForEachCase() {
    Report report = Samples.full();
    String table = ReportTable.of(report.results(), "netty");
    assertTrue(table.contains("connections 1,000, bytes 128\n"), table);
    assertTrue(table.contains("msg/s  noise  /netty  p50 us"), table);
    assertTrue(table.contains("handler    150     1%    1.50"), table);
    String single = ReportTable.of(List.of(Samples.result("netty", 50, 7)), "");
    assertTrue(single.startsWith("connections  bytes  msg/s  noise"), single);
    assertEquals(
        """
        missing: nats: nats-server is not installed
        held:    balance: 4 = 4
        BROKEN:  order: 2 before 1
        """,
        ReportTable.remarks(report));
  }

  @Test
  void figuresHaveAboutThreeDigits() {
    assertEquals("12,346", Numbers.text(12_345.6));
    assertEquals("99.5", Numbers.text(99.46));
    assertEquals("1.25", Numbers.text(1.249));
    assertEquals("0.004", Numbers.text(0.0041));
    assertEquals("0", Numbers.text(0));
  }
}
