package dev.samara.load;

import dev.samara.load.page.ReportPage;
import dev.samara.load.report.Gate;
import dev.samara.load.report.Report;
import dev.samara.load.report.Report.Check;
import dev.samara.load.report.ReportTable;
import dev.samara.load.report.Reports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where a report goes and what it has to reach: the options that all benches have. */
final class Output {
  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Where the report goes; its page goes beside it.")
  private Optional<Path> json = Optional.empty();

  @Option(
      names = "--gate",
      paramLabel = "FILE",
      description = "Ratios the run has to reach; otherwise the exit code is 1.")
  private Optional<Path> gateFile = Optional.empty();

  private Gate gate = new Gate(List.of());

  /** Made by the command line. */
  Output() {}

  /**
   * Reads the gate, before anything is measured.
   *
   * @throws IllegalArgumentException if it cannot be read; says why
   */
  void prepare() {
    if (gateFile.isPresent()) {
      try {
        gate = Gate.parse(Files.readAllLines(gateFile.get()));
      } catch (IOException unreadable) {
        throw new IllegalArgumentException("--gate: no file " + gateFile.get(), unreadable);
      }
    }
  }

  /** Writes the report; gives the exit code, with a line for each reason if it is 1. */
  int finish(Report report, Path root) throws IOException {
    System.out.print(ReportTable.remarks(report));
    Path file = json.orElse(Reports.defaultFile(root, report.bench(), report.machine().date()));
    write(report, file, Optional.empty());
    List<String> broken =
        report.checks().stream().filter(check -> !check.held()).map(Output::text).toList();
    List<String> violations = gate.violations(report);
    broken.forEach(line -> System.err.println("bench " + report.bench() + ": " + line));
    violations.forEach(line -> System.err.println("gate: " + line));
    return broken.isEmpty() && violations.isEmpty() ? 0 : 1;
  }

  /** Writes the file and its page. */
  static void write(Report report, Path file, Optional<String> stale) throws IOException {
    Reports.write(report, file);
    Path page = pageOf(file);
    Files.writeString(page, ReportPage.of(report, stale));
    System.out.println("written to " + file + " and " + page);
  }

  static Path pageOf(Path file) {
    return file.resolveSibling(
        file.getFileName().toString().replaceFirst("\\.json$", "") + ".html");
  }

  private static String text(Check check) {
    return check.name() + ": " + check.detail();
  }
}
