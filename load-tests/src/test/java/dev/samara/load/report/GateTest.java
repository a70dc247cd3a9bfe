package dev.samara.load.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GateTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "handler rate >= 1.5",
        "handler rate >= 1.5 connections=50",
        "  handler   cpu <= 0.7   connections=50 bytes=128",
        "handler rate >= 100 bench=idle",
        "# handler rate >= 100",
        ""
      })
  void linesThatHold(String line) {
    assertEquals(List.of(), Gate.parse(List.of(line)).violations(Samples.full()));
  }

  @Test
  void eachCaseThatFailsIsALine() {
    List<String> violations =
        Gate.parse(List.of("handler rate >= 1.6", "handler cpu <= 0.5 connections=50"))
            .violations(Samples.full());
    assertEquals(4, violations.size());
    assertEquals(
        "handler rate >= 1.6: rate is 1.50 (connections 1, bytes 128)", violations.getFirst());
    assertEquals(
        "handler cpu <= 0.5 connections=50: cpu is 0.67 (connections 50, bytes 128)",
        violations.getLast());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"bus rate >= 1", "handler speed >= 1", "handler rate >= 1 connections=51"})
  void ruleThatFindsNothingIsViolated(String line) {
    List<String> violations = Gate.parse(List.of(line)).violations(Samples.full());
    assertEquals(List.of(line + ": nothing was measured that it is about"), violations);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"handler rate 1.5", "handler rate > 1", "handler >= 1", "a b >= 1 connections"})
  void otherLinesAreRefused(String line) {
    IllegalArgumentException caught =
        assertThrows(IllegalArgumentException.class, () -> Gate.parse(List.of(line)));
    assertTrue(caught.getMessage().contains("'" + line + "'"), caught.getMessage());
  }
}
