package dev.samara.rpc.call;

import java.time.Duration;

/**
 * How a service is divided into shards. Hosts and clients need the same count and version: others
 * never meet.
 *
 * @param count how many shards, 1 to 1,024
 * @param service how each shard is served, and the service's version
 * @param drainTimeout how long calls may go on when a shard is handed over; those that are left
 *     then are cancelled; 0 to 1 hour
 * @param maxBackoff the longest wait before acquiring or releasing is tried again after a failure;
 *     the first is 20 ms, and each may be twice the one before; 20 ms to 10 minutes
 * @param maxWaitingCalls how many calls of a client may wait for the owners of their shards, 1 to
 *     1,000,000; further ones fail at once as overloaded
 */
public record ShardOptions(
    int count,
    ServiceOptions service,
    Duration drainTimeout,
    Duration maxBackoff,
    int maxWaitingCalls) {

  /** Most shards of a service. */
  public static final int MAX_COUNT = 1024;

  /** Default of {@code drainTimeout}. */
  public static final Duration DEFAULT_DRAIN_TIMEOUT = Duration.ofSeconds(5);

  /** Default of {@code maxBackoff}. */
  public static final Duration DEFAULT_MAX_BACKOFF = Duration.ofSeconds(5);

  /** Default of {@code maxWaitingCalls}. */
  public static final int DEFAULT_MAX_WAITING_CALLS = 10_000;

  /** Of waits before something is tried again. */
  public static final Duration FIRST_BACKOFF = Duration.ofMillis(20);

  /** Checks the options; an error names the option, its value and its range. */
  public ShardOptions {
    between("count", count, MAX_COUNT);
    between("drainTimeout", drainTimeout, Duration.ZERO, Duration.ofHours(1));
    between("maxBackoff", maxBackoff, FIRST_BACKOFF, Duration.ofMinutes(10));
    between("maxWaitingCalls", maxWaitingCalls, 1_000_000);
  }

  /**
   * The defaults.
   *
   * @param count how many shards, 1 to 1,024. It cannot be changed while a node hosts them: take
   *     several times as many as there will ever be nodes
   * @return the options
   */
  public static ShardOptions of(int count) {
    return new ShardOptions(
        count,
        ServiceOptions.defaults(),
        DEFAULT_DRAIN_TIMEOUT,
        DEFAULT_MAX_BACKOFF,
        DEFAULT_MAX_WAITING_CALLS);
  }

  /**
   * A copy with other options of each shard.
   *
   * @param value version, threads and bounds
   * @return the copy
   */
  public ShardOptions withService(ServiceOptions value) {
    return new ShardOptions(count, value, drainTimeout, maxBackoff, maxWaitingCalls);
  }

  /**
   * A copy with other times.
   *
   * @param drain for the calls of a shard that is handed over
   * @param backoff the longest wait after failures
   * @return the copy
   */
  public ShardOptions withTimes(Duration drain, Duration backoff) {
    return new ShardOptions(count, service, drain, backoff, maxWaitingCalls);
  }

  /**
   * A copy with another bound of calls that wait.
   *
   * @param value 1 to 1,000,000
   * @return the copy
   */
  public ShardOptions withMaxWaitingCalls(int value) {
    return new ShardOptions(count, service, drainTimeout, maxBackoff, value);
  }

  private static void between(String option, int value, int most) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException(option + ": " + value + " (expected: 1 to " + most + ")");
    }
  }

  private static void between(String option, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          option + ": " + value + " (expected: " + least + " to " + most + ")");
    }
  }
}
