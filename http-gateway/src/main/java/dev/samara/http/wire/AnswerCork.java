package dev.samara.http.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;

/**
 * Gathers the small answers of one turn of the event loop, such as those to pipelined requests, so
 * that they leave in one write. They do not pass Netty's encoder, which makes a buffer of each.
 * Owned by the event loop of the connection.
 */
final class AnswerCork {
  /** What is longer is not worth a copy. */
  private static final int SMALL_BYTES = 4 * 1024;

  private static final int CORK_BYTES = 64 * 1024;
  private static final int FIRST_BYTES = 512;

  private final ChannelHandlerContext context;
  private final HeadWriter writer;
  private final List<ChannelPromise> promises = new ArrayList<>(1);
  private ByteBuf cork;

  /** How much the last one held: the next will be like it. */
  private int usualBytes = FIRST_BYTES;

  AnswerCork(ChannelHandlerContext context, HeadWriter writer) {
    this.context = context;
    this.writer = writer;
  }

  /** Whether an answer is small, whole, and of a kind that needs no encoder. */
  static boolean fits(FullHttpResponse answer) {
    return answer.content().readableBytes() <= SMALL_BYTES
        && answer.trailingHeaders().isEmpty()
        && answer.protocolVersion() == HttpVersion.HTTP_1_1
        && answer.status().code() != HttpResponseStatus.RESET_CONTENT.code();
  }

  /**
   * Takes an answer that fits, to leave with the next {@link #uncork}.
   *
   * @param date to be added; empty if the answer has one
   */
  void add(FullHttpResponse answer, CharSequence date, ChannelPromise promise) {
    if (cork == null) {
      cork = context.alloc().directBuffer(usualBytes, Integer.MAX_VALUE);
    }
    writer.write(answer, date, cork);
    answer.release();
    if (!promise.isVoid()) {
      promises.add(promise);
    }
    if (cork.readableBytes() >= CORK_BYTES) {
      uncork();
    }
  }

  /** Gives what was gathered to the socket, without a flush. Before anything else is written. */
  void uncork() {
    if (cork == null) {
      return;
    }
    ByteBuf bytes = cork;
    cork = null;
    usualBytes = Math.max(FIRST_BYTES, bytes.readableBytes());
    context.write(bytes, promise());
  }

  private ChannelPromise promise() {
    if (promises.isEmpty()) {
      return context.voidPromise();
    }
    if (promises.size() == 1) {
      return promises.removeFirst();
    }
    List<ChannelPromise> all = List.copyOf(promises);
    promises.clear();
    return context
        .newPromise()
        .addListener(written ->
            all.forEach(promise -> {
              if (written.isSuccess()) {
                promise.trySuccess();
              } else {
                promise.tryFailure(written.cause());
              }
            }));
  }

  /** The connection is closed. */
  void drop() {
    if (cork != null) {
      cork.release();
      cork = null;
      promises.forEach(promise -> promise.tryFailure(new ClosedChannelException()));
      promises.clear();
    }
  }
}
