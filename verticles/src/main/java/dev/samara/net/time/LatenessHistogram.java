package dev.samara.net.time;

import java.time.Duration;
import java.util.Arrays;

/**
 * Counts delays in buckets of microseconds, eight for each power of two: exact to an eighth, from 1
 * µs to more than an hour, in 2 KiB. Any thread; in practice one writes and few read.
 */
final class LatenessHistogram {

  /** Eight sub-buckets for each power of two: the three bits after the highest one choose. */
  private static final int SUB_BITS = 3;

  private static final int SUBS = 1 << SUB_BITS;
  private static final int MAX_BITS = 32;

  private final long[] buckets = new long[SUBS * (MAX_BITS - SUB_BITS + 1)];
  private long ticks;
  private long sumNanos;
  private long maxNanos;

  synchronized void record(long nanos) {
    var delay = Math.max(0, nanos);
    buckets[bucket(delay / 1_000)]++;
    ticks++;
    sumNanos += delay;
    maxNanos = Math.max(maxNanos, delay);
  }

  /** Small values have a bucket each; others share one with those that start with the same bits. */
  private static int bucket(long micros) {
    var value = Math.min(micros, (1L << MAX_BITS) - 1);
    if (value < SUBS) {
      return (int) value;
    }
    var shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(value) - SUB_BITS;
    return SUBS * (shift + 1) + (int) (value >>> shift) - SUBS;
  }

  /** The first value above a bucket. */
  private static long endMicros(int bucket) {
    if (bucket < SUBS) {
      return bucket + 1;
    }
    var shift = bucket / SUBS - 1;
    return (long) (bucket % SUBS + SUBS + 1) << shift;
  }

  /** The figures since the last time. */
  synchronized EventLoopDelay take() {
    if (ticks == 0) {
      return EventLoopDelay.NONE;
    }
    var p99 = Math.min(maxNanos, percentileMicros(99) * 1_000);
    var delay =
        new EventLoopDelay(
            ticks,
            Duration.ofNanos(sumNanos / ticks),
            Duration.ofNanos(p99),
            Duration.ofNanos(maxNanos));
    Arrays.fill(buckets, 0);
    ticks = 0;
    sumNanos = 0;
    maxNanos = 0;
    return delay;
  }

  private long percentileMicros(int percent) {
    var wanted = (ticks * percent + 99) / 100;
    var seen = 0L;
    for (var bucket = 0; bucket < buckets.length; bucket++) {
      seen += buckets[bucket];
      if (seen >= wanted) {
        return endMicros(bucket);
      }
    }
    throw new IllegalStateException("the buckets hold fewer delays than were counted");
  }
}
