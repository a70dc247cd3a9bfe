package dev.samara.net.transport;

import dev.samara.net.connection.Link;
import dev.samara.net.socket.TcpOptions;
import dev.samara.net.socket.TlsClientOptions;
import dev.samara.net.transport.tls.ClientTls;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.datagram.DatagramSocketOptions;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.SocketAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Dials out, one attempt at a time. To be used on the event loop that shall own the link. */
public final class Dialler {

  /** Also the size of the buffer a datagram is read into: the largest one fits. */
  private static final int RECEIVE_BUFFER_BYTES = 65_536;

  /** What a server behind a UNIX socket is expected to be called, unless told otherwise. */
  private static final String LOCALHOST = "localhost";

  private final VertxInternal vertx;

  /**
   * Makes a dialler.
   *
   * @param vertx whose event loops and name resolution are used
   */
  public Dialler(VertxInternal vertx) {
    this.vertx = vertx;
  }

  /**
   * Dials a stream socket, TCP or UNIX.
   *
   * @param context whose event loop will own the link; the current one
   * @param address where to
   * @param tcp how the socket is set up
   * @param tls how TLS is spoken; empty for plain text
   * @param limit how long all of it may take, the TLS handshake included; positive
   * @param adopt makes a connection of the link, on the event loop, before anything is read
   * @return completes when the connection is open; fails if it cannot be made
   */
  public Future<Void> stream(
      ContextInternal context,
      SocketAddress address,
      TcpOptions tcp,
      Optional<TlsClientOptions> tls,
      Duration limit,
      Function<Link, Link.Receiver> adopt) {
    var startNanos = System.nanoTime();
    if (tls.isEmpty()) {
      return connect(context, address, tcp, Optional.empty(), startNanos, limit, adopt);
    }
    return context
        .executeBlocking(() -> new ClientTls(vertx, tls.get()))
        .compose(contexts ->
            connect(context, address, tcp, Optional.of(contexts), startNanos, limit, adopt));
  }

  private Future<Void> connect(
      ContextInternal context,
      SocketAddress address,
      TcpOptions tcp,
      Optional<ClientTls> tls,
      long startNanos,
      Duration limit,
      Function<Link, Link.Receiver> adopt) {
    Promise<Void> open = context.promise();
    var unix = address.isDomainSocket();
    var bootstrap =
        new Bootstrap()
            .group(context.nettyEventLoop())
            .channelFactory(vertx.transport().channelFactory(unix))
            .handler(new ChannelInboundHandlerAdapter())
            // The time limit below is for all of it, and exact.
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0);
    TcpSettings.apply(vertx, tcp, unix, bootstrap);
    if (unix) {
      bootstrap.disableResolver();
    } else {
      bootstrap.resolver(vertx.nameResolver().nettyAddressResolverGroup());
    }
    var dialling = bootstrap.connect(remote(address));
    var timer =
        context
            .nettyEventLoop()
            .schedule(
                () -> tooLate(dialling, open, limit),
                limit.toNanos() - (System.nanoTime() - startNanos),
                TimeUnit.NANOSECONDS);
    open.future().onComplete(_ -> timer.cancel(false));
    dialling.addListener((ChannelFuture done) -> {
      if (done.isSuccess()) {
        connected(done.channel(), address, tls, new Departure(address, open, adopt));
      } else {
        open.tryFail(done.cause());
      }
    });
    return open.future();
  }

  private static void tooLate(ChannelFuture dialling, Promise<Void> open, Duration limit) {
    if (open.tryFail("no connection within " + limit.toMillis() + " ms")) {
      dialling.channel().close();
    }
  }

  private java.net.SocketAddress remote(SocketAddress address) {
    return address.isDomainSocket()
        ? vertx.transport().convert(address)
        : InetSocketAddress.createUnresolved(address.host(), address.port());
  }

  private static void connected(
      Channel channel, SocketAddress address, Optional<ClientTls> tls, Departure departure) {
    if (tls.isEmpty()) {
      departure.enter(channel);
      return;
    }
    var host = address.isInetSocket() ? address.host() : LOCALHOST;
    var handler = tls.get().newHandler(channel.alloc(), host, address.port());
    channel.pipeline().addLast("tls", handler).addLast("departure", departure);
  }

  /**
   * Talks to one UDP address, from a port of its own.
   *
   * @param context whose event loop will own the link; the current one
   * @param address where to
   * @param adopt makes a connection of the link, on the event loop
   * @return completes when datagrams can be sent, which says nothing about the peer
   */
  public Future<Void> datagrams(
      ContextInternal context, SocketAddress address, Function<Link, Link.Receiver> adopt) {
    var socket =
        vertx.createDatagramSocket(
            new DatagramSocketOptions().setReceiveBufferSize(RECEIVE_BUFFER_BYTES));
    return vertx
        .nameResolver()
        .resolve(address.host())
        .compose(ip -> {
          var peer = SocketAddress.inetSocketAddress(new InetSocketAddress(ip, address.port()));
          var any = ip instanceof java.net.Inet6Address ? "::" : "0.0.0.0";
          return socket
              .listen(0, any)
              .<Void>map(_ -> {
                var link = new DatagramLink(socket, peer, socket::close);
                link.start(adopt.apply(link));
                socket.handler(packet -> {
                  if (packet.sender().equals(peer)) {
                    link.received(packet);
                  }
                });
                return null;
              });
        })
        .onFailure(_ -> socket.close());
  }
}
