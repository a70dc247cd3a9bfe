package dev.samara.http;

import dev.samara.rpc.bridge.BridgeOptions;
import dev.samara.rpc.bridge.Permitted;
import java.time.Duration;

/**
 * What SockJS clients of the event bus may do on {@code /eventbus}.
 *
 * @param inbound where they may send and publish
 * @param outbound what they may register for
 * @param maxRegistrations how many addresses one client may be registered for and how many requests
 *     of its own may be unanswered, together, 1 to 1,000,000
 * @param maxReplyAddresses how many requests a client may leave unanswered, 1 to 1,000,000; it can
 *     no longer answer the oldest ones beyond
 * @param replyTimeout how long a reply may take, 1 ms to 1 day
 */
public record EventBusOptions(
    Permitted inbound,
    Permitted outbound,
    int maxRegistrations,
    int maxReplyAddresses,
    Duration replyTimeout) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException naming the option, its value and its range
   */
  public EventBusOptions {
    BridgeOptions.defaults()
        .withLimits(maxRegistrations, maxReplyAddresses)
        .withReplyTimeout(replyTimeout);
  }

  /**
   * The limits that {@link BridgeOptions} has as well.
   *
   * @param inbound where clients may send and publish
   * @param outbound what clients may register for
   * @return options
   */
  public static EventBusOptions of(Permitted inbound, Permitted outbound) {
    return new EventBusOptions(
        inbound,
        outbound,
        BridgeOptions.DEFAULT_MAX_REGISTRATIONS,
        BridgeOptions.DEFAULT_MAX_REPLY_ADDRESSES,
        BridgeOptions.DEFAULT_REPLY_TIMEOUT);
  }
}
