package dev.samara.net.transport;

import dev.samara.net.connection.Cause;
import dev.samara.net.connection.Link;
import io.netty.buffer.ByteBuf;
import io.vertx.core.datagram.DatagramPacket;
import io.vertx.core.datagram.DatagramSocket;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.net.SocketAddress;

/** One peer of a UDP socket as a link. Owned by the socket's event loop. */
final class DatagramLink implements Link {

  private final DatagramSocket socket;
  private final SocketAddress peer;
  private final Runnable whenClosed;
  private Receiver receiver;
  private boolean closed;

  /**
   * Makes a link.
   *
   * @param socket the socket, bound
   * @param peer the peer's address
   * @param whenClosed run once
   */
  DatagramLink(DatagramSocket socket, SocketAddress peer, Runnable whenClosed) {
    this.socket = socket;
    this.peer = peer;
    this.whenClosed = whenClosed;
  }

  /** Names the receiver; one whose route did not want the peer has closed the link already. */
  void start(Receiver connection) {
    receiver = connection;
    if (closed) {
      receiver.closed(Cause.CLOSED, "closed");
    }
  }

  boolean isClosed() {
    return closed;
  }

  void received(DatagramPacket packet) {
    receiver.read(((BufferInternal) packet.data()).getByteBuf());
    receiver.readComplete();
  }

  @Override
  public SocketAddress remoteAddress() {
    return peer;
  }

  @Override
  public boolean keepsMessageBounds() {
    return true;
  }

  @Override
  public void write(ByteBuf bytes, Receipt receipt) {
    socket
        .send(BufferInternal.safeBuffer(bytes), peer.port(), peer.host())
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
    if (!closed) {
      closed = true;
      whenClosed.run();
      if (receiver != null) {
        receiver.closed(Cause.CLOSED, "closed");
      }
    }
  }
}
