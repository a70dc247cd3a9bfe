package dev.samara.load.generator;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.Promise;
import java.io.IOException;

/** Tells when the handshake of a connection is over. Owned by the connection's event loop. */
final class HandshakeWaiter extends ChannelInboundHandlerAdapter {
  private final Promise<Channel> ready;

  HandshakeWaiter(Promise<Channel> ready) {
    this.ready = ready;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
      ready.trySuccess(context.channel());
    } else if (event instanceof SslHandshakeCompletionEvent tls) {
      if (tls.isSuccess()) {
        ready.trySuccess(context.channel());
      } else {
        ready.tryFailure(tls.cause());
      }
    }
    context.fireUserEventTriggered(event);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    ready.tryFailure(cause);
    context.fireExceptionCaught(cause);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    ready.tryFailure(new IOException("closed by the server during the handshake"));
    context.fireChannelInactive();
  }
}
