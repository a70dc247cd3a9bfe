package dev.samara.net.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.net.connection.Link;
import dev.samara.net.socket.BufferOptions;
import dev.samara.net.socket.SocketOptions;
import dev.samara.net.socket.TcpOptions;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sizes arrive at both ends of a connection, and buffers to read into are as large as asked. */
class SocketBuffersTest {

  private final VertxInternal vertx = (VertxInternal) Vertx.vertx();

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private record Pair(Channel accepted, Channel dialled) {}

  private Pair connect(BufferOptions buffers) throws Exception {
    var accepted = new CompletableFuture<Channel>();
    var server =
        new ServerBootstrap()
            .group(vertx.acceptorEventLoopGroup(), vertx.nettyEventLoopGroup())
            .channelFactory(vertx.transport().serverChannelFactory(false))
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    accepted.complete(channel);
                  }
                });
    TcpSettings.apply(vertx, SocketOptions.defaults().withBuffers(buffers), false, server);
    var listening = server.bind("127.0.0.1", 0).sync().channel();
    var client =
        new Bootstrap()
            .group(vertx.nettyEventLoopGroup())
            .channelFactory(vertx.transport().channelFactory(false))
            .handler(new ChannelInboundHandlerAdapter());
    TcpSettings.apply(vertx, TcpOptions.defaults(), buffers, false, client);
    var dialled = client.connect(listening.localAddress()).sync().channel();
    var pair = new Pair(accepted.get(20, TimeUnit.SECONDS), dialled);
    listening.close();
    return pair;
  }

  /** The JDK takes back what Linux doubles for its own bookkeeping (socket(7)). */
  @Test
  void theKernelIsToldItsSizesAtBothEnds() throws Exception {
    var pair = connect(BufferOptions.DEFAULT.withKernelBytes(10_000, 20_000));
    for (var end : new Channel[] {pair.accepted(), pair.dialled()}) {
      assertEquals(10_000, end.config().getOption(ChannelOption.SO_RCVBUF));
      assertEquals(20_000, end.config().getOption(ChannelOption.SO_SNDBUF));
    }
    var small = connect(BufferOptions.SMALL);
    assertEquals(64 * 1024, small.accepted().config().getOption(ChannelOption.SO_RCVBUF));
    assertEquals(64 * 1024, small.dialled().config().getOption(ChannelOption.SO_SNDBUF));
  }

  @Test
  void otherwiseTheKernelChooses() throws Exception {
    var pair = connect(BufferOptions.BULK);
    var own = connect(BufferOptions.DEFAULT);
    assertEquals(
        own.accepted().config().getOption(ChannelOption.SO_SNDBUF),
        pair.accepted().config().getOption(ChannelOption.SO_SNDBUF));
    assertTrue(pair.dialled().config().getOption(ChannelOption.SO_RCVBUF) > 16 * 1024);
  }

  @ParameterizedTest
  @ValueSource(ints = {16 * 1024, 256 * 1024})
  void aLinkIsGivenAsMuchAsItsWriteQueueHolds(int queueBytes) throws Exception {
    var buffers = BufferOptions.DEFAULT.withWriteQueueBytes(queueBytes);
    var channel = connect(buffers).accepted();
    var seen =
        channel
            .eventLoop()
            .submit(() -> {
              var address = SocketAddress.inetSocketAddress(1, "127.0.0.1");
              var link = ChannelLink.of(channel, address, buffers);
              var atFirst = link.isWritable();
              link.write(zeros(queueBytes / 2), new Ignored());
              var half = link.isWritable();
              link.write(zeros(queueBytes), new Ignored());
              return List.of(atFirst, half, link.isWritable());
            });
    // Nothing is flushed.
    assertEquals(List.of(true, true, false), seen.get(20, TimeUnit.SECONDS));
  }

  private static ByteBuf zeros(int count) {
    return Unpooled.wrappedBuffer(new byte[count]);
  }

  private record Ignored() implements Link.Receipt {
    @Override
    public void done() {}

    @Override
    public void failed(long sentBytes) {}
  }

  @ParameterizedTest
  @ValueSource(ints = {1024, 5000, 262_144})
  void channelsWithOneSizeShareABuffer(int readBytes) {
    var one = LoopReads.of(readBytes).newHandle();
    var two = LoopReads.of(readBytes).newHandle();
    var other = LoopReads.of(readBytes + 1).newHandle().allocate(null);
    var buffer = one.allocate(null);
    assertEquals(readBytes, buffer.capacity());
    assertEquals(readBytes, buffer.maxCapacity());
    buffer.release();
    assertSame(buffer, two.allocate(null));
    assertNotSame(buffer, other);
    buffer.release();
    other.release();
  }

  /** As under TLS, where part of a record is kept until the rest of it is there. */
  @ParameterizedTest
  @ValueSource(ints = {1024, 65_536, 262_144})
  void whatMayBeKeptIsReadInPiecesThatGrowUpToTheSize(int readBytes) {
    var handle = LoopReads.kept(readBytes).newHandle();
    assertEquals(Math.min(2048, readBytes), handle.guess());
    for (var read = 0; read < 50; read++) {
      var buffer = handle.allocate(UnpooledByteBufAllocator.DEFAULT);
      assertTrue(buffer.writableBytes() <= readBytes, buffer + " of " + readBytes);
      handle.attemptedBytesRead(buffer.writableBytes());
      handle.lastBytesRead(buffer.writableBytes());
      buffer.release();
      handle.readComplete();
    }
    assertEquals(readBytes, handle.guess());
  }
}
