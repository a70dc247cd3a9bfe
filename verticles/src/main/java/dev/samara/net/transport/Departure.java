package dev.samara.net.transport;

import dev.samara.net.connection.Link;
import dev.samara.net.socket.BufferOptions;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.vertx.core.Promise;
import io.vertx.core.net.SocketAddress;
import java.util.function.Function;

/**
 * A dialled socket until it is a connection: waits for the TLS handshake. Owned by the socket's
 * event loop.
 */
final class Departure extends ChannelInboundHandlerAdapter {

  private final SocketAddress address;
  private final BufferOptions buffers;
  private final Promise<Void> open;
  private final Function<Link, Link.Receiver> adopt;

  Departure(
      SocketAddress address,
      BufferOptions buffers,
      Promise<Void> open,
      Function<Link, Link.Receiver> adopt) {
    this.address = address;
    this.buffers = buffers;
    this.open = open;
    this.adopt = adopt;
  }

  /** Makes the link, unless the time limit was faster. */
  void enter(Channel channel) {
    if (open.future().isComplete()) {
      channel.close();
      return;
    }
    var link = ChannelLink.of(channel, address, buffers);
    link.start(adopt.apply(link));
    open.complete();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SslHandshakeCompletionEvent handshake) {
      if (handshake.isSuccess()) {
        ctx.pipeline().remove(this);
        enter(ctx.channel());
      } else {
        fail(ctx, handshake.cause());
      }
    }
    ctx.fireUserEventTriggered(event);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    fail(ctx, cause);
  }

  private void fail(ChannelHandlerContext ctx, Throwable cause) {
    open.tryFail(cause);
    ctx.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    open.tryFail("closed by the peer");
    ctx.fireChannelInactive();
  }
}
