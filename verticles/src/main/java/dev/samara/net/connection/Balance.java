package dev.samara.net.connection;

/**
 * Where messages went. Each message counted in {@code accepted} is in exactly one of the others:
 * {@code accepted = flushed + incomplete + returned + rejected + expired + inFlight}.
 *
 * <p>Outbound it counts the messages given to a connection to send; inbound the messages a
 * connection read and gave to its route.
 *
 * @param accepted handed over
 * @param flushed outbound: left for the operating system; inbound: dealt with by the route
 * @param incomplete partly sent when the connection ended
 * @param returned given back because the connection ended, or newer messages took their place,
 *     before they were sent
 * @param rejected refused at once: closed, too long, queue full, nobody listens
 * @param expired not dealt with in time
 * @param inFlight none of these yet
 */
public record Balance(
    long accepted,
    long flushed,
    long incomplete,
    long returned,
    long rejected,
    long expired,
    long inFlight) {

  /** No messages. */
  public static final Balance ZERO = new Balance(0, 0, 0, 0, 0, 0, 0);

  /**
   * Adds two balances.
   *
   * @param other the other one
   * @return the sum, term by term
   */
  public Balance plus(Balance other) {
    return new Balance(
        accepted + other.accepted,
        flushed + other.flushed,
        incomplete + other.incomplete,
        returned + other.returned,
        rejected + other.rejected,
        expired + other.expired,
        inFlight + other.inFlight);
  }

  /**
   * Whether the promise is kept.
   *
   * @return true if every accepted message is accounted for
   */
  public boolean addsUp() {
    return accepted == flushed + incomplete + returned + rejected + expired + inFlight;
  }

  @Override
  public String toString() {
    return "accepted %d = flushed %d + incomplete %d + returned %d + rejected %d + expired %d + in flight %d"
        .formatted(accepted, flushed, incomplete, returned, rejected, expired, inFlight);
  }
}
