package dev.samara.net.access;

import java.util.Locale;

/** Why a peer was turned away; each is counted. */
public enum Refusal {
  /** The listener accepts nobody any more. */
  DRAINING("the node is draining"),
  /** The memory budget is used up. */
  MEMORY("the memory budget is used up"),
  /** {@link AccessOptions#maxConnections}. */
  LISTENER_FULL("too many connections at the listener"),
  /** The hub's own limit. */
  NODE_FULL("too many connections at the node"),
  /** {@link AccessOptions#maxConnectionsPerAddress}. */
  ADDRESS_FULL("too many connections from its address"),
  /** {@link AccessOptions#connectionRate}. */
  RATE("too many new connections at the listener"),
  /** {@link AccessOptions#connectionRatePerAddress}. */
  ADDRESS_RATE("too many new connections from its address"),
  /** {@link AccessOptions#rules}. */
  RULES("not allowed by the listener's rules"),
  /** {@link AccessOptions#admission} said no, or failed. */
  ADMISSION("not admitted"),
  /** {@link AccessOptions#admission} said nothing within the handshake's time limit. */
  ADMISSION_TIMEOUT("no decision in time"),
  /** The handshake was wrong. */
  HANDSHAKE("wrong handshake"),
  /** The handshake was not done within its time limit. */
  HANDSHAKE_TIMEOUT("no handshake in time"),
  /** The name was right, and was not given: taken, or not allowed from there. */
  NAME("the name was not given");

  private final String phrase;

  Refusal(String phrase) {
    this.phrase = phrase;
  }

  /**
   * Why, for a person.
   *
   * @return a phrase
   */
  public String phrase() {
    return phrase;
  }

  /** The name as counts show it, such as {@code listener-full}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
