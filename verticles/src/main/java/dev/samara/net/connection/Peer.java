package dev.samara.net.connection;

import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Who is at the other end of a link, as far as the link can tell: what rules look at.
 *
 * @param transport how its bytes travel
 * @param address its address; for a UNIX socket an empty path
 * @param listener the listener it came in by, or the connector it went out by
 * @param identities what its verified TLS certificate calls it; empty if it has shown none
 */
public record Peer(
    Transport transport, SocketAddress address, String listener, List<String> identities) {

  /** Copies the list. */
  public Peer {
    identities = List.copyOf(identities);
  }

  /**
   * Its IP address, without the scope that IPv6 addresses of one link have.
   *
   * @return the address; empty for a UNIX socket, and for a host name
   */
  public Optional<InetAddress> ipAddress() {
    if (address.isDomainSocket()) {
      return Optional.empty();
    }
    var literal = address.hostAddress() == null ? address.host() : address.hostAddress();
    var scope = literal.indexOf('%');
    try {
      return Optional.of(InetAddress.ofLiteral(scope < 0 ? literal : literal.substring(0, scope)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return "%s %s"
        .formatted(transport, address.isDomainSocket() ? "peer" : AddressText.of(address));
  }
}
