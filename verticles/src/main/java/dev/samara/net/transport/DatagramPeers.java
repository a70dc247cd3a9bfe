package dev.samara.net.transport;

import dev.samara.net.connection.Link;
import io.netty.buffer.ByteBuf;
import io.vertx.core.datagram.DatagramPacket;
import io.vertx.core.datagram.DatagramSocket;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.net.SocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * One UDP socket, seen as a connection for each peer address that has sent something. Owned by the
 * socket's event loop.
 */
public final class DatagramPeers {

  private final DatagramSocket socket;
  private final Function<Link, Link.Receiver> adopt;
  private final int maxPeers;
  private final Map<SocketAddress, Peer> peers = new HashMap<>();
  private long refused;

  /**
   * Takes the socket over. On its event loop.
   *
   * @param socket the socket, listening
   * @param maxPeers how many peers are known at a time, 1 or more; datagrams of others are dropped
   *     and counted
   * @param adopt makes a connection of a new peer's link
   */
  public DatagramPeers(DatagramSocket socket, int maxPeers, Function<Link, Link.Receiver> adopt) {
    this.socket = socket;
    this.maxPeers = maxPeers;
    this.adopt = adopt;
    socket.handler(this::received);
  }

  /**
   * How many datagrams were dropped because too many peers were known.
   *
   * @return the count
   */
  public long refused() {
    return refused;
  }

  private void received(DatagramPacket packet) {
    var peer = peers.get(packet.sender());
    if (peer == null) {
      if (peers.size() >= maxPeers) {
        refused++;
        return;
      }
      peer = new Peer(packet.sender());
      peers.put(packet.sender(), peer);
      peer.receiver = adopt.apply(peer);
    }
    peer.receiver.read(((BufferInternal) packet.data()).getByteBuf());
    peer.receiver.readComplete();
  }

  private final class Peer implements Link {

    private final SocketAddress address;
    private Receiver receiver;

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
    public void close() {
      if (peers.remove(address, this)) {
        receiver.closed("closed");
      }
    }
  }
}
