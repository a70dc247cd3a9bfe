package dev.samara.net.memory;

import dev.samara.net.connection.Notice;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The bytes of messages in all connections of a hub, or of several hubs of one JVM. While one of
 * its limits is reached nothing is read and nobody is accepted; what is to be sent beyond its limit
 * is rejected. Each goes on at three quarters of what made it stop. Connections whose options say
 * that they are vital count, and go on all the same.
 *
 * <p>Event loops count for themselves and add what changed in steps of up to 64 KiB, so that the
 * figures are exact to that much for each event loop. Any thread may call any method.
 */
public final class MemoryBudget {

  /** One limit, and on which side of it the use is. */
  private static final class Limit {
    private final String name;
    private final long startBytes;
    private final long endBytes;
    private volatile boolean reached;

    Limit(String name, long startBytes, long limitBytes) {
      this.name = name;
      this.startBytes = startBytes;
      this.endBytes = limitBytes / 4 * 3;
    }

    boolean changes(long usedBytes) {
      return reached ? usedBytes <= endBytes : usedBytes >= startBytes;
    }
  }

  private final MemoryLimits limits;
  private final Limit in;
  private final Limit out;
  private final Limit total;
  private final AtomicLong inUse = new AtomicLong();
  private final AtomicLong outUse = new AtomicLong();
  private final List<Consumer<Notice>> observers = new CopyOnWriteArrayList<>();

  /**
   * A budget of which nothing is used.
   *
   * @param limits how much there is
   */
  public MemoryBudget(MemoryLimits limits) {
    this.limits = limits;
    this.in = new Limit("in", limits.inBytes(), limits.inBytes());
    // Reading stops before sends are rejected: what was read already must still be answered.
    this.out = new Limit("out", limits.outBytes() / 8 * 7, limits.outBytes());
    this.total = new Limit("total", limits.totalBytes(), limits.totalBytes());
  }

  /**
   * How much there is.
   *
   * @return the limits
   */
  public MemoryLimits limits() {
    return limits;
  }

  /**
   * What was read and not dealt with.
   *
   * @return bytes
   */
  public long inBytes() {
    return inUse.get();
  }

  /**
   * What waits to be sent.
   *
   * @return bytes
   */
  public long outBytes() {
    return outUse.get();
  }

  /**
   * Whether nothing is read and nobody accepted.
   *
   * @return true from the moment a limit is reached until there is room again
   */
  public boolean isPressed() {
    return in.reached || out.reached || total.reached;
  }

  /**
   * Whether it is messages that were read which take too much.
   *
   * @return true while the limit of what was read, or the total one, is reached
   */
  public boolean isInPressed() {
    return in.reached || total.reached;
  }

  /**
   * Whether nothing more may be queued to be sent.
   *
   * @return true while the limit is reached
   */
  public boolean isOutFull() {
    return out.reached && outUse.get() >= limits.outBytes();
  }

  /**
   * Counts what changed; an event loop does so. Tells observers at an edge, on the same thread.
   *
   * @param inBytes more (or less, if negative) of what was read
   * @param outBytes more (or less, if negative) of what waits to be sent
   */
  public void add(long inBytes, long outBytes) {
    var inNow = inUse.addAndGet(inBytes);
    var outNow = outUse.addAndGet(outBytes);
    if (in.changes(inNow) || out.changes(outNow) || total.changes(inNow + outNow)) {
      update();
    }
  }

  /** Under a lock, so that the notices come in the order of their edges and each once. */
  private synchronized void update() {
    update(in, inUse.get());
    update(out, outUse.get());
    update(total, inUse.get() + outUse.get());
  }

  private void update(Limit limit, long usedBytes) {
    if (limit.changes(usedBytes)) {
      limit.reached = !limit.reached;
      tell(
          limit.reached
              ? new Notice.MemoryPressure(limit.name, usedBytes)
              : new Notice.MemoryRelieved(limit.name, usedBytes));
    }
  }

  private void tell(Notice notice) {
    observers.forEach(observer -> observer.accept(notice));
  }

  /**
   * Asks to be told when a limit is reached and when there is room again.
   *
   * @param observer called once for each edge, on the thread that counted; must not block nor throw
   * @return ends it when run
   */
  public Runnable observe(Consumer<Notice> observer) {
    observers.add(observer);
    return () -> observers.remove(observer);
  }
}
