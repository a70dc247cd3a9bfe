package dev.samara.rpc.policy;

import java.time.Duration;
import java.util.Arrays;

/** How long the last calls of a client took. Any thread. */
final class Latencies {
  private static final int KEPT = 256;

  /** A percentile of fewer says nothing. */
  private static final int ENOUGH = 32;

  private static final int LOOK_AGAIN_AFTER = 64;

  private final HedgeOptions options;
  private final long[] nanos = new long[KEPT];
  private int known;
  private int next;
  private int sinceLook = LOOK_AGAIN_AFTER;
  private Duration delay;

  Latencies(HedgeOptions options) {
    this.options = options;
    this.delay = options.minDelay();
  }

  /** A call was answered after so long. */
  synchronized void add(long tookNanos) {
    nanos[next] = tookNanos;
    next = (next + 1) % KEPT;
    known = Math.min(KEPT, known + 1);
    sinceLook++;
  }

  /** How long to wait for an answer before asking another node. */
  synchronized Duration hedgeDelay() {
    if (known >= ENOUGH && sinceLook >= LOOK_AGAIN_AFTER) {
      sinceLook = 0;
      var sorted = Arrays.copyOf(nanos, known);
      Arrays.sort(sorted);
      var place = (int) Math.ceil(options.percentile() / 100 * known) - 1;
      var percentile = Duration.ofNanos(sorted[place]);
      delay = percentile.compareTo(options.minDelay()) > 0 ? percentile : options.minDelay();
    }
    return delay;
  }
}
