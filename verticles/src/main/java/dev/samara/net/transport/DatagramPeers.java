package dev.samara.net.transport;

import dev.samara.net.connection.Link;
import io.netty.buffer.ByteBuf;
import io.vertx.core.datagram.DatagramPacket;
import io.vertx.core.datagram.DatagramSocket;
import io.vertx.core.internal.buffer.BufferInternal;
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
  private final Map<SocketAddress, Peer> peers = new HashMap<>();

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
    var peer = peers.get(packet.sender());
    if (peer == null) {
      peer = new Peer(packet.sender());
      var receiver = adopt.apply(peer);
      if (receiver.isEmpty()) {
        return;
      }
      peer.receiver = receiver.get();
      if (peer.closed) {
        // Its route did not want it: nobody could tell the receiver before it was known.
        peer.receiver.closed("closed");
        return;
      }
      peers.put(packet.sender(), peer);
    }
    peer.receiver.read(((BufferInternal) packet.data()).getByteBuf());
    peer.receiver.readComplete();
  }

  private final class Peer implements Link {

    private final SocketAddress address;
    private Receiver receiver;
    private boolean closed;

    Peer(SocketAddress address) {
      this.address = address;
    }

    @Override
    public SocketAddress remoteAddress() {
      return address;
    }

    @Override
    public boolean keepsMessageBounds() {
      return true;
    }

    @Override
    public void write(ByteBuf bytes, Receipt receipt) {
      socket
          .send(BufferInternal.safeBuffer(bytes), address.port(), address.host())
          .onComplete(_ -> receipt.done(), _ -> receipt.failed(0));
    }

    @Override
    public void flush() {
      // Each write is sent at once.
    }

    @Override
    public boolean isWritable() {
      return true;
    }

    @Override
    public void read(boolean on) {
      // One peer's pressure must not stop the others: its route's credit bounds nothing here, and
      // a datagram that comes too early is the network's to lose.
    }

    @Override
    public void close(boolean inOrder) {
      closed = true;
      if (peers.remove(address, this)) {
        receiver.closed("closed");
      }
    }
  }
}
