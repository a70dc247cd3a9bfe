package dev.samara.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.load.micro.MicroRun;
import dev.samara.load.report.Report;
import dev.samara.load.report.Reports;
import dev.samara.load.report.Result;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** JMH in processes of its own, for as short as it can be. */
class MicroBenchIT {
  @TempDir private Path folder;

  @Test
  void outboxAndCreditHaveTimesAndAllocations() throws Exception {
    Path file = folder.resolve("micro.json");
    Commands run =
        Commands.bench(
            "micro",
            "--only",
            "outbox,credit",
            "--quick",
            "--rounds",
            "2",
            "--seconds",
            "0.02",
            "--json",
            file.toString());
    assertEquals(0, run.exitCode(), run.err());
    Report report = Reports.read(file);
    assertEquals(
        List.of("outbox.post", "outbox.send", "credit.handledAtOnce", "credit.handledOneByOne"),
        report.results().stream().map(Result::subject).toList());
    for (Result result : report.results()) {
      assertEquals(2, result.figure("time").orElseThrow().rounds().size());
      assertTrue(result.figure("time").orElseThrow().spread().median() > 0);
      assertTrue(result.figure("alloc").orElseThrow().spread().median() > 0, result.toString());
      assertTrue(result.figure("alloc-rate").isPresent());
    }
  }

  @Test
  void eachGroupHasCases() {
    for (String group : MicroRun.GROUPS) {
      var cases = MicroRun.cases(List.of(group));
      assertTrue(cases.stream().allMatch(one -> one.subject().startsWith(group + ".")));
      assertTrue(cases.size() >= 2, group);
    }
    assertEquals(
        MicroRun.GROUPS.size(),
        Stream.of(MicroRun.cases(MicroRun.GROUPS))
            .flatMap(List::stream)
            .map(one -> one.subject().split("\\.")[0])
            .distinct()
            .count());
  }
}
