package dev.samara.load.report;

import dev.samara.load.report.EchoReport.Cell;
import dev.samara.load.report.EchoReport.Ratios;
import dev.samara.load.report.EchoReport.Server;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** A cell of {@code bench echo} for the terminal. */
public final class EchoTable {
  private EchoTable() {}

  /**
   * Sets a cell as a heading and a table, a row per server.
   *
   * @param cell the figures
   * @param yardstick name of the server that the ratios refer to
   * @return lines of text, each ended by LF
   */
  public static String of(Cell cell, String yardstick) {
    TextTable table =
        new TextTable(
            "",
            "msg/s",
            "noise",
            "p50 us",
            "p99 us",
            "CPU us/msg",
            "noise",
            "rate/" + yardstick,
            "per CPU/" + yardstick);
    for (Server server : cell.servers()) {
      table.row(
          server.server(),
          text("%,.0f", server.messagesPerSecond().median()),
          noise(server.messagesPerSecond()),
          text("%,.1f", server.p50Micros().median()),
          text("%,.1f", server.p99Micros().median()),
          text("%,.3f", server.cpuMicrosPerMessage().median()),
          noise(server.cpuMicrosPerMessage()),
          ratio(server.ratios(), Ratios::rate),
          ratio(server.ratios(), Ratios::ratePerCpu));
    }
    return heading(cell) + "\n" + table;
  }

  private static String heading(Cell cell) {
    return "%s, %d in flight on each, %s"
        .formatted(
            cell.connections() == 1 ? "1 connection" : cell.connections() + " connections",
            cell.depth(),
            size(cell.payloadBytes()));
  }

  private static String size(int bytes) {
    if (bytes % (1 << 20) == 0) {
      return (bytes >> 20) + " MiB";
    }
    return bytes % 1024 == 0 ? bytes / 1024 + " KiB" : text("%,.0f B", bytes);
  }

  private static String noise(Spread spread) {
    return text("%.0f%%", spread.noise() * 100);
  }

  private static String ratio(Optional<Ratios> ratios, ToDoubleFunction<Ratios> which) {
    return ratios.map(r -> text("%.2f", which.applyAsDouble(r))).orElse("-");
  }

  private static String text(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
