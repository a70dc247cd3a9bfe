package dev.samara.http.body;

import java.util.concurrent.atomic.AtomicLong;

/** What bodies that are gathered whole take together, and may. Any thread. */
public final class BodyBudget {
  private final long maxBytes;
  private final AtomicLong used = new AtomicLong();

  /**
   * With a limit.
   *
   * @param maxBytes the most at once, 1 or more
   */
  public BodyBudget(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /**
   * Takes some, or none when there is not enough.
   *
   * @param bytes 0 or more
   * @return whether they were there
   */
  public boolean reserve(long bytes) {
    if (used.addAndGet(bytes) > maxBytes) {
      used.addAndGet(-bytes);
      return false;
    }
    return true;
  }

  /**
   * Gives some back.
   *
   * @param bytes as many as were taken
   */
  public void release(long bytes) {
    used.addAndGet(-bytes);
  }

  /**
   * What is taken now.
   *
   * @return bytes, 0 or more
   */
  public long usedBytes() {
    return used.get();
  }
}
