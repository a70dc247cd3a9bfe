package dev.samara.load.report;

import dev.samara.load.report.EchoReport.Cell;
import dev.samara.load.report.EchoReport.Ratios;
import dev.samara.load.report.EchoReport.Round;
import dev.samara.load.report.EchoReport.Server;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** From the rounds of a cell to its medians and ratios. */
public final class EchoSummary {
  private EchoSummary() {}

  /**
   * Sums up one cell.
   *
   * @param connections TCP connections
   * @param depth messages in flight on each
   * @param payloadBytes bytes of a message
   * @param rounds by server name, in the order for the report; at least one round each
   * @param yardstick name of the server that the ratios refer to; no ratios if it isn't among them
   * @return the cell
   */
  public static Cell cell(
      int connections,
      int depth,
      int payloadBytes,
      Map<String, List<Round>> rounds,
      String yardstick) {
    List<Server> servers =
        rounds.entrySet().stream().map(e -> server(e.getKey(), e.getValue())).toList();
    Optional<Server> base =
        servers.stream().filter(server -> server.server().equals(yardstick)).findFirst();
    return new Cell(
        connections,
        depth,
        payloadBytes,
        base.map(one -> servers.stream().map(s -> s.withRatios(ratios(s, one))).toList())
            .orElse(servers));
  }

  private static Server server(String name, List<Round> rounds) {
    return new Server(
        name,
        rounds,
        spread(rounds, Round::messagesPerSecond),
        spread(rounds, Round::p50Micros),
        spread(rounds, Round::p99Micros),
        spread(rounds, Round::cpuMicrosPerMessage),
        Optional.empty());
  }

  private static Spread spread(List<Round> rounds, ToDoubleFunction<Round> figure) {
    return Spread.of(rounds.stream().mapToDouble(figure).boxed().toList());
  }

  private static Ratios ratios(Server server, Server base) {
    return new Ratios(
        server.messagesPerSecond().median() / base.messagesPerSecond().median(),
        base.cpuMicrosPerMessage().median() / server.cpuMicrosPerMessage().median());
  }
}
