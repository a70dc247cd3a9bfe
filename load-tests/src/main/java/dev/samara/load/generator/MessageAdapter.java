package dev.samara.load.generator;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DatagramPacket;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;

/**
 * Lets a connection that knows frames with a length speak over a medium that keeps messages apart
 * by itself: what is written loses its length field, what is read gets one. Owned by the
 * connection's event loop.
 */
abstract sealed class MessageAdapter extends ChannelDuplexHandler {
  /** The message that is being written, its end may come with a later write. */
  private CompositeByteBuf parts = Unpooled.compositeBuffer();

  private int missing;

  /** The payload of what was read, taken over. */
  abstract ByteBuf unwrap(Object message);

  /** What is written for a payload, which is taken over. */
  abstract Object wrap(ByteBuf payload);

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!(message instanceof DatagramPacket || message instanceof WebSocketFrame)) {
      context.fireChannelRead(message);
      return;
    }
    ByteBuf payload = unwrap(message);
    context.fireChannelRead(
        context.alloc().buffer(Payload.LENGTH_BYTES).writeInt(payload.readableBytes()));
    context.fireChannelRead(payload);
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (!(message instanceof ByteBuf in)) {
      // The request that opens a WebSocket.
      context.write(message, promise);
      return;
    }
    while (in.isReadable()) {
      if (missing == 0) {
        missing = in.readInt();
        parts = context.alloc().compositeBuffer(2);
      }
      int bytes = Math.min(missing, in.readableBytes());
      parts.addComponent(true, in.readRetainedSlice(bytes));
      missing -= bytes;
      if (missing == 0) {
        context.write(wrap(parts), context.voidPromise());
        parts = Unpooled.compositeBuffer();
      }
    }
    in.release();
    if (!promise.isVoid()) {
      promise.setSuccess();
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    parts.release();
    parts = Unpooled.compositeBuffer();
  }

  /** A datagram is a message. */
  static final class Datagrams extends MessageAdapter {
    @Override
    ByteBuf unwrap(Object message) {
      return ((DatagramPacket) message).content();
    }

    @Override
    Object wrap(ByteBuf payload) {
      return payload;
    }
  }

  /** A WebSocket frame is a message. */
  static final class WebSockets extends MessageAdapter {
    @Override
    ByteBuf unwrap(Object message) {
      if (message instanceof BinaryWebSocketFrame frame) {
        return frame.content();
      }
      ReferenceCountUtil.release(message);
      throw new WrongAnswer("an answer that is no binary message");
    }

    @Override
    Object wrap(ByteBuf payload) {
      return new BinaryWebSocketFrame(payload);
    }
  }
}
