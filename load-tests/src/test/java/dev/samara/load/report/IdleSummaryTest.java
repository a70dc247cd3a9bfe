package dev.samara.load.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.samara.load.report.IdleReport.Latency;
import dev.samara.load.report.IdleReport.Options;
import dev.samara.load.report.IdleReport.Ratios;
import dev.samara.load.report.IdleReport.Round;
import dev.samara.load.report.IdleReport.Server;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IdleSummaryTest {
  private static final Machine MACHINE =
      new Machine("Some CPU", 2, 1, "Linux", "25", "5", "4", 0.5, Optional.empty(), Instant.EPOCH);

  @Test
  void ratiosAreMultiplesOfTheYardsticksMedians() {
    List<Server> servers = report(MACHINE).servers();
    assertEquals(Optional.of(new Ratios(1, 1, 1)), servers.get(0).ratios());
    assertEquals(Optional.of(new Ratios(0.5, 4, 1.5)), servers.get(1).ratios());
    assertEquals(new Spread(2048, 1024, 4096), servers.get(0).heapBytesPerConnection());
  }

  @Test
  void thereAreNoRatiosWithoutTheYardstick() {
    List<Server> servers = IdleSummary.of(rounds(), "other");
    assertEquals(Optional.empty(), servers.get(0).ratios());
  }

  @Test
  void tableHasARowPerServer() {
    List<String> lines = IdleTable.of(report(MACHINE)).lines().toList();
    assertEquals(
        "19,700 idle connections, and 10 with one message of 128 B in flight beside them",
        lines.get(0));
    assertEquals(4, lines.size());
    assertEquals(
        List.of(
            "named", "5,000", "0%", "0.50", "30.0", "8.00", "4.00", "0.50", "80.0", "50.0", "150.0",
            "0%", "1.50"),
        List.of(lines.get(3).split("\\s+")));
  }

  static IdleReport report(Machine machine) {
    Options options =
        new Options(
            19_700,
            20_000,
            List.of("netty", "named"),
            "netty",
            1,
            1,
            "epoll",
            1000,
            3000,
            3,
            10,
            128,
            List.of("-Xmx1g"));
    return new IdleReport("idle", machine, options, IdleSummary.of(rounds(), "netty"));
  }

  private static Map<String, List<Round>> rounds() {
    Map<String, List<Round>> rounds = new LinkedHashMap<>();
    rounds.put(
        "netty",
        List.of(round(9_000, 1024, 100), round(10_000, 2048, 90), round(11_000, 4096, 110)));
    rounds.put("named", List.of(round(5_000, 8192, 150)));
    return rounds;
  }

  private static Round round(double accepts, double heap, double beside99) {
    return new Round(
        accepts, 30, heap, 512, new Latency(1, 40, 80, 90), new Latency(1, 50, beside99, 300));
  }
}
