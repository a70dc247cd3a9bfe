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
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

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
  private Optional<ChannelHandlerContext> context = Optional.empty();
  private Optional<ResponseRules> rules = Optional.empty();
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
    context = Optional.of(ctx);
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
      rules.ifPresent(r -> r.count(region.count()));
      ctx.write(msg, promise);
    } else {
      // Nothing, to be flushed; or a piece of a file.
      rules.ifPresent(r -> r.count(msg instanceof ByteBuf bytes ? bytes.readableBytes() : 0));
      ctx.write(msg, promise);
    }
  }

  private void writeResponse(
      ChannelHandlerContext ctx, HttpResponse response, ChannelPromise promise) {
    int status = response.status().code();
    if (status == 101 && front.head().flatMap(head -> head.first("Upgrade")).isPresent()) {
      ctx.write(response, promise);
      front.upgraded();
      return;
    }
    if (status / 100 == 1 && status != 101) {
      front.deadlines().continued();
      ctx.write(response, promise);
      return;
    }
    if (answerBegun) {
      refuse(response, promise);
      return;
    }
    answerBegun = true;
    front.deadlines().answerBegan();
    RequestHead request = front.head().orElseThrow();
    var checked = new ResponseRules(request, isHead, front.isLast());
    rules = Optional.of(checked);
    checked.apply(response, front.host().date());
    if (request.method().equals("CONNECT") && status / 100 == 2) {
      ctx.write(response, promise);
      front.upgraded();
    } else if (response instanceof HttpContent content) {
      writeContent(ctx, content, promise);
    } else {
      ctx.write(response, promise);
    }
  }

  private void writeContent(
      ChannelHandlerContext ctx, HttpContent content, ChannelPromise promise) {
    rules.ifPresent(r -> r.cut(content.content()));
    boolean last = content instanceof LastHttpContent;
    ctx.write(content, promise);
    if (last) {
      answerWritten = true;
      boolean close = rules.map(ResponseRules::closes).orElse(true);
      boolean broken = rules.map(ResponseRules::isBroken).orElse(true);
      rules = Optional.empty();
      if (broken) {
        // The client must see that it is not whole.
        ctx.flush();
        ctx.close();
      } else {
        front.answered(close);
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
    ctx.write(bytes);
    front.answeredByWire();
  }

  /** The client sees the end of the stream once it has read everything. */
  void endOutput(boolean close) {
    ChannelHandlerContext ctx = context.orElseThrow();
    if (outputEnded) {
      return;
    }
    outputEnded = true;
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
    context.ifPresent(ChannelHandlerContext::close);
  }

  private static void refuse(Object msg, ChannelPromise promise) {
    ReferenceCountUtil.release(msg);
    if (!promise.isVoid()) {
      promise.tryFailure(new HttpClosedException("the connection has had its last answer"));
    }
  }
}
