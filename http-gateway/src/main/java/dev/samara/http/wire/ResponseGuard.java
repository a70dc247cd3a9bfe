package dev.samara.http.wire;

import dev.samara.codec.http.HttpFault;
import dev.samara.codec.http.RequestHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.FileRegion;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import java.nio.charset.StandardCharsets;

/**
 * Every answer of a connection passes here on its way out, whoever made it: it leaves as valid HTTP
 * or not at all, and its end is noticed. Owned by the event loop of the connection.
 */
final class ResponseGuard extends ChannelOutboundHandlerAdapter {
  private static final String ANSWER =
      """
      HTTP/1.1 %d %s
      date: %s
      connection: close
      content-type: application/problem+json
      x-content-type-options: nosniff
      %scontent-length: %d

      """;

  private final Front front;

  // Both set for as long as this is in a pipeline.
  private ChannelHandlerContext context;
  private AnswerCork cork;

  /** Of the answer under way; null between answers. */
  private ResponseRules rules;

  private boolean answerBegun;
  private boolean answerWritten;
  private boolean answeredByWire;
  private boolean isHead;
  private boolean outputEnded;

  ResponseGuard(Front front) {
    this.front = front;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
    // Into the socket, past the encoder.
    cork = new AnswerCork(front.readerContext(), front.headWriter());
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    cork.drop();
  }

  void requestBegan(RequestHead head) {
    answerBegun = false;
    answerWritten = false;
    isHead = head.method().equals("HEAD");
  }

  boolean isAnswerBegun() {
    return answerBegun;
  }

  boolean isAnswerWritten() {
    return answerWritten;
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
    if (front.isUpgraded()) {
      ctx.write(msg, promise);
    } else if (answeredByWire || front.isLingering()) {
      refuse(msg, promise);
    } else if (msg instanceof HttpResponse response) {
      writeResponse(ctx, response, promise);
    } else if (msg instanceof HttpContent content) {
      writeContent(ctx, content, promise);
    } else if (msg instanceof FileRegion region) {
      count(region.count());
      writeOn(ctx, msg, promise);
    } else {
      // Nothing, to be flushed; or a piece of a file.
      count(msg instanceof ByteBuf bytes ? bytes.readableBytes() : 0);
      writeOn(ctx, msg, promise);
    }
  }

  /** In its order behind what was gathered. */
  private void writeOn(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
    cork.uncork();
    ctx.write(msg, promise);
  }

  @Override
  public void flush(ChannelHandlerContext ctx) {
    cork.uncork();
    ctx.flush();
  }

  private void count(long bytes) {
    if (rules != null) {
      rules.count(bytes);
    }
  }

  private void writeResponse(
      ChannelHandlerContext ctx, HttpResponse response, ChannelPromise promise) {
    int status = response.status().code();
    if (status == 101 && front.asksToUpgrade()) {
      writeOn(ctx, response, promise);
      front.upgraded();
      return;
    }
    if (status / 100 == 1 && status != 101) {
      front.deadlines().continued();
      writeOn(ctx, response, promise);
      return;
    }
    if (answerBegun) {
      refuse(response, promise);
      return;
    }
    answerBegun = true;
    front.deadlines().answerBegan();
    RequestHead request = front.head();
    rules = new ResponseRules(request, isHead, front.isLast());
    rules.apply(response);
    if (request.method().equals("CONNECT") && status / 100 == 2) {
      writeHead(ctx, response, promise);
      front.upgraded();
    } else if (response instanceof HttpContent content) {
      writeContent(ctx, content, promise);
    } else {
      writeHead(ctx, response, promise);
    }
  }

  /** By Netty's encoder. */
  private void writeHead(ChannelHandlerContext ctx, HttpResponse response, ChannelPromise promise) {
    if (!rules.hasDate()) {
      response.headers().set(HttpHeaderNames.DATE, front.host().date());
    }
    writeOn(ctx, response, promise);
  }

  private void writeContent(
      ChannelHandlerContext ctx, HttpContent content, ChannelPromise promise) {
    ResponseRules current = rules;
    if (current != null) {
      current.cut(content.content());
    }
    boolean last = content instanceof LastHttpContent;
    if (content instanceof FullHttpResponse whole
        && current != null
        && current.hasLength()
        && AnswerCork.fits(whole)) {
      cork.add(whole, current.hasDate() ? "" : front.host().date(), promise);
    } else if (content instanceof FullHttpResponse whole && current != null) {
      writeHead(ctx, whole, promise);
    } else {
      writeOn(ctx, content, promise);
    }
    if (last) {
      answerWritten = true;
      rules = null;
      if (current == null || current.isBroken()) {
        // The client must see that it is not whole.
        flush(ctx);
        ctx.close();
      } else {
        front.answered(current.closes());
      }
    }
  }

  /** An answer of the wire's own, and then the end. What the application says comes too late. */
  void answer(HttpFault fault) {
    ChannelHandlerContext ctx = front.readerContext();
    Buffer document = front.host().problem(fault.status(), fault.reason(), front.isReceiving());
    String text =
        ANSWER
            .replace("\n", "\r\n")
            .formatted(
                fault.status(),
                HttpResponseStatus.valueOf(fault.status()).reasonPhrase(),
                front.host().date(),
                fault.status() == 503 ? "retry-after: 1\r\n" : "",
                document.length());
    ByteBuf bytes = Unpooled.buffer(text.length() + document.length());
    bytes.writeCharSequence(text, StandardCharsets.US_ASCII);
    if (!isHead || front.isBetween()) {
      bytes.writeBytes(document.getBytes());
    }
    answeredByWire = true;
    answerWritten = true;
    cork.uncork();
    ctx.write(bytes);
    front.answeredByWire();
  }

  /** The client sees the end of the stream once it has read everything. */
  void endOutput(boolean close) {
    ChannelHandlerContext ctx = context;
    if (outputEnded) {
      return;
    }
    outputEnded = true;
    cork.uncork();
    front.channel().config().setAutoRead(true);
    ChannelFuture written = ctx.writeAndFlush(Unpooled.EMPTY_BUFFER);
    written.addListener(done -> {
      if (close || !done.isSuccess()) {
        ctx.close();
      } else if (ctx.channel() instanceof DuplexChannel duplex
          && ctx.pipeline().get(SslHandler.class) == null) {
        duplex.shutdownOutput();
      }
    });
  }

  /** Whoever wants to close waits for the client to have read, unless it is late. */
  @Override
  public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
    if (front.lingersOnClose()) {
      ctx.channel()
          .closeFuture()
          .addListener(closed -> {
            if (!promise.isVoid()) {
              promise.trySuccess();
            }
          });
    } else {
      ctx.close(promise);
    }
  }

  void closeNow() {
    context.close();
  }

  private static void refuse(Object msg, ChannelPromise promise) {
    ReferenceCountUtil.release(msg);
    if (!promise.isVoid()) {
      promise.tryFailure(new HttpClosedException("the connection has had its last answer"));
    }
  }
}
