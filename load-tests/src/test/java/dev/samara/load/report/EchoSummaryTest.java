package dev.samara.load.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.load.report.EchoReport.Cell;
import dev.samara.load.report.EchoReport.Ratios;
import dev.samara.load.report.EchoReport.Round;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EchoSummaryTest {
  @Test
  void medianIsTheMiddleRound() {
    assertEquals(new Spread(3, 1, 9), Spread.of(List.of(9.0, 1.0, 3.0)));
  }

  @Test
  void medianOfEvenRoundsIsBetweenTheTwoInTheMiddle() {
    assertEquals(new Spread(3, 1, 9), Spread.of(List.of(9.0, 1.0, 2.0, 4.0)));
  }

  @Test
  void noiseIsTheFurthestRound() {
    assertEquals(2.0, Spread.of(List.of(9.0, 1.0, 3.0)).noise(), 1e-9);
    assertEquals(0.0, Spread.of(List.of(5.0)).noise(), 1e-9);
  }

  @Test
  void ratiosAreOfTheMediansAgainstTheYardstick() {
    Cell cell = EchoSummary.cell(50, 64, 128, rounds(), "netty");
    assertEquals(Optional.of(new Ratios(1, 1)), cell.servers().get(0).ratios());
    assertEquals(Optional.of(new Ratios(0.5, 0.25)), cell.servers().get(1).ratios());
  }

  @Test
  void thereAreNoRatiosWithoutTheYardstick() {
    Cell cell = EchoSummary.cell(50, 64, 128, rounds(), "other");
    assertEquals(Optional.empty(), cell.servers().get(0).ratios());
  }

  @Test
  void tableHasARowPerServer() {
    String table = EchoTable.of(EchoSummary.cell(50, 64, 16_384, rounds(), "netty"), "netty");
    List<String> lines = table.lines().toList();
    assertEquals("50 connections, 64 in flight on each, 16 KiB", lines.get(0));
    assertEquals(4, lines.size(), table);
    assertTrue(lines.get(1).endsWith("rate/netty  per CPU/netty"), lines.get(1));
    assertEquals(
        List.of("vertx", "50", "2%", "10.0", "20.0", "8.000", "0%", "0.50", "0.25"),
        List.of(lines.get(3).split("\\s+")));
  }

  @Test
  void sizesAreShownInTheUnitThatFits() {
    for (Map.Entry<Integer, String> size :
        Map.of(1 << 20, "1 MiB", 16_384, "16 KiB", 8_760_000, "8,760,000 B").entrySet()) {
      Cell cell = EchoSummary.cell(4, 1, size.getKey(), rounds(), "netty");
      String heading = EchoTable.of(cell, "netty").lines().findFirst().orElseThrow();
      assertEquals("4 connections, 1 in flight on each, " + size.getValue(), heading);
    }
  }

  private static Map<String, List<Round>> rounds() {
    Map<String, List<Round>> rounds = new LinkedHashMap<>();
    rounds.put(
        "netty",
        List.of(ReportsTest.round(90, 2), ReportsTest.round(100, 2), ReportsTest.round(120, 2)));
    rounds.put(
        "vertx",
        List.of(ReportsTest.round(50, 8), ReportsTest.round(51, 8), ReportsTest.round(50, 8)));
    return rounds;
  }
}
