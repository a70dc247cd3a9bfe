package dev.samara.net;

import dev.samara.net.connection.Link;
import dev.samara.net.connection.TlsSession;
import dev.samara.net.connection.Transport;
import io.netty.buffer.ByteBuf;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * The link of a connection that is being dialled: takes nothing until the socket stands, and from
 * then on is the socket's link. Owned by the connection's event loop.
 */
final class DialledLink implements Link {

  private final Transport transport;
  private final SocketAddress address;
  private final Runnable onGivenUp;
  private Optional<Link> socket = Optional.empty();
  private boolean open;
  private boolean reading = true;

  /**
   * A link that does not stand yet.
   *
   * @param transport how its bytes will travel
   * @param address where it is going to lead, as long as nobody knows better
   * @param onGivenUp run once if it is closed before it stands
   */
  DialledLink(Transport transport, SocketAddress address, Runnable onGivenUp) {
    this.transport = transport;
    this.address = address;
    this.onGivenUp = onGivenUp;
  }

  /** The socket stands; nothing is written to it before {@link #open}. */
  void attach(Link link) {
    socket = Optional.of(link);
    if (!reading) {
      link.read(false);
    }
  }

  /** From now on the link is writable. */
  void open() {
    open = true;
  }

  @Override
  public SocketAddress remoteAddress() {
    return socket.map(Link::remoteAddress).orElse(address);
  }

  @Override
  public Transport transport() {
    return transport;
  }

  @Override
  public List<String> identities() {
    return socket.map(Link::identities).orElseGet(List::of);
  }

  @Override
  public Optional<TlsSession> tls() {
    return socket.flatMap(Link::tls);
  }

  @Override
  public boolean keepsMessageBounds() {
    return transport == Transport.UDP || transport == Transport.WEBSOCKET;
  }

  @Override
  public void write(ByteBuf bytes, Receipt receipt) {
    socket.orElseThrow().write(bytes, receipt);
  }

  @Override
  public void flush() {
    if (open) {
      socket.orElseThrow().flush();
    }
  }

  @Override
  public boolean isWritable() {
    return open && socket.orElseThrow().isWritable();
  }

  @Override
  public void read(boolean on) {
    reading = on;
    socket.ifPresent(link -> link.read(on));
  }

  @Override
  public void close(boolean inOrder) {
    if (socket.isPresent()) {
      socket.get().close(inOrder);
    } else {
      onGivenUp.run();
    }
  }
}
