package dev.samara.rpc.call;

import java.time.Duration;
import java.util.Optional;

/**
 * How a service is served.
 *
 * @param version 1 to 1,000,000; versions of a service live side by side, and a client calls the
 *     one it names
 * @param threading where methods with plain results run
 * @param maxConcurrentCalls how many calls it deals with at a time, 1 to 1,000,000
 * @param maxQueuedCalls how many more may wait for their turn, 0 to 1,000,000; beyond that they
 *     fail at once as overloaded
 * @param retryAfter the hint that overloaded callers get; estimated from the time that calls take
 *     if empty, else 1 ms to 1 hour
 */
public record ServiceOptions(
    int version,
    Threading threading,
    int maxConcurrentCalls,
    int maxQueuedCalls,
    Optional<Duration> retryAfter) {

  /** Where methods run that return a plain value or nothing. */
  public enum Threading {
    /** Each on a virtual thread of its own. */
    VIRTUAL_THREAD,
    /** On the worker pool of the context where the service was exposed. */
    WORKER
  }

  /** Default of {@code maxConcurrentCalls}. */
  public static final int DEFAULT_MAX_CONCURRENT_CALLS = 10_000;

  /** Default of {@code maxQueuedCalls}. */
  public static final int DEFAULT_MAX_QUEUED_CALLS = 0;

  private static final int MOST = 1_000_000;

  private static final ServiceOptions DEFAULTS =
      new ServiceOptions(
          1,
          Threading.VIRTUAL_THREAD,
          DEFAULT_MAX_CONCURRENT_CALLS,
          DEFAULT_MAX_QUEUED_CALLS,
          Optional.empty());

  /** Checks the options; an error names the option, its value and its range. */
  public ServiceOptions {
    check("version", version, 1);
    check("maxConcurrentCalls", maxConcurrentCalls, 1);
    check("maxQueuedCalls", maxQueuedCalls, 0);
    retryAfter.ifPresent(ServiceOptions::checkRetryAfter);
  }

  /**
   * The defaults.
   *
   * @return version 1, on virtual threads
   */
  public static ServiceOptions defaults() {
    return DEFAULTS;
  }

  /**
   * A copy with another version.
   *
   * @param value 1 to 1,000,000
   * @return the copy
   */
  public ServiceOptions withVersion(int value) {
    return new ServiceOptions(value, threading, maxConcurrentCalls, maxQueuedCalls, retryAfter);
  }

  /**
   * A copy with other threads.
   *
   * @param value where methods with plain results run
   * @return the copy
   */
  public ServiceOptions withThreading(Threading value) {
    return new ServiceOptions(version, value, maxConcurrentCalls, maxQueuedCalls, retryAfter);
  }

  /**
   * A copy with other bounds.
   *
   * @param concurrentCalls how many calls at a time
   * @param queuedCalls how many more may wait
   * @return the copy
   */
  public ServiceOptions withLimits(int concurrentCalls, int queuedCalls) {
    return new ServiceOptions(version, threading, concurrentCalls, queuedCalls, retryAfter);
  }

  /**
   * A copy with a hint for overloaded callers.
   *
   * @param value 1 ms to 1 hour
   * @return the copy
   */
  public ServiceOptions withRetryAfter(Duration value) {
    return new ServiceOptions(
        version, threading, maxConcurrentCalls, maxQueuedCalls, Optional.of(value));
  }

  private static void check(String option, int value, int least) {
    if (value < least || value > MOST) {
      throw new IllegalArgumentException(
          option + ": " + value + " (expected: " + least + " to " + MOST + ")");
    }
  }

  private static void checkRetryAfter(Duration value) {
    if (value.compareTo(Duration.ofMillis(1)) < 0 || value.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException("retryAfter: " + value + " (expected: 1 ms to 1 hour)");
    }
  }
}
