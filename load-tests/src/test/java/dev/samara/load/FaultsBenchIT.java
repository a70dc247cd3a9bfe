package dev.samara.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.load.report.Report;
import dev.samara.load.report.Reports;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Some of the trials, with the tools and privileges they need. */
class FaultsBenchIT {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"reset", "killed-process"})
  void trialHoldsWithAJdkAlone(String trial) throws Exception {
    assertHolds(trial);
  }

  @Tag("outside")
  @ParameterizedTest
  @ValueSource(strings = {"network-loses-packets", "full-disk", "failing-fsync"})
  void trialHoldsWithTheSystemsTools(String trial) throws Exception {
    assertHolds(trial);
  }

  @Test
  void unknownTrialIsWrongUsage() {
    Commands run = Commands.bench("faults", "--only", "earthquake");
    assertEquals(2, run.exitCode());
    assertTrue(run.err().contains("there is no earthquake, only delay-and-jitter"), run.err());
  }

  private void assertHolds(String trial) throws Exception {
    Path file = folder.resolve("faults.json");
    Commands run = Commands.bench("faults", "--only", trial, "--json", file.toString());
    assertEquals(0, run.exitCode(), run.err());
    Report report = Reports.read(file);
    assertEquals(List.of(trial), report.checks().stream().map(check -> check.name()).toList());
    assertTrue(report.sound() && report.gaps().isEmpty(), report.toString());
    Children.assertNoneLeft();
  }
}
