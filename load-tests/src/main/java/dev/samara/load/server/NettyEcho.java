package dev.samara.load.server;

import dev.samara.load.transport.Transport;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Raw Netty: the stock length decoder, a handler that answers, one flush per read. */
final class NettyEcho implements EchoServer {
  private final int maxPayloadBytes;
  private final int strippedBytes;
  private final Supplier<NettyAnswers> answers;

  /** Set by {@link #start}, taken by {@link #close}; both on the caller's thread. */
  private Optional<EventLoopGroup> loops = Optional.empty();

  private Optional<Channel> listener = Optional.empty();

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
  public int start(int loopCount) throws InterruptedException {
    Transport transport = Transport.best();
    EventLoopGroup group = transport.loops(loopCount);
    loops = Optional.of(group);
    Channel listening =
        new ServerBootstrap()
            .group(group)
            .channel(transport.server())
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel
                        .pipeline()
                        .addLast(
                            new LengthFieldBasedFrameDecoder(
                                HEADER_BYTES + maxPayloadBytes, 0, HEADER_BYTES, 0, strippedBytes))
                        .addLast(answers.get());
                  }
                })
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .sync()
            .channel();
    listener = Optional.of(listening);
    return ((InetSocketAddress) listening.localAddress()).getPort();
  }

  /**
   * The listener first: Netty leaves it open if a connection comes while its loop shuts down. And
   * with no quiet period at all a loop may end before it has closed its channels.
   */
  @Override
  public void close() {
    listener.ifPresent(channel -> channel.close().awaitUninterruptibly());
    listener = Optional.empty();
    loops.ifPresent(
        group -> group.shutdownGracefully(10, 2_000, TimeUnit.MILLISECONDS).awaitUninterruptibly());
    loops = Optional.empty();
  }
}
