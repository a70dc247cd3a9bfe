package dev.samara.load.report;

import dev.samara.load.report.IdleReport.Ratios;
import dev.samara.load.report.IdleReport.Round;
import dev.samara.load.report.IdleReport.Server;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** From the rounds of {@code bench idle} to medians and ratios. */
public final class IdleSummary {
  private IdleSummary() {}

  /**
   * Sums up a run.
   *
   * @param rounds by server name, in the order for the report; at least one round each
   * @param yardstick name of the server that the ratios refer to; no ratios if it isn't among them
   * @return one per server
   */
  public static List<Server> of(Map<String, List<Round>> rounds, String yardstick) {
    List<Server> servers =
        rounds.entrySet().stream().map(e -> server(e.getKey(), e.getValue())).toList();
    Optional<Server> base =
        servers.stream().filter(server -> server.server().equals(yardstick)).findFirst();
    return base.map(one -> servers.stream().map(s -> s.withRatios(ratios(s, one))).toList())
        .orElse(servers);
  }

  private static Server server(String name, List<Round> rounds) {
    return new Server(
        name,
        rounds,
        spread(rounds, Round::acceptsPerSecond),
        spread(rounds, Round::cpuMicrosPerAccept),
        spread(rounds, Round::heapBytesPerConnection),
        spread(rounds, Round::residentBytesPerConnection),
        spread(rounds, round -> round.alone().p99Micros()),
        spread(rounds, round -> round.beside().p50Micros()),
        spread(rounds, round -> round.beside().p99Micros()),
        Optional.empty());
  }

  private static Spread spread(List<Round> rounds, ToDoubleFunction<Round> figure) {
    return Spread.of(rounds.stream().mapToDouble(figure).boxed().toList());
  }

  private static Ratios ratios(Server server, Server base) {
    return new Ratios(
        server.acceptsPerSecond().median() / base.acceptsPerSecond().median(),
        server.heapBytesPerConnection().median() / base.heapBytesPerConnection().median(),
        server.beside99Micros().median() / base.beside99Micros().median());
  }
}
