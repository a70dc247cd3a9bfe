package dev.samara.rpc;

import java.time.Duration;
import java.util.UUID;

/**
 * How the RPC end of a node behaves.
 *
 * @param nodeName the node's name for humans, 1 to 128 characters
 * @param nodeId unique in the cluster, 1 to 128 characters; in a cluster the cluster manager's node
 *     id, so that {@link Rpc#nodeLeft} can be told about it
 * @param callTimeout deadline of a call that names none, 1 ms to 1 day
 * @param announceInterval how often this node tells the others what it offers, 10 ms to 1 minute
 * @param nodeLostAfter silence after which another node counts as lost, at least two announce
 *     intervals, at most 10 minutes
 * @param drainTimeout how long closing waits for calls being served, 0 to 1 hour
 * @param maxMessageBytes limit of the arguments and of the result of a call, in bytes, 1 KiB to 64
 *     MiB
 * @param maxPendingCalls how many calls of this node may wait for an answer at a time, 1 to
 *     1,000,000
 * @param maxConcurrentCalls how many calls this node serves at a time, 1 to 1,000,000
 * @param tuning what most nodes leave as it is
 */
public record RpcOptions(
    String nodeName,
    String nodeId,
    Duration callTimeout,
    Duration announceInterval,
    Duration nodeLostAfter,
    Duration drainTimeout,
    int maxMessageBytes,
    int maxPendingCalls,
    int maxConcurrentCalls,
    RpcTuning tuning) {

  /** Default of {@code callTimeout}. */
  public static final Duration DEFAULT_CALL_TIMEOUT = Duration.ofSeconds(5);

  /** Default of {@code announceInterval}. */
  public static final Duration DEFAULT_ANNOUNCE_INTERVAL = Duration.ofMillis(500);

  /** Default of {@code nodeLostAfter}. */
  public static final Duration DEFAULT_NODE_LOST_AFTER = Duration.ofMillis(2500);

  /** Default of {@code drainTimeout}. */
  public static final Duration DEFAULT_DRAIN_TIMEOUT = Duration.ofSeconds(5);

  /** Default of {@code maxMessageBytes}: 1 MiB. */
  public static final int DEFAULT_MAX_MESSAGE_BYTES = 1 << 20;

  /** Default of {@code maxPendingCalls}. */
  public static final int DEFAULT_MAX_PENDING_CALLS = 10_000;

  /** Default of {@code maxConcurrentCalls}. */
  public static final int DEFAULT_MAX_CONCURRENT_CALLS = 10_000;

  static final Duration MIN_CALL_TIMEOUT = Duration.ofMillis(1);
  static final Duration MAX_CALL_TIMEOUT = Duration.ofDays(1);
  static final int MAX_MESSAGE_BYTES = 64 << 20;
  private static final int MAX_CALLS = 1_000_000;

  /** Checks every option; an error names the option, its value and its range. */
  public RpcOptions {
    text("nodeName", nodeName);
    text("nodeId", nodeId);
    between("callTimeout", callTimeout, MIN_CALL_TIMEOUT, MAX_CALL_TIMEOUT);
    between("announceInterval", announceInterval, Duration.ofMillis(10), Duration.ofMinutes(1));
    between(
        "nodeLostAfter", nodeLostAfter, announceInterval.multipliedBy(2), Duration.ofMinutes(10));
    between("drainTimeout", drainTimeout, Duration.ZERO, Duration.ofHours(1));
    between("maxMessageBytes", maxMessageBytes, 1024, MAX_MESSAGE_BYTES);
    between("maxPendingCalls", maxPendingCalls, 1, MAX_CALLS);
    between("maxConcurrentCalls", maxConcurrentCalls, 1, MAX_CALLS);
  }

  /**
   * The defaults for a node of a cluster.
   *
   * @param nodeName the node's name for humans
   * @param nodeId the cluster manager's id of this node
   * @return options with the default values
   */
  public static RpcOptions defaults(String nodeName, String nodeId) {
    return new RpcOptions(
        nodeName,
        nodeId,
        DEFAULT_CALL_TIMEOUT,
        DEFAULT_ANNOUNCE_INTERVAL,
        DEFAULT_NODE_LOST_AFTER,
        DEFAULT_DRAIN_TIMEOUT,
        DEFAULT_MAX_MESSAGE_BYTES,
        DEFAULT_MAX_PENDING_CALLS,
        DEFAULT_MAX_CONCURRENT_CALLS,
        RpcTuning.defaults());
  }

  /**
   * The defaults for a node outside a cluster, with a random node id.
   *
   * @param nodeName the node's name for humans
   * @return options with the default values
   */
  public static RpcOptions defaults(String nodeName) {
    return defaults(nodeName, UUID.randomUUID().toString());
  }

  /**
   * A copy with another deadline for calls that name none.
   *
   * @param value the new value
   * @return the copy
   */
  public RpcOptions withCallTimeout(Duration value) {
    return new RpcOptions(
        nodeName,
        nodeId,
        value,
        announceInterval,
        nodeLostAfter,
        drainTimeout,
        maxMessageBytes,
        maxPendingCalls,
        maxConcurrentCalls,
        tuning);
  }

  /**
   * A copy with other times for announcing and for missing announcements: they belong together.
   *
   * @param interval how often this node announces itself
   * @param lostAfter silence after which another node counts as lost
   * @return the copy
   */
  public RpcOptions withAnnouncing(Duration interval, Duration lostAfter) {
    return new RpcOptions(
        nodeName,
        nodeId,
        callTimeout,
        interval,
        lostAfter,
        drainTimeout,
        maxMessageBytes,
        maxPendingCalls,
        maxConcurrentCalls,
        tuning);
  }

  /**
   * A copy with another patience when closing.
   *
   * @param value the new value
   * @return the copy
   */
  public RpcOptions withDrainTimeout(Duration value) {
    return new RpcOptions(
        nodeName,
        nodeId,
        callTimeout,
        announceInterval,
        nodeLostAfter,
        value,
        maxMessageBytes,
        maxPendingCalls,
        maxConcurrentCalls,
        tuning);
  }

  /**
   * A copy with other bounds.
   *
   * @param messageBytes limit of arguments and results, in bytes
   * @param pendingCalls calls waiting for an answer
   * @param concurrentCalls calls being served
   * @return the copy
   */
  public RpcOptions withLimits(int messageBytes, int pendingCalls, int concurrentCalls) {
    return new RpcOptions(
        nodeName,
        nodeId,
        callTimeout,
        announceInterval,
        nodeLostAfter,
        drainTimeout,
        messageBytes,
        pendingCalls,
        concurrentCalls,
        tuning);
  }

  /**
   * A copy tuned otherwise.
   *
   * @param value what most nodes leave as it is
   * @return the copy
   */
  public RpcOptions withTuning(RpcTuning value) {
    return new RpcOptions(
        nodeName,
        nodeId,
        callTimeout,
        announceInterval,
        nodeLostAfter,
        drainTimeout,
        maxMessageBytes,
        maxPendingCalls,
        maxConcurrentCalls,
        value);
  }

  private static void text(String option, String value) {
    if (value == null || value.isBlank() || value.length() > 128) {
      throw new IllegalArgumentException(
          "%s: '%s' (expected: 1 to 128 characters)".formatted(option, value));
    }
  }

  private static void between(String option, Duration value, Duration least, Duration most) {
    if (value == null || value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          "%s: %s (expected: %s to %s)".formatted(option, value, least, most));
    }
  }

  private static void between(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s: %d (expected: %d to %d)".formatted(option, value, least, most));
    }
  }
}
