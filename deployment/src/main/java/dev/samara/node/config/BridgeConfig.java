package dev.samara.node.config;

import dev.samara.rpc.bridge.BridgeOptions;
import dev.samara.rpc.bridge.Permitted;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What clients of the Vert.x TCP event-bus bridge may do.
 *
 * @param inbound where they may send and publish: addresses, or patterns as {@code regex:news\..*};
 *     nowhere if there are none
 * @param outbound what they may register for, in the same form
 * @param maxRegistrations how many addresses a connection may be registered for
 * @param maxReplyAddresses how many requests a client may leave unanswered
 * @param replyTimeout how long a reply may take
 */
public record BridgeConfig(
    List<String> inbound,
    List<String> outbound,
    Optional<Integer> maxRegistrations,
    Optional<Integer> maxReplyAddresses,
    Optional<Duration> replyTimeout) {

  /** Nothing is permitted. */
  public static final BridgeConfig NONE =
      new BridgeConfig(List.of(), List.of(), Optional.empty(), Optional.empty(), Optional.empty());

  /** The only framing of the protocol. */
  static final String FRAMING = "length32";

  /** Copies the lists. */
  public BridgeConfig {
    inbound = Checks.list(inbound);
    outbound = Checks.list(outbound);
  }

  /**
   * The options as the bridge takes them.
   *
   * @param maxMessageBytes the longest message that the listener lets through
   * @return the options
   */
  public BridgeOptions options(int maxMessageBytes) {
    var in = Checks.in("bridge.inbound: ", () -> Permitted.of(inbound));
    var out = Checks.in("bridge.outbound: ", () -> Permitted.of(outbound));
    return Checks.in(
        "bridge.",
        () ->
            new BridgeOptions(
                in,
                out,
                maxRegistrations.orElse(BridgeOptions.DEFAULT_MAX_REGISTRATIONS),
                maxReplyAddresses.orElse(BridgeOptions.DEFAULT_MAX_REPLY_ADDRESSES),
                replyTimeout.orElse(BridgeOptions.DEFAULT_REPLY_TIMEOUT),
                maxMessageBytes));
  }
}
