package dev.samara.net.connection;

import dev.samara.codec.Framing;

/**
 * What connections of one listener or connector have in common.
 *
 * @param framing how messages are cut out of the stream
 * @param maxQueuedBytes how much may wait to be sent to one peer, in bytes on the wire; at least
 *     one message of the framing's limit
 * @param slowConsumerPolicy what happens beyond that
 * @param maxUnansweredMessages how many messages the route may hold before reading pauses, 1 or
 *     more
 * @param maxUnansweredBytes how many bytes of messages the route may hold before reading pauses, 1
 *     or more
 * @param timeouts the time limits
 * @param oneAtATime whether the next message is decoded only when the route has dealt with the one
 *     before, which costs throughput: needed to switch the framing at an exact byte; not over UDP
 * @param vital whether it is served although the memory budget of all connections is used up, which
 *     is when an operator needs his way in; its own limits hold, and what it takes counts
 */
public record ConnectionOptions(
    Framing framing,
    long maxQueuedBytes,
    SlowConsumerPolicy slowConsumerPolicy,
    int maxUnansweredMessages,
    long maxUnansweredBytes,
    Timeouts timeouts,
    boolean oneAtATime,
    boolean vital) {

  /** How much may wait for one peer unless told otherwise, 4 MiB. */
  public static final long DEFAULT_MAX_QUEUED_BYTES = 4 * 1024 * 1024;

  /** How many messages a route may hold unless told otherwise. */
  public static final int DEFAULT_MAX_UNANSWERED_MESSAGES = 1024;

  /** How many bytes a route may hold unless told otherwise, 1 MiB. */
  public static final long DEFAULT_MAX_UNANSWERED_BYTES = 1024 * 1024;

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException naming the option, its value and its range
   */
  public ConnectionOptions {
    check("maxUnansweredMessages", maxUnansweredMessages, 1);
    check("maxUnansweredBytes", maxUnansweredBytes, 1);
    check("maxQueuedBytes", maxQueuedBytes, framing.maxMessageBytes());
  }

  /**
   * The defaults.
   *
   * @param framing how messages are cut out of the stream
   * @return options with room for at least two messages of the framing's limit
   */
  public static ConnectionOptions of(Framing framing) {
    return new ConnectionOptions(
        framing,
        Math.max(DEFAULT_MAX_QUEUED_BYTES, 2L * framing.maxMessageBytes()),
        SlowConsumerPolicy.DISCONNECT,
        DEFAULT_MAX_UNANSWERED_MESSAGES,
        DEFAULT_MAX_UNANSWERED_BYTES,
        Timeouts.DEFAULT,
        false,
        false);
  }

  /**
   * Changes what happens to slow peers.
   *
   * @param bytes how much may wait for one peer
   * @param policy what happens beyond that
   * @return changed options
   */
  public ConnectionOptions withQueue(long bytes, SlowConsumerPolicy policy) {
    return new ConnectionOptions(
        framing,
        bytes,
        policy,
        maxUnansweredMessages,
        maxUnansweredBytes,
        timeouts,
        oneAtATime,
        vital);
  }

  /**
   * Changes how much a route may hold.
   *
   * @param messages how many messages
   * @param bytes how many bytes
   * @return changed options
   */
  public ConnectionOptions withCredit(int messages, long bytes) {
    return new ConnectionOptions(
        framing, maxQueuedBytes, slowConsumerPolicy, messages, bytes, timeouts, oneAtATime, vital);
  }

  /**
   * Changes the time limits.
   *
   * @param limits the new ones
   * @return changed options
   */
  public ConnectionOptions withTimeouts(Timeouts limits) {
    return new ConnectionOptions(
        framing,
        maxQueuedBytes,
        slowConsumerPolicy,
        maxUnansweredMessages,
        maxUnansweredBytes,
        limits,
        oneAtATime,
        vital);
  }

  /**
   * Makes the route get the next message only when it has dealt with the one before.
   *
   * @return changed options
   */
  public ConnectionOptions withOneAtATime() {
    return new ConnectionOptions(
        framing,
        maxQueuedBytes,
        slowConsumerPolicy,
        maxUnansweredMessages,
        maxUnansweredBytes,
        timeouts,
        true,
        vital);
  }

  /**
   * Serves connections although the memory budget of all of them is used up: for the few that an
   * operator needs then. A listener with this option goes on accepting, too.
   *
   * @return changed options
   */
  public ConnectionOptions withVital() {
    return new ConnectionOptions(
        framing,
        maxQueuedBytes,
        slowConsumerPolicy,
        maxUnansweredMessages,
        maxUnansweredBytes,
        timeouts,
        oneAtATime,
        true);
  }

  private static void check(String option, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "%s: %d (expected: >= %d)".formatted(option, value, least));
    }
  }
}
