package dev.samara.load.server;

import dev.samara.load.transport.Transport;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Raw Netty: the stock length decoder, two writes per frame, one flush per read. */
final class NettyEcho implements EchoServer {
  /** Set by {@link #start}, taken by {@link #close}; both on the caller's thread. */
  private Optional<EventLoopGroup> loops = Optional.empty();

  private Optional<Channel> listener = Optional.empty();

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
                                HEADER_BYTES + MAX_PAYLOAD_BYTES, 0, HEADER_BYTES, 0, HEADER_BYTES))
                        .addLast(new Echo());
                  }
                })
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .sync()
            .channel();
    listener = Optional.of(listening);
    return ((InetSocketAddress) listening.localAddress()).getPort();
  }

  /** The listener first: Netty leaves it open if a connection comes while its loop shuts down. */
  @Override
  public void close() {
    listener.ifPresent(channel -> channel.close().awaitUninterruptibly());
    listener = Optional.empty();
    loops.ifPresent(
        group -> group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly());
    loops = Optional.empty();
  }

  /** Owned by the connection's event loop. */
  private static final class Echo extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ByteBuf payload = (ByteBuf) message;
      ByteBuf header = context.alloc().buffer(HEADER_BYTES).writeInt(payload.readableBytes());
      context.write(header, context.voidPromise());
      context.write(payload, context.voidPromise());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      context.flush();
    }

    /** A client that doesn't read its answers isn't read from either. */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
      if (!context.channel().isWritable()) {
        context.flush();
      }
      context.channel().config().setAutoRead(context.channel().isWritable());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close();
    }
  }
}
