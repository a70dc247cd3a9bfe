package dev.samara.load;

import dev.samara.load.report.Report;
import dev.samara.load.report.ReportTable;
import dev.samara.load.report.Reports;
import dev.samara.load.report.Staleness;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code samara bench report}. */
@Command(
    name = "report",
    description = "Shows reports, makes their pages anew, and says which are stale.",
    mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
  @Parameters(arity = "1..*", paramLabel = "FILE.json", description = "Reports.")
  private List<Path> files = List.of();

  @Option(names = "--fail-stale", description = "Exit code 1 if one of them is stale.")
  private boolean failStale;

  @Override
  public Integer call() {
    int staleOnes = 0;
    try {
      for (Path file : files) {
        Report report = Reports.read(file);
        Optional<String> stale = Staleness.of(report, ProjectRoot.find());
        System.out.println(report.bench() + ", " + report.machine().inOneLine());
        System.out.print(ReportTable.of(report.results(), report.yardstick()));
        System.out.print(ReportTable.remarks(report));
        stale.ifPresent(why -> System.err.println(file + " is stale: " + why));
        Output.write(report, file, stale);
        staleOnes += stale.isPresent() ? 1 : 0;
      }
      return failStale && staleOnes > 0 ? 1 : 0;
    } catch (IOException failed) {
      System.err.println("bench report: " + failed.getMessage());
      return 1;
    }
  }
}
