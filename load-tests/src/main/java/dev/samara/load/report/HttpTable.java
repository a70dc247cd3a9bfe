package dev.samara.load.report;

import dev.samara.load.report.HttpReport.Run;
import java.util.List;
import java.util.Locale;

/** The runs of {@code bench http} for the terminal. */
public final class HttpTable {
  private HttpTable() {}

  /**
   * Sets runs as a table, a row each.
   *
   * @param runs the figures
   * @return lines of text, each ended by LF
   */
  public static String of(List<Run> runs) {
    TextTable table =
        new TextTable(
            "script",
            "connections",
            "requests/s",
            "MiB/s",
            "p50 us",
            "p99 us",
            "CPU us/request",
            "socket errors",
            "not 2xx/3xx");
    for (Run run : runs) {
      table.row(
          run.script(),
          Integer.toString(run.connections()),
          text("%,.0f", run.requestsPerSecond()),
          text("%,.1f", run.bytesPerSecond() / (1 << 20)),
          text("%,.0f", run.p50Micros()),
          text("%,.0f", run.p99Micros()),
          run.cpuMicrosPerRequest().map(cpu -> text("%,.2f", cpu)).orElse("-"),
          Long.toString(run.socketErrors()),
          Long.toString(run.badAnswers()));
    }
    return table.toString();
  }

  private static String text(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
