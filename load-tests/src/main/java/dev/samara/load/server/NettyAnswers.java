package dev.samara.load.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Answers each frame or message with itself; two ways to write it. One per connection, owned by its
 * event loop.
 */
abstract sealed class NettyAnswers extends ChannelInboundHandlerAdapter {
  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    answer(context, message);
  }

  /** Takes over what the decoder gives. */
  abstract void answer(ChannelHandlerContext context, Object message);

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

  /**
   * Sends each back as it came: a frame with its header, in one write of the buffer it was read
   * into, or a message of a WebSocket.
   */
  static final class Each extends NettyAnswers {
    @Override
    void answer(ChannelHandlerContext context, Object message) {
      context.write(message, context.voidPromise());
    }
  }

  /** All small frames of a read in one buffer and one write; large payloads are not copied. */
  static final class Gathered extends NettyAnswers {
    private static final int COPIED_BYTES = 2 * 1024;
    private static final int FIRST_CAPACITY_BYTES = 16 * 1024;

    private ByteBuf gathered = Unpooled.EMPTY_BUFFER;

    @Override
    void answer(ChannelHandlerContext context, Object message) {
      ByteBuf payload = (ByteBuf) message;
      if (!gathered.isReadable()) {
        gathered = context.alloc().directBuffer(FIRST_CAPACITY_BYTES);
      }
      gathered.writeInt(payload.readableBytes());
      if (payload.readableBytes() <= COPIED_BYTES) {
        gathered.writeBytes(payload);
        payload.release();
      } else {
        writeGathered(context);
        context.write(payload, context.voidPromise());
      }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      writeGathered(context);
      super.channelReadComplete(context);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
      gathered.release();
      gathered = Unpooled.EMPTY_BUFFER;
    }

    private void writeGathered(ChannelHandlerContext context) {
      if (gathered.isReadable()) {
        context.write(gathered, context.voidPromise());
        gathered = Unpooled.EMPTY_BUFFER;
      }
    }
  }
}
