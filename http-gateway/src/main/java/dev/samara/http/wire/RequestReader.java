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

/**
 * Reads the requests of one connection, one at a time: what follows waits until the answer is
 * written, as bytes, and beyond a limit in the socket. Takes the place of Vert.x's own decoder and
 * keeps its name, by which Vert.x removes it after an upgrade. Used on the connection's event loop
 * only.
 */
final class RequestReader extends ChannelInboundHandlerAdapter implements RequestSink {
  /** More than this in a read is mostly a body. */
  private static final int MAX_COPIED_BYTES = 8 * 1024;

  private final Front front;
  private final RequestDetector detector;
  private final int maxRequestsPerTurn;
  private final int maxAheadBytes;

  /** Set for as long as this is in a pipeline. */
  private ChannelHandlerContext context;

  /** What was read and not yet looked at; null if there is nothing. */
  private ByteBuf held;

  /** The fields of the last head, for as long as the client repeats them. */
  private List<HttpField> lastFields = List.of();

  private MultiMap lastHeaders = MultiMap.caseInsensitiveMultiMap();

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
    context = ctx;
  }

  /** After an upgrade: what is left belongs to the new protocol. */
  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    ByteBuf left = held;
    held = null;
    if (left != null) {
      ctx.fireChannelRead(left);
    }
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
    if (held != null) {
      held = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), held, in);
    } else {
      held = front.isBetween() ? inArray(in) : in;
    }
    pump();
  }

  /** Heads are read several times faster from an array, which is worth the copy. */
  private static ByteBuf inArray(ByteBuf in) {
    int bytes = in.readableBytes();
    if (in.hasArray() || bytes > MAX_COPIED_BYTES) {
      return in;
    }
    var array = new byte[bytes];
    in.readBytes(array);
    in.release();
    return Unpooled.wrappedBuffer(array);
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
    if (!pumping && held != null) {
      context.executor().execute(this::pumpLater);
    } else if (!pumping) {
      letRead(context);
    }
  }

  /** Whether a byte of a head has come that did not come to its end. */
  boolean isInHead() {
    return detector.isInHead() || (front.isBetween() && held != null);
  }

  private void pumpLater() {
    pump();
    context.fireChannelReadComplete();
  }

  /** While the application is called from here, its answers come back through {@link #proceed}. */
  private void pump() {
    if (pumping) {
      return;
    }
    ChannelHandlerContext ctx = context;
    pumping = true;
    try {
      int requests = 0;
      while (held != null && front.readsOn() && requests < maxRequestsPerTurn) {
        requests += detector.detect(held, this) ? 1 : 0;
        if (held != null && !held.isReadable()) {
          drop();
        }
      }
      if (requests == maxRequestsPerTurn && held != null && front.readsOn()) {
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
    if (held != null && held.readableBytes() >= maxAheadBytes) {
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
    if (held != null) {
      held.release();
      held = null;
    }
  }

  @Override
  public void head(RequestHead head) {
    front.requestBegan(head);
    HttpVersion version = head.minorVersion() == 0 ? HttpVersion.HTTP_1_0 : HttpVersion.HTTP_1_1;
    fire(
        new DefaultHttpRequest(
            version, HttpMethod.valueOf(head.method()), head.target(), headers(head)));
  }

  /**
   * Vert.x's own, which are both of these types and need no check. Equal ones share their memory
   * until a handler changes its own.
   */
  private HttpHeaders headers(RequestHead head) {
    List<HttpField> fields = head.fields();
    if (fields != lastFields) {
      MultiMap headers = MultiMap.caseInsensitiveMultiMap();
      for (int i = 0; i < fields.size(); i++) {
        headers.add(fields.get(i).name(), fields.get(i).value());
      }
      lastFields = fields;
      lastHeaders = headers.copy(false);
    }
    MultiMap headers = lastHeaders.copy(true);
    // RFC 9112, section 3.2.2: a target with a host of its own is for that host.
    if (!head.target().startsWith("/")) {
      head.authority().ifPresent(authority -> headers.set("Host", authority));
    }
    return (HttpHeaders) (Object) headers;
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
    context.fireChannelRead(message);
  }
}
