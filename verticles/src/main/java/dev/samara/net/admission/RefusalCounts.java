package dev.samara.net.admission;

import dev.samara.net.access.Refusal;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts who was turned away and why, and says so in the log, at most once a second for each
 * reason: an attack must not fill the disk. Any thread.
 */
public final class RefusalCounts {

  private static final Logger LOG = LoggerFactory.getLogger(RefusalCounts.class);
  private static final int MAX_DETAIL = 300;
  private static final long LOG_EVERY_NANOS = 1_000_000_000L;

  private static final class Count {
    long all;
    long silent;
    long loggedNanos;
  }

  private final String listener;
  private final Map<Refusal, Count> counts = new EnumMap<>(Refusal.class);

  /**
   * Makes counts of nobody.
   *
   * @param listener whose peers are turned away
   */
  public RefusalCounts(String listener) {
    this.listener = listener;
  }

  /**
   * Counts one.
   *
   * @param refusal why, for the counts
   * @param who who, for the log
   * @param detail why, for the log
   * @param nowNanos the clock
   * @return whether it was logged
   */
  public synchronized boolean add(Refusal refusal, Object who, String detail, long nowNanos) {
    var count = counts.computeIfAbsent(refusal, _ -> new Count());
    var first = count.all++ == 0;
    if (!first && nowNanos - count.loggedNanos < LOG_EVERY_NANOS) {
      count.silent++;
      return false;
    }
    LOG.warn(
        "listener '{}' refused {}: {}{}",
        listener,
        who,
        printable(detail),
        count.silent == 0 ? "" : " (and %d others meanwhile)".formatted(count.silent));
    count.silent = 0;
    count.loggedNanos = nowNanos;
    return true;
  }

  /** What the peer has sent may stand in it, and must not forge lines. */
  private static String printable(String detail) {
    var text = detail.replaceAll("\\p{Cntrl}", "?");
    return text.length() <= MAX_DETAIL ? text : text.substring(0, MAX_DETAIL) + "...";
  }

  /**
   * How many so far.
   *
   * @return by reason; without those that nobody was turned away for
   */
  public synchronized Map<String, Long> byReason() {
    var copy = new TreeMap<String, Long>();
    counts.forEach((refusal, count) -> copy.put(refusal.toString(), count.all));
    return copy;
  }

  /**
   * How many so far.
   *
   * @return for all reasons together
   */
  public synchronized long total() {
    return counts.values().stream().mapToLong(count -> count.all).sum();
  }
}
