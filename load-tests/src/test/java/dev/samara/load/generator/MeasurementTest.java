package dev.samara.load.generator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class MeasurementTest {
  @Test
  void lineIsReadAsItWasWritten() {
    Histogram latencies = new Histogram(3);
    latencies.recordValue(1_000);
    latencies.recordValue(70_000);
    Measurement said = new Measurement(2, Duration.ofSeconds(1), Duration.ofMillis(20), latencies);
    assertEquals(said, Measurement.of(said.line()));
    assertEquals(2, said.perSecond());
  }

  @Test
  void anotherLineIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Measurement.of("1 2 3"));
    assertThrows(IllegalArgumentException.class, () -> Measurement.of("1 2 3 x"));
  }
}
