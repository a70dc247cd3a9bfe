package dev.samara.load.report;

import dev.samara.load.report.IdleReport.Ratios;
import dev.samara.load.report.IdleReport.Server;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** The figures of {@code bench idle} for the terminal. */
public final class IdleTable {
  private IdleTable() {}

  /**
   * Sets a report as a heading and a table, a row per server.
   *
   * @param report the figures
   * @return lines of text, each ended by LF
   */
  public static String of(IdleReport report) {
    String yardstick = report.options().yardstick();
    TextTable table =
        new TextTable(
            "",
            "accepts/s",
            "noise",
            "/" + yardstick,
            "CPU us/accept",
            "heap KiB",
            "/" + yardstick,
            "other KiB",
            "p99 us alone",
            "p50 us beside",
            "p99 us beside",
            "noise",
            "/" + yardstick);
    for (Server server : report.servers()) {
      table.row(
          server.server(),
          text("%,.0f", server.acceptsPerSecond()),
          noise(server.acceptsPerSecond()),
          ratio(server.ratios(), Ratios::accepts),
          text("%,.1f", server.cpuMicrosPerAccept()),
          kibibytes(server.heapBytesPerConnection()),
          ratio(server.ratios(), Ratios::heap),
          kibibytes(server.residentBytesPerConnection()),
          text("%,.1f", server.alone99Micros()),
          text("%,.1f", server.beside50Micros()),
          text("%,.1f", server.beside99Micros()),
          noise(server.beside99Micros()),
          ratio(server.ratios(), Ratios::beside99));
    }
    return heading(report.options()) + "\n" + table;
  }

  private static String heading(IdleReport.Options options) {
    return format(
        "%,d idle connections, and %d with one message of %d B in flight beside them",
        options.connections(), options.activeConnections(), options.activePayloadBytes());
  }

  private static String kibibytes(Spread bytes) {
    return format("%.2f", bytes.median() / 1024);
  }

  private static String text(String format, Spread spread) {
    return format(format, spread.median());
  }

  private static String noise(Spread spread) {
    return format("%.0f%%", spread.noise() * 100);
  }

  private static String ratio(Optional<Ratios> ratios, ToDoubleFunction<Ratios> which) {
    return ratios.map(r -> format("%.2f", which.applyAsDouble(r))).orElse("-");
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
