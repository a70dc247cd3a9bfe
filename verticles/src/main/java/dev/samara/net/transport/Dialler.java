package dev.samara.net.transport;

import dev.samara.net.connection.Link;
import dev.samara.net.socket.BufferOptions;
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
import java.net.Inet6Address;
import java.net.InetAddress;
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
  private final HostAddresses hosts;

  /**
   * Makes a dialler.
   *
   * @param vertx whose event loops and name resolution are used
   */
  public Dialler(VertxInternal vertx) {
    this.vertx = vertx;
    this.hosts = new HostAddresses(vertx);
  }

  /**
   * How a stream socket is set up.
   *
   * @param tcp what the operating system is told; TCP only
   * @param buffers how much of its bytes is on its way
   * @param tls how TLS is spoken; empty for plain text
   */
  public record Setup(TcpOptions tcp, BufferOptions buffers, Optional<TlsClientOptions> tls) {}

  /**
   * Dials a stream socket, TCP or UNIX.
   *
   * @param context whose event loop will own the link; the current one
   * @param address where to; a host name is resolved
   * @param setup how the socket is set up
   * @param limit how long all of it may take, from the name to the TLS handshake; positive
   * @param adopt makes a connection of the link, on the event loop, before anything is read
   * @return completes when the connection is open; fails if it cannot be made
   */
  public Future<Void> stream(
      ContextInternal context,
      SocketAddress address,
      Setup setup,
      Duration limit,
      Function<Link, Link.Receiver> adopt) {
    Promise<Void> open = context.promise();
    var timer =
        context
            .nettyEventLoop()
            .schedule(
                () -> open.tryFail("no connection within " + limit.toMillis() + " ms"),
                limit.toNanos(),
                TimeUnit.NANOSECONDS);
    open.future().onComplete(_ -> timer.cancel(false));
    var departure = new Departure(address, setup.buffers(), open, adopt);
    certificates(context, setup.tls())
        .compose(tls ->
            remote(context, address)
                .map(remote -> {
                  if (!open.future().isComplete()) {
                    connect(context, remote, setup, open)
                        .addListener((ChannelFuture done) -> {
                          if (done.isSuccess()) {
                            connected(done.channel(), address, tls, departure);
                          }
                        });
                  }
                  return remote;
                }))
        .onFailure(open::tryFail);
    return open.future();
  }

  /** Reads the files. */
  private Future<Optional<ClientTls>> certificates(
      ContextInternal context, Optional<TlsClientOptions> tls) {
    return tls.map(
            options -> context.executeBlocking(() -> Optional.of(new ClientTls(vertx, options))))
        .orElseGet(() -> context.succeededFuture(Optional.empty()));
  }

  private Future<java.net.SocketAddress> remote(ContextInternal context, SocketAddress address) {
    return address.isDomainSocket()
        ? context.succeededFuture(vertx.transport().convert(address))
        : hosts.of(context, address.host()).map(ip -> new InetSocketAddress(ip, address.port()));
  }

  private ChannelFuture connect(
      ContextInternal context, java.net.SocketAddress remote, Setup setup, Promise<Void> open) {
    var unix = !(remote instanceof InetSocketAddress);
    var bootstrap =
        new Bootstrap()
            .group(context.nettyEventLoop())
            .channelFactory(vertx.transport().channelFactory(unix))
            .handler(new ChannelInboundHandlerAdapter())
            .disableResolver()
            // The time limit is for all of it, and exact.
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0);
    TcpSettings.apply(vertx, setup.tcp(), setup.buffers(), unix, bootstrap);
    var dialling = bootstrap.connect(remote);
    open.future().onFailure(_ -> dialling.channel().close());
    dialling.addListener(done -> {
      if (!done.isSuccess()) {
        open.tryFail(done.cause());
      }
    });
    return dialling;
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
    return hosts.of(context, address.host()).compose(ip -> datagrams(ip, address.port(), adopt));
  }

  private Future<Void> datagrams(InetAddress ip, int port, Function<Link, Link.Receiver> adopt) {
    var six = ip instanceof Inet6Address;
    var socket =
        vertx.createDatagramSocket(
            new DatagramSocketOptions().setIpV6(six).setReceiveBufferSize(RECEIVE_BUFFER_BYTES));
    // Its address and not its name, as datagrams that come from it have it.
    var peer = SocketAddress.inetSocketAddress(port, ip.getHostAddress());
    return socket
        .listen(0, six ? "::" : "0.0.0.0")
        .<Void>map(_ -> {
          var link = new DatagramLink(socket, peer, socket::close);
          link.start(adopt.apply(link));
          socket.handler(packet -> {
            if (packet.sender().port() == port && ip.equals(address(packet.sender()))) {
              link.received(packet);
            }
          });
          return null;
        })
        .onFailure(_ -> socket.close());
  }

  /** Without the scope, which some transports add to an IPv6 address. */
  private static InetAddress address(SocketAddress sender) {
    var literal = sender.hostAddress();
    var scope = literal.indexOf('%');
    return InetAddress.ofLiteral(scope < 0 ? literal : literal.substring(0, scope));
  }
}
