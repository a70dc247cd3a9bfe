package dev.samara.load.wrk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** On output as wrk 4.1.0 printed it. */
class WrkOutputTest {
  private static final String GOOD =
      """
      Running 2s test @ http://127.0.0.1:8080
        2 threads and 10 connections
        Thread Stats   Avg      Stdev     Max   +/- Stdev
          Latency    24.89ms   10.91ms  52.00ms   50.21%
          Req/Sec     1.37k   520.44     2.40k    60.98%
        Latency Distribution
           50%  829.00us
           75%   40.23ms
           90%   47.95ms
           99%    1.20s
        5600 requests in 2.10s, 619.05KB read
      Requests/sec:   2666.54
      Transfer/sec:    294.77KB
      """;

  private static final String BAD =
      """
      Running 2s test @ http://127.0.0.1:8080
        2 threads and 10 connections
        Thread Stats   Avg      Stdev     Max   +/- Stdev
          Latency    42.79ms    7.00ms  48.08ms   97.10%
          Req/Sec    86.43     42.06   151.00     52.50%
        Latency Distribution
           50%   43.97ms
           75%   44.01ms
           90%   44.11ms
           99%    1.50m
        345 requests in 2.01s, 41.58MB read
        Socket errors: connect 1, read 20, write 300, timeout 4000
        Non-2xx or 3xx responses: 345
      Requests/sec:    172.06
      Transfer/sec:     20.74MB
      """;

  @Test
  void goodRunIsRead() {
    assertEquals(
        Optional.of(new WrkOutput(5600, 2666.54, 294.77 * 1024, 829, 1_200_000, 0, 0)),
        WrkOutput.parse(GOOD));
  }

  @Test
  void errorsAreSummedUp() {
    WrkOutput out = WrkOutput.parse(BAD).orElseThrow();
    assertEquals(4321, out.socketErrors());
    assertEquals(345, out.badAnswers());
    assertEquals(90e6, out.p99Micros(), 1e-3);
    assertEquals(20.74 * 1024 * 1024, out.bytesPerSecond(), 1e-3);
  }

  @Test
  void outputOfARunThatFailedIsNone() {
    assertEquals(
        Optional.empty(), WrkOutput.parse("unable to connect to 127.0.0.1:1 Connection refused"));
    assertEquals(Optional.empty(), WrkOutput.parse(""));
  }

  @Test
  void outputCutOffAnywhereIsNoneUntilItsLastLine() {
    int lastLine = GOOD.indexOf("Transfer/sec");
    for (int length = 0; length < lastLine; length++) {
      assertEquals(Optional.empty(), WrkOutput.parse(GOOD.substring(0, length)), "at " + length);
    }
  }

  @Test
  void missingProgramIsNamedWithItsPackage() {
    IOException caught =
        assertThrows(
            IOException.class,
            () ->
                new Wrk("no-such-wrk")
                    .run(
                        Path.of("hello.lua"),
                        URI.create("http://127.0.0.1:1"),
                        1,
                        1,
                        1,
                        List.of()));
    assertEquals("wrk is not installed (Debian package: wrk)", caught.getMessage());
  }
}
