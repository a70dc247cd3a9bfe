package dev.samara.load.generator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.load.generator.FaultyEcho.Fault;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Messages at a given rate, and what a server that stalls for 100 ms does to their times. */
class OpenLoopTest {
  private static final Duration WINDOW = Duration.ofMillis(500);

  private static FrameLoad load;

  @BeforeAll
  static void startLoops() {
    load = new FrameLoad(1);
  }

  @AfterAll
  static void stopLoops() {
    load.close();
  }

  @Test
  void rateIsKept() throws Exception {
    try (FaultyEcho echo = new FaultyEcho(Fault.NONE)) {
      LoadResult result = run(plan(echo).withShape(7, 1, 64).withRate(2_000));
      assertEquals(1_000, result.measured());
      assertEquals(2_000, result.messagesPerSecond());
      assertTrue(result.balance().adds(), result.balance().toString());
    }
  }

  @Test
  void stallIsSeenByAllWhomItKeepsWaiting() throws Exception {
    try (FaultyEcho echo = new FaultyEcho(Fault.STALL)) {
      Histogram open = run(plan(echo).withRate(2_000)).latenciesNanos();
      assertTrue(open.getMaxValue() >= TimeUnit.MILLISECONDS.toNanos(95), "the one that stalled");
      // 200 of 1,000 messages are due meanwhile, and wait 50 ms on average.
      assertTrue(millis(open, 95) > 40, "95 %: " + millis(open, 95));
      assertTrue(millis(open, 85) > 5, "85 %: " + millis(open, 85));
    }
    try (FaultyEcho echo = new FaultyEcho(Fault.STALL)) {
      Histogram closed =
          run(plan(echo).withTimes(Duration.ZERO, Duration.ofSeconds(3))).latenciesNanos();
      assertTrue(closed.getMaxValue() >= TimeUnit.MILLISECONDS.toNanos(95));
      assertTrue(millis(closed, 95) < 40, "a closed loop forgets it: " + millis(closed, 95));
    }
  }

  @Test
  void faultsAreFoundAsInAClosedLoop() throws Exception {
    try (FaultyEcho echo = new FaultyEcho(Fault.SWAP)) {
      var caught =
          org.junit.jupiter.api.Assertions.assertThrows(
              LoadException.class, () -> run(plan(echo).withRate(2_000)));
      assertTrue(caught.getMessage().contains("message 6"), caught.getMessage());
      assertTrue(caught.balance().adds(), caught.balance().toString());
    }
  }

  private static double millis(Histogram nanos, double percentile) {
    return nanos.getValueAtPercentile(percentile) / 1e6;
  }

  private static LoadResult run(LoadPlan plan) throws Exception {
    return load.run(plan, WindowWatcher.NONE);
  }

  private static LoadPlan plan(FaultyEcho echo) {
    return LoadPlan.to(echo.address())
        .withTimes(Duration.ZERO, WINDOW)
        .withChecks(Duration.ofSeconds(20), 16);
  }
}
