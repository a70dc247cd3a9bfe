package dev.samara.load.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class RpcMeasurementTest {
  @Test
  void lineIsReadAsItWasWritten() {
    Histogram latencies = new Histogram(3);
    latencies.recordValue(1_000);
    latencies.recordValue(70_000);
    RpcMeasurement said =
        new RpcMeasurement(2, Duration.ofSeconds(1), Duration.ofMillis(20), latencies);
    assertEquals(said, RpcMeasurement.of(said.line()));
  }

  @Test
  void anotherLineIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> RpcMeasurement.of("1 2 3"));
    assertThrows(IllegalArgumentException.class, () -> RpcMeasurement.of("1 2 3 x"));
  }
}
