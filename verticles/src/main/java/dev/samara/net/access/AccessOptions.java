package dev.samara.net.access;

import java.util.Optional;

/**
 * Who may come in by a listener. Asked in this order: rules, limits, rates, admission; nothing is
 * read before all of them have agreed, and only who comes in uses up a place or a rate.
 *
 * @param maxConnections how many connections it has at a time at most; 1 or more
 * @param maxConnectionsPerAddress how many of them from one address; 1 or more. An IPv6 address
 *     counts as its /64 network, which is what one host has; UNIX sockets have none and no limit
 * @param connectionRate how often connections may come
 * @param connectionRatePerAddress how often from one address, in the same sense
 * @param rules who may come in at all
 * @param admission the application's own say
 * @param messageRate how many messages a connection may send; beyond it is no longer read
 * @param byteRate how many bytes of messages a connection may send; beyond it is no longer read
 */
public record AccessOptions(
    int maxConnections,
    int maxConnectionsPerAddress,
    Optional<Rate> connectionRate,
    Optional<Rate> connectionRatePerAddress,
    AccessRules rules,
    Optional<Admission> admission,
    Optional<Rate> messageRate,
    Optional<Rate> byteRate) {

  /** How many connections a listener takes unless told otherwise. */
  public static final int DEFAULT_MAX_CONNECTIONS = 50_000;

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException naming the option, its value and its range
   */
  public AccessOptions {
    check("maxConnections", maxConnections);
    check("maxConnectionsPerAddress", maxConnectionsPerAddress);
  }

  private static void check(String option, int value) {
    if (value < 1) {
      throw new IllegalArgumentException("%s: %d (expected: >= 1)".formatted(option, value));
    }
  }

  /**
   * Everybody, up to {@link #DEFAULT_MAX_CONNECTIONS}, as fast as they like.
   *
   * @return the defaults
   */
  public static AccessOptions defaults() {
    return new AccessOptions(
        DEFAULT_MAX_CONNECTIONS,
        DEFAULT_MAX_CONNECTIONS,
        Optional.empty(),
        Optional.empty(),
        AccessRules.NONE,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * Changes how many connections are taken.
   *
   * @param connections 1 or more
   * @return changed options
   */
  public AccessOptions withMaxConnections(int connections) {
    return new AccessOptions(
        connections,
        maxConnectionsPerAddress,
        connectionRate,
        connectionRatePerAddress,
        rules,
        admission,
        messageRate,
        byteRate);
  }

  /**
   * Changes how many connections are taken from one address.
   *
   * @param connections 1 or more
   * @return changed options
   */
  public AccessOptions withMaxConnectionsPerAddress(int connections) {
    return new AccessOptions(
        maxConnections,
        connections,
        connectionRate,
        connectionRatePerAddress,
        rules,
        admission,
        messageRate,
        byteRate);
  }

  /**
   * Changes how often connections may come.
   *
   * @param all in all
   * @param perAddress from one address
   * @return changed options
   */
  public AccessOptions withConnectionRates(Optional<Rate> all, Optional<Rate> perAddress) {
    return new AccessOptions(
        maxConnections,
        maxConnectionsPerAddress,
        all,
        perAddress,
        rules,
        admission,
        messageRate,
        byteRate);
  }

  /**
   * Changes who may come in.
   *
   * @param newRules the rules
   * @return changed options
   */
  public AccessOptions withRules(AccessRules newRules) {
    return new AccessOptions(
        maxConnections,
        maxConnectionsPerAddress,
        connectionRate,
        connectionRatePerAddress,
        newRules,
        admission,
        messageRate,
        byteRate);
  }

  /**
   * Lets the application have a say.
   *
   * @param say asked for each peer that the limits and the rules let through
   * @return changed options
   */
  public AccessOptions withAdmission(Admission say) {
    return new AccessOptions(
        maxConnections,
        maxConnectionsPerAddress,
        connectionRate,
        connectionRatePerAddress,
        rules,
        Optional.of(say),
        messageRate,
        byteRate);
  }

  /**
   * Changes how much a connection may send.
   *
   * @param messages how many messages
   * @param bytes how many bytes of messages
   * @return changed options
   */
  public AccessOptions withMessageRates(Optional<Rate> messages, Optional<Rate> bytes) {
    return new AccessOptions(
        maxConnections,
        maxConnectionsPerAddress,
        connectionRate,
        connectionRatePerAddress,
        rules,
        admission,
        messages,
        bytes);
  }
}
