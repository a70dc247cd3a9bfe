package dev.samara.net;

import dev.samara.net.connection.Link;
import dev.samara.net.socket.ArrivalFault;
import dev.samara.net.socket.BufferOptions;
import dev.samara.net.socket.ProxyProtocol;
import dev.samara.net.socket.SocketOptions;
import dev.samara.net.transport.Acceptor;
import dev.samara.net.transport.Arrivals;
import dev.samara.net.transport.Door;
import dev.samara.net.transport.tls.ServerTls;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Keeps the links that come in, and refuses them. */
record RecordingDoor(Optional<ServerTls> tls, BlockingQueue<Link> links)
    implements Door, Acceptor.Watcher {

  RecordingDoor(Optional<ServerTls> tls) {
    this(tls, new LinkedBlockingQueue<>());
  }

  Acceptor listen(HubFixture fixture, SocketAddress address) throws Exception {
    return Acceptor.listen(
        (VertxInternal) fixture.vertx, address, SocketOptions.defaults(), new Arrivals(this), this);
  }

  Link next() throws InterruptedException {
    return links.poll(20, TimeUnit.SECONDS);
  }

  @Override
  public Optional<ProxyProtocol> proxyProtocol() {
    return Optional.empty();
  }

  @Override
  public BufferOptions buffers() {
    return BufferOptions.DEFAULT;
  }

  @Override
  public Duration limit() {
    return Duration.ofMinutes(1);
  }

  @Override
  public int maxArriving() {
    return 10;
  }

  @Override
  public Optional<Link.Receiver> enter(Link link) {
    links.add(link);
    return Optional.empty();
  }

  @Override
  public void fault(ArrivalFault fault, String peer, String what) {
    throw new AssertionError(peer + " " + what);
  }

  @Override
  public void failed() {
    throw new AssertionError("accept failed");
  }

  @Override
  public void suspended(String cause) {
    throw new AssertionError(cause);
  }

  @Override
  public void resumed() {
    throw new AssertionError("nothing was suspended");
  }
}
