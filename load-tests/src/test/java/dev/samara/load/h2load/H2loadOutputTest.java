package dev.samara.load.h2load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** On output as h2load 1.52.0 printed it. */
class H2loadOutputTest {
  private static final String GOOD =
      """
      starting benchmark...
      spawning thread #0: 2 total client(s). Timing-based test with 1s of warm-up time and 1s of main duration for measurements.
      progress: 100% of clients started
      TLS Protocol: TLSv1.3
      Application protocol: h2

      finished in 1.99s, 1586.50 req/s, 12.51MB/s
      requests: 1590 total, 1590 started, 1586 done, 1580 succeeded, 1 failed, 2 errored, 3 timeout
      status codes: 1580 2xx, 0 3xx, 4 4xx, 2 5xx
      traffic: 12.51MB (13121017) total, 424.73KB (434928) headers (space savings 0.00%), 34.21MB (35870408) data
                           min         max         mean         sd        +/- sd
      time for request:      127us     62.85ms      1.19ms      3.19ms    95.21%
      """;

  @Test
  void figuresAreRead() {
    H2loadOutput out =
        H2loadOutput.parse(GOOD, Stream.of("1700000000000001\t200\t100", "2\t200\t300", "x"))
            .orElseThrow();
    assertEquals("h2", out.protocol());
    assertEquals(1_586, out.requests());
    assertEquals(1_586.5, out.requestsPerSecond());
    assertEquals(6, out.failed());
    assertEquals(6, out.badAnswers());
    assertEquals(2, out.latenciesNanos().getTotalCount());
    assertTrue(
        out.latenciesNanos().valuesAreEquivalent(300_000, out.latenciesNanos().getMaxValue()));
  }

  @Test
  void latencyBeyondTheScaleCountsAsTheLongest() {
    H2loadOutput out = H2loadOutput.parse(GOOD, Stream.of("1\t200\t9000000000")).orElseThrow();
    assertEquals(1, out.latenciesNanos().getTotalCount());
  }

  @Test
  void runThatDidNotEndHasNoFigures() {
    assertEquals(Optional.empty(), H2loadOutput.parse("", Stream.empty()));
    String cut = GOOD.substring(0, GOOD.indexOf("status codes"));
    assertEquals(Optional.empty(), H2loadOutput.parse(cut, Stream.empty()));
  }

  @Test
  void missingProgramIsNamedWithItsPackage() {
    assertEquals(
        Optional.of("no-such-h2load not installed (Debian package: nghttp2-client)"),
        new H2load("no-such-h2load").missing());
  }
}
