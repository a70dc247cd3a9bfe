package dev.samara.node;

import dev.samara.net.HubStatus;
import dev.samara.net.watch.BlockedLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks whether event loops come to their work, on a thread of its own, and says who keeps them
 * from it: once when it is noticed and once when it is over. Any thread may ask.
 */
public final class BlockedLoops {
  private static final Logger LOG = LoggerFactory.getLogger(BlockedLoops.class);
  private static final int LOOKS_PER_THRESHOLD = 4;
  private static final int MAX_REPORTS = 16;
  private static final int STACK_FRAMES = 12;

  private final HubStatus status;
  private final Duration threshold;
  private final Thread thread;
  private volatile boolean ended;

  // Guarded by this.
  private final ArrayDeque<Report> reports = new ArrayDeque<>();
  private final Map<Integer, Report> current = new HashMap<>();
  private long count;

  /**
   * One time that an event loop was blocked.
   *
   * @param at when it was noticed
   * @param loop what was found when last looked
   * @param over whether it is over
   */
  public record Report(Instant at, BlockedLoop loop, boolean over) {}

  BlockedLoops(HubStatus status, Duration threshold) {
    this.status = status;
    this.threshold = threshold;
    this.thread = Thread.ofPlatform().daemon().name("samara-watch").unstarted(this::run);
  }

  /** A threshold of zero: nobody looks. */
  void start() {
    if (!threshold.isZero()) {
      thread.start();
    }
  }

  void stop() {
    ended = true;
    thread.interrupt();
  }

  private void run() {
    try {
      while (!ended) {
        look();
        TimeUnit.NANOSECONDS.sleep(threshold.toNanos() / LOOKS_PER_THRESHOLD);
      }
    } catch (InterruptedException stopped) {
      // Nobody is interested any more.
    }
  }

  private synchronized void look() {
    Map<Integer, BlockedLoop> blocked =
        status.blockedEventLoops(threshold).stream()
            .collect(Collectors.toMap(BlockedLoop::eventLoop, loop -> loop));
    for (Report known : List.copyOf(current.values())) {
      if (!blocked.containsKey(known.loop().eventLoop())) {
        over(known);
      }
    }
    blocked.values().forEach(this::note);
  }

  private void note(BlockedLoop loop) {
    Report known = current.get(loop.eventLoop());
    if (known == null) {
      count++;
      LOG.warn("{}; it is at\n{}", loop.line(), stack(loop));
    }
    replace(
        known,
        known == null
            ? new Report(Instant.now(), loop, false)
            : new Report(known.at(), longer(known.loop(), loop), false));
  }

  /** Who was found first is to blame: what comes after it, all at once, is only late. */
  private static BlockedLoop longer(BlockedLoop first, BlockedLoop now) {
    return new BlockedLoop(
        first.eventLoop(), first.thread(), now.since(), first.work().or(now::work), first.stack());
  }

  private void over(Report known) {
    LOG.warn("no longer, by what was seen last: {}", known.loop().line());
    current.remove(known.loop().eventLoop());
    replace(known, new Report(known.at(), known.loop(), true));
  }

  private void replace(Report known, Report now) {
    reports.remove(known);
    reports.addLast(now);
    if (reports.size() > MAX_REPORTS) {
      reports.removeFirst();
    }
    if (!now.over()) {
      current.put(now.loop().eventLoop(), now);
    }
  }

  private static String stack(BlockedLoop loop) {
    return loop.stack().stream()
        .limit(STACK_FRAMES)
        .map(frame -> "    " + frame)
        .collect(Collectors.joining("\n"));
  }

  /**
   * The last times, sixteen at most.
   *
   * @return the oldest first; what is not over has the figures of the last look
   */
  public synchronized List<Report> reports() {
    return List.copyOf(reports);
  }

  /**
   * Those that are blocked now.
   *
   * @return as it was at the last look
   */
  public synchronized List<BlockedLoop> now() {
    return current.values().stream().map(Report::loop).toList();
  }

  /**
   * How often one was found blocked.
   *
   * @return since the start of the node
   */
  public synchronized long count() {
    return count;
  }
}
