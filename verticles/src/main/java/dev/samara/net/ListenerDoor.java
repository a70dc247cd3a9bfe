package dev.samara.net;

import dev.samara.net.connection.Link;
import dev.samara.net.connection.Notice;
import dev.samara.net.socket.ArrivalFault;
import dev.samara.net.socket.BufferOptions;
import dev.samara.net.socket.ProxyProtocol;
import dev.samara.net.transport.Acceptor;
import dev.samara.net.transport.Door;
import dev.samara.net.transport.tls.ServerTls;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where sockets become connections of a listener, and where those that do not are counted. */
final class ListenerDoor implements Door, Acceptor.Watcher {

  private static final Logger LOG = LoggerFactory.getLogger(ListenerDoor.class);

  private final Listener listener;
  private final Loops loops;
  private final Optional<ServerTls> tls;

  ListenerDoor(Listener listener, Loops loops, Optional<ServerTls> tls) {
    this.listener = listener;
    this.loops = loops;
    this.tls = tls;
  }

  @Override
  public Optional<ProxyProtocol> proxyProtocol() {
    return listener.options().socket().proxyProtocol();
  }

  @Override
  public Optional<ServerTls> tls() {
    return tls;
  }

  @Override
  public BufferOptions buffers() {
    return listener.options().socket().buffers();
  }

  @Override
  public Duration limit() {
    return listener.options().connection().timeouts().handshake();
  }

  @Override
  public int maxArriving() {
    return listener.options().access().maxConnections();
  }

  @Override
  public Optional<Link.Receiver> enter(Link link) {
    var here = loops.here();
    return listener.admit(here, link);
  }

  @Override
  public void fault(ArrivalFault fault, String peer, String what) {
    listener.arrivals().fault(fault);
    LOG.warn("listener '{}': {} {}; closing", listener.name(), peer, what);
  }

  @Override
  public void failed() {
    listener.arrivals().acceptError();
  }

  @Override
  public void suspended(String cause) {
    listener.arrivals().suspended(true);
    LOG.warn("listener '{}': accepts nobody for a while: {}", listener.name(), cause);
    loops.tell(new Notice.AcceptSuspended(listener.name(), cause));
  }

  @Override
  public void resumed() {
    listener.arrivals().suspended(false);
    LOG.info("listener '{}': accepts again", listener.name());
    loops.tell(new Notice.AcceptResumed(listener.name()));
  }
}
