package dev.samara.load.rpc;

import dev.samara.load.generator.ItemClient;
import dev.samara.load.generator.Medium;
import dev.samara.load.generator.Numbered;
import dev.samara.load.transport.Transport;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A raw socket: whoever connects says in a frame how long items shall be, and gets frames with as
 * many as the socket takes.
 *
 * <pre>
 * +--------+--------+
 * | length | item   |
 * +--------+--------+
 *  4 bytes
 * </pre>
 */
final class NettyItems implements RpcServer {
  private static final int LENGTH_BYTES = 4;
  private static final int MAX_BYTES = 1 << 24;

  private final Transport transport = Transport.best();

  /** Set by {@link #start}, taken by {@link #close}; both on the caller's thread. */
  private Optional<EventLoopGroup> group = Optional.empty();

  private Optional<Channel> listener = Optional.empty();

  /** Not started yet. */
  NettyItems() {}

  @Override
  public RpcTarget start(Medium medium, int loopCount) throws InterruptedException {
    EventLoopGroup loops = transport.loops(loopCount);
    group = Optional.of(loops);
    Channel listening =
        new ServerBootstrap()
            .group(loops)
            .channel(transport.server())
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(frames()).addLast(new Writer());
                  }
                })
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .sync()
            .channel();
    listener = Optional.of(listening);
    return RpcTarget.tcp(((InetSocketAddress) listening.localAddress()).getPort());
  }

  private static LengthFieldBasedFrameDecoder frames() {
    return new LengthFieldBasedFrameDecoder(
        LENGTH_BYTES + MAX_BYTES, 0, LENGTH_BYTES, 0, LENGTH_BYTES);
  }

  @Override
  public void close() {
    listener.ifPresent(channel -> channel.close().awaitUninterruptibly());
    listener = Optional.empty();
    group.ifPresent(NettyItems::end);
    group = Optional.empty();
  }

  private static void end(EventLoopGroup loops) {
    loops.shutdownGracefully(10, 2_000, TimeUnit.MILLISECONDS).awaitUninterruptibly();
  }

  /** Writes up to the high-water mark, flushes, and goes on below the low one. */
  private static final class Writer extends SimpleChannelInboundHandler<ByteBuf> {
    private byte[] template = {};
    private long number;

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf wanted) {
      template = Numbered.message(wanted.readInt(), 0);
      write(context);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
      if (context.channel().isWritable() && template.length > 0) {
        write(context);
      }
    }

    private void write(ChannelHandlerContext context) {
      while (context.channel().isWritable()) {
        ByteBuf item = context.alloc().directBuffer(LENGTH_BYTES + template.length);
        item.writeInt(template.length)
            .writeLong(number++)
            .writeBytes(template, Long.BYTES, template.length - Long.BYTES);
        context.write(item, context.voidPromise());
      }
      context.flush();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close();
    }
  }

  /** Connects. */
  static ItemClient connect(int port) throws InterruptedException {
    Transport transport = Transport.best();
    EventLoopGroup loops = transport.loops(1);
    Channel channel =
        new Bootstrap()
            .group(loops)
            .channel(transport.client())
            .handler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(frames());
                  }
                })
            .connect(InetAddress.getLoopbackAddress(), port)
            .sync()
            .channel();
    return new Client(loops, channel);
  }

  private record Client(EventLoopGroup loops, Channel channel) implements ItemClient {
    @Override
    public void open(int bytes, Items items) {
      channel.pipeline().addLast(new Reader(items));
      channel.writeAndFlush(channel.alloc().buffer().writeInt(LENGTH_BYTES).writeInt(bytes));
    }

    @Override
    public void close() {
      channel.close().awaitUninterruptibly();
      end(loops);
    }
  }

  private static final class Reader extends ChannelInboundHandlerAdapter {
    private final ItemClient.Items items;

    Reader(ItemClient.Items items) {
      this.items = items;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ByteBuf item = (ByteBuf) message;
      try {
        items.item(ByteBufUtil.getBytes(item));
      } finally {
        item.release();
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      items.ended("the connection was closed");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      items.ended(cause.toString());
    }
  }
}
