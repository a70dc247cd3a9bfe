package dev.samara.http.wire;

import dev.samara.codec.http.HttpFault;
import dev.samara.codec.http.HttpField;
import dev.samara.codec.http.RequestDetector;
import dev.samara.codec.http.RequestHead;
import dev.samara.codec.http.RequestSink;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Optional;

/**
 * Reads the requests of one connection, one at a time: what follows waits until the answer is
 * written, as bytes, and beyond a limit in the socket. Takes the place of Vert.x's own decoder and
 * keeps its name, by which Vert.x removes it after an upgrade. Used on the connection's event loop
 * only.
 */
final class RequestReader extends ChannelInboundHandlerAdapter implements RequestSink {
  private final Front front;
  private final RequestDetector detector;
  private final int maxRequestsPerTurn;
  private final int maxAheadBytes;
  private Optional<ChannelHandlerContext> context = Optional.empty();
  private Optional<ByteBuf> held = Optional.empty();
  private boolean pumping;
  private boolean readPaused;

  RequestReader(Front front) {
    this.front = front;
    this.detector = new RequestDetector(front.options().requests());
    this.maxRequestsPerTurn = front.options().maxRequestsPerTurn();
    this.maxAheadBytes = front.options().maxAheadBytes();
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = Optional.of(ctx);
  }

  /** After an upgrade: what is left belongs to the new protocol. */
  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    Optional<ByteBuf> left = held;
    held = Optional.empty();
    left.ifPresent(ctx::fireChannelRead);
    letRead(ctx);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object msg) {
    var in = (ByteBuf) msg;
    if (front.discardsInput()) {
      in.release();
      return;
    }
    front.bytesRead(in.readableBytes());
    held =
        Optional.of(
            held.map(before ->
                    ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), before, in))
                .orElse(in));
    pump();
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    ctx.fireChannelReadComplete();
    if (front.discardsInput()) {
      // Vert.x may have switched reading off; nothing of it is for anybody any more.
      ctx.channel().config().setAutoRead(true);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    drop();
    ctx.fireChannelInactive();
  }

  /** The answer is written: the next request may be there already. */
  void proceed() {
    if (!pumping && held.isPresent()) {
      context.orElseThrow().executor().execute(this::pumpLater);
    } else if (!pumping) {
      context.ifPresent(this::letRead);
    }
  }

  /** Whether a byte of a head has come that did not come to its end. */
  boolean isInHead() {
    return detector.isInHead() || (front.isBetween() && held.isPresent());
  }

  private void pumpLater() {
    pump();
    context.orElseThrow().fireChannelReadComplete();
  }

  /** While the application is called from here, its answers come back through {@link #proceed}. */
  private void pump() {
    if (pumping) {
      return;
    }
    ChannelHandlerContext ctx = context.orElseThrow();
    pumping = true;
    try {
      int requests = 0;
      while (held.isPresent() && front.readsOn() && requests < maxRequestsPerTurn) {
        requests += detector.detect(held.get(), this) ? 1 : 0;
        if (held.isPresent() && !held.get().isReadable()) {
          drop();
        }
      }
      if (requests == maxRequestsPerTurn && held.isPresent() && front.readsOn()) {
        ctx.executor().execute(this::pumpLater);
      }
    } finally {
      pumping = false;
    }
    if (front.discardsInput()) {
      drop();
    }
    limitAhead(ctx);
  }

  /** Vert.x may switch reading on again; then this comes again with the next read. */
  private void limitAhead(ChannelHandlerContext ctx) {
    if (held.isPresent() && held.get().readableBytes() >= maxAheadBytes) {
      readPaused = true;
      ctx.channel().config().setAutoRead(false);
    } else {
      letRead(ctx);
    }
  }

  private void letRead(ChannelHandlerContext ctx) {
    if (readPaused) {
      readPaused = false;
      ctx.channel().config().setAutoRead(true);
    }
  }

  private void drop() {
    held.ifPresent(ByteBuf::release);
    held = Optional.empty();
  }

  @Override
  public void head(RequestHead head) {
    front.requestBegan(head);
    HttpVersion version = head.minorVersion() == 0 ? HttpVersion.HTTP_1_0 : HttpVersion.HTTP_1_1;
    fire(
        new DefaultHttpRequest(
            version, HttpMethod.valueOf(head.method()), head.target(), headers(head)));
  }

  /** RFC 9112, section 3.2.2: a target with a host of its own is for that host. */
  private static HttpHeaders headers(RequestHead head) {
    // Vert.x's own, which are both; they need no check.
    var headers = (HttpHeaders) (Object) MultiMap.caseInsensitiveMultiMap();
    for (HttpField field : head.fields()) {
      headers.add(field.name(), field.value());
    }
    if (!head.target().startsWith("/")) {
      head.authority().ifPresent(authority -> headers.set("Host", authority));
    }
    return headers;
  }

  @Override
  public void chunk(long sizeBytes, String extensions) {
    front.marks().chunk(sizeBytes, extensions);
  }

  /**
   * Copied here, to memory that nobody has to release: Vert.x would copy it as well, but forgets
   * what is queued in it when the connection closes.
   */
  @Override
  public void data(ByteBuf data) {
    int bytes = data.readableBytes();
    front.bodyRead(bytes);
    if (front.forwardsBody()) {
      front.marks().read(bytes);
      fire(new DefaultHttpContent(Unpooled.buffer(bytes).writeBytes(data)));
    }
  }

  @Override
  public void lastChunk(String extensions, List<HttpField> trailers) {
    front.marks().end(trailers);
  }

  /** Vert.x hears of the end even of a body that it was not shown to its end. */
  @Override
  public void end() {
    if (front.requestEnded()) {
      fire(LastHttpContent.EMPTY_LAST_CONTENT);
    }
  }

  @Override
  public void fault(HttpFault fault) {
    front.fault(fault);
  }

  private void fire(Object message) {
    context.orElseThrow().fireChannelRead(message);
  }
}
