package dev.samara.net.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenBucketTest {

  private static final long SECOND = 1_000_000_000L;

  /** A clock that is about to overflow, as nanoTime may be. */
  private long now = Long.MAX_VALUE - SECOND / 2;

  private int take(TokenBucket bucket) {
    var taken = 0;
    while (bucket.take(now)) {
      taken++;
    }
    return taken;
  }

  @Test
  void givesABurstAndThenTheRate() {
    var bucket = new TokenBucket(new Rate(10, 3), now);
    assertEquals(3, take(bucket));
    now += SECOND / 10;
    assertEquals(1, take(bucket));
    now += SECOND / 20;
    assertEquals(0, take(bucket));
    now += SECOND / 20;
    assertEquals(1, take(bucket));
  }

  @Test
  void keepsNoMoreThanABurst() {
    var bucket = new TokenBucket(new Rate(10, 3), now);
    assertTrue(bucket.isFull(now));
    assertEquals(3, take(bucket));
    assertFalse(bucket.isFull(now));
    now += 3600 * SECOND;
    assertTrue(bucket.isFull(now));
    assertEquals(3, take(bucket));
  }

  @Test
  void neverGivesMoreThanRateAndBurstTogether() {
    var bucket = new TokenBucket(new Rate(1_000, 100), now);
    var taken = 0;
    for (var i = 0; i < 10_000; i++) {
      now += 1_000_000;
      taken += take(bucket);
    }
    assertTrue(taken <= 10_100 && taken >= 9_999, "taken: " + taken);
  }

  @Test
  void aDebtIsPaidWithTime() {
    var bucket = new TokenBucket(new Rate(10, 10), now);
    bucket.spend(30);
    now += 2 * SECOND;
    assertFalse(bucket.hasToken(now));
    now += SECOND / 10;
    assertTrue(bucket.hasToken(now));
  }

  @Test
  void aClockThatGoesBackGivesNothing() {
    var bucket = new TokenBucket(new Rate(10, 1), now);
    assertEquals(1, take(bucket));
    now -= 10 * SECOND;
    assertEquals(0, take(bucket));
    now += 10 * SECOND;
    assertEquals(0, take(bucket));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, perSecond: 0",
    "-1, 1, perSecond: -1",
    "1, 0, burst: 0",
    "100, 9, burst: 9",
    "2000000000000, 2000000000000, perSecond: 2000000000000"
  })
  void checksItsOptions(long perSecond, long burst, String message) {
    var failure = assertThrows(IllegalArgumentException.class, () -> new Rate(perSecond, burst));
    assertTrue(failure.getMessage().startsWith(message), failure.getMessage());
  }
}
