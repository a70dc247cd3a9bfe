package dev.samara.net.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The coarse clock, ticked by the test. */
class LoopClockTest {

  private static final long START = Long.MAX_VALUE - 1_000;

  private final LoopClock clock =
      new LoopClock(Duration.ofMillis(10), START, Instant.ofEpochSecond(7));

  private void tick(long afterMillis) {
    clock.tick(START + afterMillis * 1_000_000, Instant.ofEpochSecond(7).plusMillis(afterMillis));
  }

  @Test
  void showsTheTimeOfItsLastTick() {
    assertEquals(START, clock.nowNanos());
    tick(10);
    assertEquals(START + 10_000_000, clock.nowNanos());
    assertEquals(Instant.ofEpochSecond(7, 10_000_000), clock.now());
    assertEquals(Duration.ofMillis(10), clock.period());
    assertEquals(
        new EventLoopDelay(1, Duration.ZERO, Duration.ZERO, Duration.ZERO), clock.takeDelay());
  }

  @Test
  void aBlockedLoopCountsWithEachTickItMissed() {
    tick(10);
    // Blocked for 30 ms: the ticks of 20, 30 and 40 come together.
    tick(40);
    tick(40);
    tick(40);
    var delay = clock.takeDelay();
    assertEquals(4, delay.ticks());
    assertEquals(Duration.ofMillis(20), delay.max());
    assertEquals(Duration.ofNanos((20 + 10) * 1_000_000 / 4), delay.mean());
    assertEquals(EventLoopDelay.NONE, clock.takeDelay());
  }

  @Test
  void percentilesAreRightToAnEighth() {
    var seed = System.nanoTime();
    var random = new Random(seed);
    for (var scale = 1L; scale < 10_000_000_000_000L; scale *= 7) {
      var histogram = new LatenessHistogram();
      var delays = new ArrayList<Long>();
      for (var i = 0; i < 1_000; i++) {
        delays.add(random.nextLong(scale));
        histogram.record(delays.getLast());
      }
      Collections.sort(delays);
      var exact = Math.min(delays.get(989), 4_294_967_295_000L);
      var found = histogram.take().p99().toNanos();
      var context = "scale " + scale + " seed " + seed + ": " + found + " for " + exact;
      assertTrue(found >= exact, context);
      assertTrue(found <= exact + exact / 8 + 1_000, context);
    }
  }

  @Test
  void aTickThatComesEarlyIsNotLate() {
    tick(9);
    assertEquals(Duration.ZERO, clock.takeDelay().max());
  }
}
