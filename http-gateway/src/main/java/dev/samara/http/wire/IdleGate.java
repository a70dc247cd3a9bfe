package dev.samara.http.wire;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.timeout.IdleStateEvent;
import java.util.function.BooleanSupplier;

/** Behind the handler that notices silence: Vert.x hears of it only where nobody objects. */
final class IdleGate extends ChannelInboundHandlerAdapter {
  private final BooleanSupplier keeps;

  IdleGate(BooleanSupplier keeps) {
    this.keeps = keeps;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (!(event instanceof IdleStateEvent) || !keeps.getAsBoolean()) {
      context.fireUserEventTriggered(event);
    }
  }
}
