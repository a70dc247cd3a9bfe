package dev.samara.rpc.bridge;

import java.time.Duration;

/**
 * What clients of a {@link Bridge} may do.
 *
 * @param inbound where clients may send and publish
 * @param outbound what clients may register for
 * @param maxRegistrations how many addresses one connection may be registered for, 1 to 1,000,000
 * @param maxReplyAddresses how many requests one client may have been given that it has not
 *     answered, 1 to 1,000,000; those beyond fail at once
 * @param replyTimeout how long a client's request waits for its reply, unless the client asks for
 *     less, and how long a client may take to reply; 1 ms to 1 day
 * @param maxMessageBytes the longest message in bytes of JSON, both ways, 1 to 1 GiB
 */
public record BridgeOptions(
    Permitted inbound,
    Permitted outbound,
    int maxRegistrations,
    int maxReplyAddresses,
    Duration replyTimeout,
    int maxMessageBytes) {

  /** How many addresses a connection may be registered for unless told otherwise. */
  public static final int DEFAULT_MAX_REGISTRATIONS = 1_000;

  /** How many requests a client may leave unanswered unless told otherwise. */
  public static final int DEFAULT_MAX_REPLY_ADDRESSES = 10_000;

  /** How long a reply may take unless told otherwise: what the bus itself allows. */
  public static final Duration DEFAULT_REPLY_TIMEOUT = Duration.ofSeconds(30);

  /** The longest message unless told otherwise, 1 MiB. */
  public static final int DEFAULT_MAX_MESSAGE_BYTES = 1024 * 1024;

  private static final int MOST = 1_000_000;
  private static final int GIB = 1 << 30;

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException naming the option, its value and its range
   */
  public BridgeOptions {
    check("maxRegistrations", maxRegistrations, MOST);
    check("maxReplyAddresses", maxReplyAddresses, MOST);
    check("maxMessageBytes", maxMessageBytes, GIB);
    if (replyTimeout.toMillis() < 1 || replyTimeout.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException(
          "replyTimeout: %d ms (expected: 1 ms to 1 day)".formatted(replyTimeout.toMillis()));
    }
  }

  private static void check(String option, int value, int most) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException(
          "%s: %d (expected: 1 to %d)".formatted(option, value, most));
    }
  }

  /**
   * The defaults, with which clients may ping and nothing else.
   *
   * @return options that permit no address
   */
  public static BridgeOptions defaults() {
    return new BridgeOptions(
        Permitted.none(),
        Permitted.none(),
        DEFAULT_MAX_REGISTRATIONS,
        DEFAULT_MAX_REPLY_ADDRESSES,
        DEFAULT_REPLY_TIMEOUT,
        DEFAULT_MAX_MESSAGE_BYTES);
  }

  /**
   * Changes where clients may send and publish.
   *
   * @param addresses these, and no others
   * @return changed options
   */
  public BridgeOptions withInbound(Permitted addresses) {
    return new BridgeOptions(
        addresses, outbound, maxRegistrations, maxReplyAddresses, replyTimeout, maxMessageBytes);
  }

  /**
   * Changes what clients may register for.
   *
   * @param addresses these, and no others
   * @return changed options
   */
  public BridgeOptions withOutbound(Permitted addresses) {
    return new BridgeOptions(
        inbound, addresses, maxRegistrations, maxReplyAddresses, replyTimeout, maxMessageBytes);
  }

  /**
   * Changes how much a connection may occupy.
   *
   * @param registrations how many addresses it may be registered for
   * @param replyAddresses how many requests its client may leave unanswered
   * @return changed options
   */
  public BridgeOptions withLimits(int registrations, int replyAddresses) {
    return new BridgeOptions(
        inbound, outbound, registrations, replyAddresses, replyTimeout, maxMessageBytes);
  }

  /**
   * Changes how long a reply may take.
   *
   * @param timeout the limit
   * @return changed options
   */
  public BridgeOptions withReplyTimeout(Duration timeout) {
    return new BridgeOptions(
        inbound, outbound, maxRegistrations, maxReplyAddresses, timeout, maxMessageBytes);
  }

  /**
   * Changes how long a message may be.
   *
   * @param bytes the limit
   * @return changed options
   */
  public BridgeOptions withMaxMessageBytes(int bytes) {
    return new BridgeOptions(
        inbound, outbound, maxRegistrations, maxReplyAddresses, replyTimeout, bytes);
  }
}
