package dev.samara.net.connection;

import io.vertx.core.net.SocketAddress;
import java.util.List;

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
}
