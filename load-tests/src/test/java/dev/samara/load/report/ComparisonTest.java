package dev.samara.load.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.load.report.Comparison.Difference;
import dev.samara.load.report.Comparison.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  @Test
  void roundsThatOverlapAreWithinTheNoise() {
    assertEquals(Verdict.WITHIN_NOISE, rate(Samples.result("a", 1, 95, 105, 102)).verdict());
    assertEquals(Verdict.BETTER, rate(Samples.result("a", 1, 111, 120, 130)).verdict());
    assertEquals(Verdict.WORSE, rate(Samples.result("a", 1, 60, 89, 70)).verdict());
    assertEquals(Verdict.UNKNOWN, rate(Samples.result("a", 1, 300)).verdict());
  }

  @Test
  void lessProcessorTimeIsBetter() {
    Comparison comparison = compare(Samples.result("a", 1, 200, 210));
    Difference cpu =
        comparison.differences().stream()
            .filter(one -> one.measure().equals(Measure.CPU))
            .findFirst()
            .orElseThrow();
    assertTrue(cpu.change() < 0, cpu.toString());
    assertEquals(Verdict.BETTER, cpu.verdict());
  }

  @Test
  void onlyWhatBothHaveIsCompared() {
    assertEquals(List.of(), compare(Samples.result("b", 1, 100, 100)).differences());
    assertEquals(List.of(), compare(Samples.result("a", 2, 100, 100)).differences());
  }

  @Test
  void otherMachinesOptionsAndBenchesAreSaid() {
    Report first = report(Samples.result("a", 1, 100, 110));
    Machine machine = Samples.machine(Optional.empty());
    Report other =
        new Report(
            "idle",
            new Machine(
                "Other CPU",
                machine.cores(),
                machine.memoryBytes(),
                machine.kernel(),
                machine.jdk(),
                machine.vertx(),
                machine.netty(),
                0,
                machine.gitCommit(),
                machine.date()),
            "netty",
            Map.of("rounds", "5"),
            first.results());
    assertEquals(List.of(), Comparison.of(first, first).warnings());
    assertEquals(3, Comparison.of(first, other).warnings().size());
    String text = Comparison.of(first, other).text();
    assertTrue(text.contains("beware: not the same machine: "), text);
    assertTrue(text.contains("within the noise"), text);
  }

  private static Difference rate(Result second) {
    return compare(second).differences().getFirst();
  }

  private static Comparison compare(Result second) {
    return Comparison.of(report(Samples.result("a", 1, 90, 100, 110)), report(second));
  }

  private static Report report(Result result) {
    return new Report(
        "echo", Samples.machine(Optional.empty()), "netty", Map.of(), List.of(result));
  }
}
