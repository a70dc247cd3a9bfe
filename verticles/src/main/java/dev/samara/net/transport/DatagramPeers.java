package dev.samara.net.transport;

import dev.samara.net.connection.Link;
import io.vertx.core.datagram.DatagramPacket;
import io.vertx.core.datagram.DatagramSocket;
import io.vertx.core.net.SocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One UDP socket, seen as a connection for each peer address that has sent something. Owned by the
 * socket's event loop.
 */
public final class DatagramPeers {

  private final DatagramSocket socket;
  private final Function<Link, Optional<Link.Receiver>> adopt;
  private final Map<SocketAddress, DatagramLink> peers = new HashMap<>();

  /**
   * Takes the socket over. On its event loop.
   *
   * @param socket the socket, listening
   * @param adopt makes a connection of a new peer's link, or refuses it: then the datagram is
   *     dropped
   */
  public DatagramPeers(DatagramSocket socket, Function<Link, Optional<Link.Receiver>> adopt) {
    this.socket = socket;
    this.adopt = adopt;
    socket.handler(this::received);
  }

  private void received(DatagramPacket packet) {
    var link = peers.get(packet.sender());
    if (link == null) {
      var sender = packet.sender();
      link = new DatagramLink(socket, sender, () -> peers.remove(sender));
      var receiver = adopt.apply(link);
      if (receiver.isEmpty()) {
        return;
      }
      link.start(receiver.get());
      if (link.isClosed()) {
        return;
      }
      peers.put(sender, link);
    }
    link.received(packet);
  }
}
