package dev.samara.net;

import dev.samara.net.transport.ChannelLink;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;

/** Accepts on TCP or a UNIX socket; one instance per event loop, sharing the socket. */
final class StreamListenerVerticle extends VerticleBase implements DrainingListener {

  private final Listener listener;
  private final Loops loops;
  private final SocketAddress address;
  private NetServer server;

  StreamListenerVerticle(Listener listener, Loops loops, SocketAddress address) {
    this.listener = listener;
    this.loops = loops;
    this.address = address;
  }

  @Override
  public Future<?> start() {
    // Not TcpServerConfig: in Vert.x 5.1.5 such a server survives its verticle.
    var options = new NetServerOptions().setAcceptBacklog(listener.options().socket().backlog());
    listener
        .options()
        .tls()
        .ifPresent(tls ->
            options
                .setSsl(true)
                .setKeyCertOptions(
                    new PemKeyCertOptions()
                        .addCertPath(tls.certificate().toString())
                        .addKeyPath(tls.key().toString())));
    server = vertx.createNetServer(options).connectHandler(this::connected);
    return server
        .listen(address)
        .onSuccess(bound -> {
          if (address.isInetSocket()) {
            listener.bound(bound.actualPort());
          }
        });
  }

  private void connected(NetSocket socket) {
    var channel = ((NetSocketInternal) socket).channelHandlerContext().channel();
    var link = ChannelLink.of(socket);
    var receiver = listener.admit(loops.of(channel.eventLoop()), link);
    if (receiver.isEmpty()) {
      link.close(false);
      return;
    }
    link.start(receiver.get());
    socket.shutdownHandler(within -> receiver.get().drain(within));
  }

  @Override
  public Future<Void> drain(Duration within) {
    return server.shutdown(within);
  }

  @Override
  public Future<?> stop() {
    return server == null ? Future.succeededFuture() : server.close();
  }
}
