package dev.samara.node.config;

import dev.samara.http.EventBusOptions;
import dev.samara.rpc.bridge.BridgeOptions;
import dev.samara.rpc.bridge.Permitted;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What clients of the Vert.x event-bus bridge may do, over TCP or over SockJS.
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
    return options("bridge.", maxMessageBytes);
  }

  /**
   * The options as the gateway takes them, under the key {@code gateway.eventBus}.
   *
   * @return the options
   */
  public EventBusOptions eventBus() {
    var options = options("gateway.eventBus.", BridgeOptions.DEFAULT_MAX_MESSAGE_BYTES);
    return new EventBusOptions(
        options.inbound(),
        options.outbound(),
        options.maxRegistrations(),
        options.maxReplyAddresses(),
        options.replyTimeout());
  }

  private BridgeOptions options(String group, int maxMessageBytes) {
    var in = Checks.in(group + "inbound: ", () -> Permitted.of(inbound));
    var out = Checks.in(group + "outbound: ", () -> Permitted.of(outbound));
    return Checks.in(
        group,
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
