package dev.samara.net.admission;

import java.util.concurrent.atomic.AtomicInteger;

/** How many connections all listeners of a node have together. Any thread. */
public final class Places {

  private final AtomicInteger taken = new AtomicInteger();
  private volatile int limit = Integer.MAX_VALUE;

  /** Makes places without limit. */
  public Places() {}

  /**
   * Changes the limit. Who is in stays in.
   *
   * @param connections 1 or more
   * @throws IllegalArgumentException if it is less
   */
  public void limit(int connections) {
    if (connections < 1) {
      throw new IllegalArgumentException(
          "maxConnections: %d (expected: >= 1)".formatted(connections));
    }
    limit = connections;
  }

  boolean take() {
    if (taken.incrementAndGet() <= limit) {
      return true;
    }
    taken.decrementAndGet();
    return false;
  }

  void leave() {
    taken.decrementAndGet();
  }
}
