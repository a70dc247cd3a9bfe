package dev.samara.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.load.report.Reports;
import dev.samara.load.report.Samples;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandsTest {
  @TempDir private Path folder;

  private Path file;

  @BeforeEach
  void write() throws Exception {
    file = folder.resolve("echo.json");
    Reports.write(Samples.full(), file);
  }

  @Test
  void comparisonSaysWhatIsNoise() {
    Commands run = Commands.bench("compare", "" + file, "" + file);
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.out().contains("within the noise"), run.out());
    assertTrue(run.out().contains(file + " is stale: "), run.out());
  }

  @Test
  void reportsAreShownAgainAndStaleOnesNamed() throws Exception {
    Commands run = Commands.bench("report", "" + file);
    assertEquals(0, run.exitCode());
    assertTrue(run.out().contains("connections 1,000, bytes 128"), run.out());
    assertTrue(run.err().contains(file + " is stale: "), run.err());
    assertTrue(Files.readString(folder.resolve("echo.html")).contains("class=\"bad\">Stale: "));
    assertEquals(1, Commands.bench("report", "--fail-stale", "" + file).exitCode());
  }

  @Test
  void missingReportsAreOneLineAndOne() {
    Commands run = Commands.bench("compare", "" + file, "" + folder.resolve("none.json"));
    assertEquals(1, run.exitCode());
    assertEquals(1, run.err().lines().count(), run.err());
  }
}
