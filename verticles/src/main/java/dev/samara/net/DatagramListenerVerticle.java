package dev.samara.net;

import dev.samara.net.connection.Link;
import dev.samara.net.lifecycle.Loop;
import dev.samara.net.transport.DatagramPeers;
import dev.samara.net.transport.EventLoops;
import io.netty.util.NetUtil;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.datagram.DatagramSocket;
import io.vertx.core.datagram.DatagramSocketOptions;
import io.vertx.core.internal.ContextInternal;
import java.util.Optional;

/**
 * Receives on UDP; one instance, since one socket is read by one event loop. With {@code reusePort}
 * other processes receive on the same port; the kernel gives each peer's datagrams to one of them.
 */
final class DatagramListenerVerticle extends VerticleBase implements Listening {

  /** Also the size of the buffer a datagram is read into: the largest one fits. */
  private static final int RECEIVE_BUFFER_BYTES = 65_536;

  private final Listener listener;
  private final Loops loops;
  private volatile boolean closedToNewPeers;
  private DatagramSocket socket;
  private Loop loop;

  DatagramListenerVerticle(Listener listener, Loops loops) {
    this.listener = listener;
    this.loops = loops;
  }

  @Override
  public Future<?> start() {
    var options = listener.options();
    if (options.socket().reusePort()) {
      EventLoops.requireNative(vertx, "reusePort");
    }
    loop = loops.of(((ContextInternal) context).nettyEventLoop());
    socket =
        vertx.createDatagramSocket(
            new DatagramSocketOptions()
                .setIpV6(NetUtil.isValidIpV6Address(options.host()))
                .setReusePort(options.socket().reusePort())
                .setReceiveBufferSize(RECEIVE_BUFFER_BYTES));
    new DatagramPeers(socket, this::adopt);
    return socket
        .listen(options.port(), options.host())
        .onSuccess(bound -> listener.bound(bound.localAddress().port()));
  }

  private Optional<Link.Receiver> adopt(Link link) {
    return closedToNewPeers ? Optional.empty() : listener.admit(loop, link);
  }

  @Override
  public void pause(boolean on) {
    closedToNewPeers = on;
  }

  /** The socket stays open for the peers that are known; new ones are ignored. */
  @Override
  public Future<Void> unlisten() {
    closedToNewPeers = true;
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> close() {
    return vertx.undeploy(deploymentID());
  }

  @Override
  public Future<?> stop() {
    return socket == null ? Future.succeededFuture() : socket.close();
  }
}
