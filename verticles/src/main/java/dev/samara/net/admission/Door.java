package dev.samara.net.admission;

import dev.samara.net.access.AccessOptions;
import dev.samara.net.access.Refusal;
import dev.samara.net.access.TokenBucket;
import dev.samara.net.connection.Peer;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Keeps the rules, limits and rates of one listener. Time is an argument. Any thread: one lock,
 * held for a few comparisons.
 */
public final class Door {

  /** What one host is given of IPv6 at least (RFC 6177). */
  private static final int HOST_NETWORK_BYTES = 8;

  private final AccessOptions options;
  private final Places node;
  private final Optional<TokenBucket> tokens;

  /** Empty if no option is about addresses. */
  private final Optional<AddressTable> addresses;

  private int open;

  /**
   * Makes a door.
   *
   * @param options who may come in
   * @param node the places of all doors of the node
   * @param nowNanos the clock
   */
  public Door(AccessOptions options, Places node, long nowNanos) {
    this.options = options;
    this.node = node;
    this.tokens = options.connectionRate().map(rate -> new TokenBucket(rate, nowNanos));
    var perAddress =
        options.maxConnectionsPerAddress() < options.maxConnections()
            || options.connectionRatePerAddress().isPresent();
    this.addresses =
        perAddress
            ? Optional.of(
                new AddressTable(
                    options.maxConnectionsPerAddress(), options.connectionRatePerAddress()))
            : Optional.empty();
  }

  /**
   * Why a peer does not come in.
   *
   * @param refusal for the counts
   * @param detail for the log
   */
  public record Refused(Refusal refusal, String detail) {}

  /**
   * Takes a place for a peer, to be given back with {@link #leave}.
   *
   * @param peer the peer
   * @param nowNanos the clock
   * @return why it does not come in; empty if it has a place
   */
  public Optional<Refused> enter(Peer peer, long nowNanos) {
    var verdict = options.rules().judge(peer, Optional.empty());
    if (!verdict.allowed()) {
      return Optional.of(new Refused(Refusal.RULES, verdict.reason()));
    }
    return takePlace(peer, nowNanos).map(refusal -> new Refused(refusal, refusal.phrase()));
  }

  private synchronized Optional<Refusal> takePlace(Peer peer, long nowNanos) {
    var address = addresses.flatMap(_ -> peer.ipAddress()).map(Door::host);
    var refusal = address.flatMap(known -> addresses.orElseThrow().check(known, nowNanos));
    if (refusal.isPresent()) {
      return refusal;
    }
    if (open >= options.maxConnections()) {
      return Optional.of(Refusal.LISTENER_FULL);
    }
    if (tokens.isPresent() && !tokens.get().hasToken(nowNanos)) {
      return Optional.of(Refusal.RATE);
    }
    if (!node.take()) {
      return Optional.of(Refusal.NODE_FULL);
    }
    open++;
    tokens.ifPresent(bucket -> bucket.spend(1));
    address.ifPresent(known -> addresses.orElseThrow().enter(known, nowNanos));
    return Optional.empty();
  }

  /**
   * Gives a place back.
   *
   * @param peer the peer that had it
   * @param nowNanos the clock
   */
  public synchronized void leave(Peer peer, long nowNanos) {
    open--;
    node.leave();
    addresses.ifPresent(
        table -> peer.ipAddress().map(Door::host).ifPresent(known -> table.leave(known, nowNanos)));
  }

  /** What counts as one address. */
  private static InetAddress host(InetAddress address) {
    if (!(address instanceof Inet6Address)) {
      return address;
    }
    try {
      return InetAddress.getByAddress(
          Arrays.copyOf(Arrays.copyOf(address.getAddress(), HOST_NETWORK_BYTES), 16));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("16 bytes are an IPv6 address", e);
    }
  }
}
