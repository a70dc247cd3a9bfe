package dev.samara.load;

import dev.samara.load.report.Comparison;
import dev.samara.load.report.Report;
import dev.samara.load.report.Reports;
import dev.samara.load.report.Staleness;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code samara bench compare}. */
@Command(
    name = "compare",
    description = "Says which differences between two reports are beyond their noise.",
    mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "OLD.json", description = "The older report.")
  private Path first;

  @Parameters(index = "1", paramLabel = "NEW.json", description = "The newer report.")
  private Path second;

  @Override
  public Integer call() {
    try {
      Report older = Reports.read(first);
      Report newer = Reports.read(second);
      Comparison comparison = Comparison.of(older, newer);
      if (comparison.differences().isEmpty()) {
        throw new IOException("the reports have nothing in common");
      }
      Path root = ProjectRoot.find();
      Staleness.of(older, root).ifPresent(why -> System.out.println(first + " is stale: " + why));
      Staleness.of(newer, root).ifPresent(why -> System.out.println(second + " is stale: " + why));
      System.out.print(comparison.text());
      return 0;
    } catch (IOException failed) {
      System.err.println("bench compare: " + failed.getMessage());
      return 1;
    }
  }
}
