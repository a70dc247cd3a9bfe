package dev.samara.load.server;

import dev.samara.load.generator.Medium;
import dev.samara.load.transport.SelfSigned;
import dev.samara.load.transport.Transport;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Raw Netty: the stock decoders, a handler that answers, one flush per read. */
final class NettyEcho implements EchoServer {
  private static final int MAX_HANDSHAKE_BYTES = 8_192;
  private static final int MAX_DATAGRAM_BYTES = 65_536;

  private final int maxPayloadBytes;
  private final int strippedBytes;
  private final Supplier<NettyAnswers> answers;
  private final Transport transport = Transport.best();

  /** Set by {@link #start}, taken by {@link #close}; both on the caller's thread. */
  private Optional<EventLoopGroup> loops = Optional.empty();

  private List<Channel> listeners = List.of();
  private Optional<Path> unixPath = Optional.empty();

  /**
   * Takes the longest payload, what the decoder strips of each frame, and the maker of each
   * connection's handler.
   */
  NettyEcho(int maxPayloadBytes, int strippedBytes, Supplier<NettyAnswers> answers) {
    this.maxPayloadBytes = maxPayloadBytes;
    this.strippedBytes = strippedBytes;
    this.answers = answers;
  }

  @Override
  public String start(Medium medium, int loopCount) throws IOException, InterruptedException {
    EventLoopGroup group = transport.loops(loopCount);
    loops = Optional.of(group);
    List<Channel> bound = new ArrayList<>();
    listeners = bound;
    int count = medium == Medium.TCP ? BenchSettings.ports() : 1;
    for (int i = 0; i < count; i++) {
      bound.add(medium == Medium.UDP ? bindDatagrams(group) : bindStreams(group, medium));
    }
    return unixPath
        .map(Path::toString)
        .orElseGet(() -> bound.stream().map(NettyEcho::portOf).collect(Collectors.joining(",")));
  }

  private static String portOf(Channel listening) {
    return Integer.toString(((InetSocketAddress) listening.localAddress()).getPort());
  }

  private Channel bindDatagrams(EventLoopGroup group) throws InterruptedException {
    return new Bootstrap()
        .group(group)
        .channel(transport.client(true, false))
        .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(MAX_DATAGRAM_BYTES))
        .handler(new NettyDatagrams())
        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
        .sync()
        .channel();
  }

  private Channel bindStreams(EventLoopGroup group, Medium medium)
      throws IOException, InterruptedException {
    Optional<SslContext> tls = medium == Medium.TLS ? Optional.of(tls()) : Optional.empty();
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(group)
            .channel(medium == Medium.UNIX ? transport.unixServer() : transport.server())
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    tls.ifPresent(
                        context -> channel.pipeline().addLast(context.newHandler(channel.alloc())));
                    fill(channel.pipeline(), medium);
                  }
                });
    if (medium != Medium.UNIX) {
      bootstrap.childOption(ChannelOption.TCP_NODELAY, true);
    }
    return bootstrap.bind(place(medium)).sync().channel();
  }

  private SocketAddress place(Medium medium) throws IOException {
    if (medium != Medium.UNIX) {
      return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }
    Path path = UnixPlaces.next();
    unixPath = Optional.of(path);
    return transport.isEpoll()
        ? new DomainSocketAddress(path.toFile())
        : UnixDomainSocketAddress.of(path);
  }

  private static SslContext tls() throws IOException, InterruptedException {
    SelfSigned pair = SelfSigned.make();
    return SslContextBuilder.forServer(pair.certificate().toFile(), pair.key().toFile()).build();
  }

  private void fill(ChannelPipeline pipeline, Medium medium) {
    if (medium == Medium.WS) {
      pipeline
          .addLast(new HttpServerCodec())
          .addLast(new HttpObjectAggregator(MAX_HANDSHAKE_BYTES))
          .addLast(
              new WebSocketServerProtocolHandler(
                  WebSocketServerProtocolConfig.newBuilder()
                      .websocketPath(Medium.WEB_SOCKET_PATH)
                      .maxFramePayloadLength(maxPayloadBytes)
                      .build()))
          .addLast(new NettyAnswers.Each());
    } else {
      pipeline
          .addLast(
              new LengthFieldBasedFrameDecoder(
                  HEADER_BYTES + maxPayloadBytes, 0, HEADER_BYTES, 0, strippedBytes))
          .addLast(answers.get());
    }
  }

  /**
   * The listeners first: Netty leaves one open if a connection comes while its loop shuts down. And
   * with no quiet period at all a loop may end before it has closed its channels.
   */
  @Override
  public void close() {
    listeners.forEach(channel -> channel.close().awaitUninterruptibly());
    listeners = List.of();
    loops.ifPresent(
        group -> group.shutdownGracefully(10, 2_000, TimeUnit.MILLISECONDS).awaitUninterruptibly());
    loops = Optional.empty();
    unixPath.ifPresent(path -> path.toFile().delete());
    unixPath = Optional.empty();
  }
}
