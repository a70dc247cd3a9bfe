package dev.samara.load.generator;

import dev.samara.load.transport.Transport;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Opens connections to one server over any medium. Immutable, for any thread. */
final class Dialler {
  /**
   * One address has about 28,000 ports for one server, with those of connections closed in the last
   * minute, and the more of them are taken the longer the system searches: with 20,000 from one
   * address the search is most of the work, on the generator's side.
   */
  private static final int CONNECTIONS_PER_ADDRESS = 2_000;

  private static final int MAX_HANDSHAKE_BYTES = 8_192;
  private static final int MAX_DATAGRAM_BYTES = 65_536;

  private final Transport transport;
  private final Target target;
  private final Duration patience;
  private final Optional<SslContext> tls;

  Dialler(Transport transport, Target target, Duration patience) {
    this.transport = transport;
    this.target = target;
    this.patience = patience;
    this.tls = target.medium() == Medium.TLS ? Optional.of(tls()) : Optional.empty();
  }

  private static SslContext tls() {
    try {
      return SslContextBuilder.forClient()
          .trustManager(InsecureTrustManagerFactory.INSTANCE)
          .endpointIdentificationAlgorithm(null)
          .build();
    } catch (SSLException e) {
      throw new IllegalStateException("this JDK has no TLS", e);
    }
  }

  /**
   * Opens a connection.
   *
   * @param loop carries it
   * @param index its number, from 0: decides from which address it comes and where it goes
   * @param handler the last one of its pipeline, for buffers of frames
   * @return ends when messages may be sent, after all handshakes; fails with the reason
   */
  Future<Channel> dial(EventLoop loop, int index, ChannelHandler handler) {
    Promise<Channel> ready = loop.newPromise();
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(transport.client(target.medium() == Medium.UDP, isUnix()))
            .handler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    fill(channel, handler, ready);
                  }
                });
    switch (target.medium()) {
      case UDP ->
          bootstrap.option(
              ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(MAX_DATAGRAM_BYTES));
      case UNIX -> {}
      default ->
          bootstrap
              .option(ChannelOption.TCP_NODELAY, true)
              .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) patience.toMillis());
    }
    List<SocketAddress> places = target.addresses();
    connect(bootstrap, places.get(index % places.size()), index / CONNECTIONS_PER_ADDRESS)
        .addListener((ChannelFuture connected) -> connected(connected, ready));
    return ready;
  }

  private void connected(ChannelFuture connected, Promise<Channel> ready) {
    if (!connected.isSuccess()) {
      ready.tryFailure(connected.cause());
    } else if (!hasHandshake()) {
      ready.trySuccess(connected.channel());
    }
  }

  private boolean hasHandshake() {
    return target.medium() == Medium.TLS || target.medium() == Medium.WS;
  }

  private boolean isUnix() {
    return target.medium() == Medium.UNIX;
  }

  /** The first ones come from the address that the system chooses, 127.0.0.1; then 127.0.0.2. */
  private ChannelFuture connect(Bootstrap bootstrap, SocketAddress place, int address) {
    if (!(place instanceof InetSocketAddress server)
        || address == 0
        || !server.getAddress().isLoopbackAddress()) {
      return bootstrap.connect(asTransportWants(place));
    }
    if (transport.isEpoll() && target.medium() != Medium.UDP) {
      // The port is chosen when the other end is known, so that it need only be free towards it.
      bootstrap.option(EpollChannelOption.IP_BIND_ADDRESS_NO_PORT, true);
    }
    return bootstrap.connect(server, new InetSocketAddress("127.0.0." + (1 + address), 0));
  }

  private SocketAddress asTransportWants(SocketAddress place) {
    return place instanceof UnixDomainSocketAddress unix && transport.isEpoll()
        ? new DomainSocketAddress(unix.getPath().toFile())
        : place;
  }

  private void fill(Channel channel, ChannelHandler handler, Promise<Channel> ready) {
    ChannelPipeline pipeline = channel.pipeline();
    tls.ifPresent(context -> pipeline.addLast(context.newHandler(channel.alloc())));
    switch (target.medium()) {
      case UDP -> pipeline.addLast(new MessageAdapter.Datagrams());
      case WS ->
          pipeline
              .addLast(new HttpClientCodec())
              .addLast(new HttpObjectAggregator(MAX_HANDSHAKE_BYTES))
              .addLast(new WebSocketClientProtocolHandler(webSocket()))
              .addLast(new HandshakeWaiter(ready))
              .addLast(new MessageAdapter.WebSockets());
      case TLS -> pipeline.addLast(new HandshakeWaiter(ready));
      case TCP, UNIX -> {}
    }
    pipeline.addLast(handler);
  }

  private WebSocketClientProtocolConfig webSocket() {
    var server = (InetSocketAddress) target.address();
    URI uri =
        URI.create(
            "ws://%s:%d%s".formatted(server.getHostString(), server.getPort(), target.path()));
    return WebSocketClientProtocolConfig.newBuilder()
        .webSocketUri(uri)
        .version(WebSocketVersion.V13)
        .customHeaders(new DefaultHttpHeaders())
        .maxFramePayloadLength(Payload.MAX_BYTES)
        .handshakeTimeoutMillis(patience.toMillis())
        .dropPongFrames(true)
        .build();
  }
}
