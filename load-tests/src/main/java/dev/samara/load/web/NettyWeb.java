package dev.samara.load.web;

import dev.samara.load.transport.Transport;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Raw Netty with its own codec. Answers everything alike, whatever its path. */
final class NettyWeb implements WebServer {
  private static final byte[] BODY = HELLO.getBytes(StandardCharsets.US_ASCII);
  private static final AsciiString TYPE = AsciiString.cached(HELLO_TYPE);
  private static final AsciiString LENGTH = AsciiString.cached(Integer.toString(BODY.length));

  private final Transport transport = Transport.best();
  private EventLoopGroup group;

  @Override
  public int start(int loops, Path files) throws InterruptedException {
    group = transport.loops(loops);
    Channel listener =
        new ServerBootstrap()
            .group(group)
            .channel(transport.server())
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(new HttpServerCodec()).addLast(new Answers());
                  }
                })
            .bind(InetAddress.getLoopbackAddress(), 0)
            .sync()
            .channel();
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  /** Owned by its connection's event loop. */
  private static final class Answers extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof HttpRequest) {
        var response =
            new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.wrappedBuffer(BODY));
        response
            .headers()
            .set(HttpHeaderNames.CONTENT_TYPE, TYPE)
            .set(HttpHeaderNames.CONTENT_LENGTH, LENGTH);
        context.write(response, context.voidPromise());
      }
      ReferenceCountUtil.release(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      context.flush();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close();
    }
  }

  @Override
  public void close() {
    group.shutdownGracefully(10, 2_000, TimeUnit.MILLISECONDS).awaitUninterruptibly();
  }
}
