package dev.samara.load.generator;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * One connection of a crowd. All state is owned by the connection's event loop.
 *
 * <pre>
 *              right answer
 *   GREETING --------------&gt; STILL
 *       |                      |
 *       +----------------------+--&gt; LOST   wrong answer, surplus answer, closed
 * </pre>
 */
final class CrowdMember extends ChannelInboundHandlerAdapter {
  private enum State {
    GREETING,
    STILL,
    LOST
  }

  private final CrowdShare share;
  private final Payload payload;
  private final AnswerReader reader;
  private final long number;
  private State state = State.GREETING;

  CrowdMember(CrowdShare share, Payload payload, long number) {
    this.share = share;
    this.payload = payload;
    this.number = number;
    this.reader = new AnswerReader(payload, number, 1);
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    share.opened(context.channel());
    ByteBuf greeting = context.alloc().directBuffer(payload.frameBytes());
    payload.write(greeting, number);
    context.writeAndFlush(greeting, context.voidPromise());
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf in = (ByteBuf) message;
    try {
      reader.read(in, 1);
      if (state == State.GREETING && reader.answers() == 1) {
        enter(State.STILL);
        share.accepted();
      }
    } catch (WrongAnswer wrong) {
      lose(context, wrong.getMessage());
    } finally {
      in.release();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    lose(context, "closed by the server");
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    lose(context, String.valueOf(cause.getMessage()));
  }

  private void lose(ChannelHandlerContext context, String reason) {
    if (state == State.GREETING) {
      share.failed(reason);
    }
    enter(State.LOST);
    context.close();
  }

  private void enter(State next) {
    state = next;
  }
}
