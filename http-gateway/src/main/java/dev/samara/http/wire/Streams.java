package dev.samara.http.wire;

import dev.samara.http.limits.WireTimeouts;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.AttributeKey;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.Optional;

/**
 * The streams of one connection of HTTP/2, so that none of them is kept by being slow: a body below
 * the least rate is answered with 408 and its stream reset (NO_ERROR, RFC 9113, section 8.1), or
 * just reset when an answer had begun; an answer of which the peer takes nothing, or that takes too
 * long as a whole, is reset (CANCEL); a peer whose socket takes nothing loses the connection. Hears
 * the frames that come in before Vert.x does; what goes out it sees by looking. Owned by the event
 * loop.
 */
public final class Streams {
  private static final AttributeKey<Streams> KEY = AttributeKey.valueOf(Streams.class, "streams");

  private final WireTimeouts timeouts;
  private final Channel channel;
  private final Http2ConnectionHandler handler;
  private final StuckSocket socket;
  private final IntObjectMap<StreamTimes> open = new IntObjectHashMap<>();
  private long now;

  Streams(WireTimeouts timeouts, Channel channel, long nowNanos) {
    this.timeouts = timeouts;
    this.channel = channel;
    this.handler = channel.pipeline().get(Http2ConnectionHandler.class);
    this.socket = new StuckSocket(channel);
    this.now = nowNanos;
  }

  /** Whether it is one of HTTP/2 over TCP. Before its first stream. */
  static boolean canWatch(Channel channel) {
    return channel.pipeline().get(Http2ConnectionHandler.class) != null;
  }

  void install() {
    handler.decoder().frameListener(new Frames(handler.decoder().frameListener()));
    handler
        .connection()
        .addListener(
            new Http2ConnectionAdapter() {
              @Override
              public void onStreamClosed(Http2Stream stream) {
                open.remove(stream.id());
              }
            });
    channel.attr(KEY).set(this);
  }

  /**
   * The streams of a connection.
   *
   * @param connection of HTTP
   * @return empty for HTTP/1.x and HTTP/3
   */
  public static Optional<Streams> of(HttpConnection connection) {
    return Optional.ofNullable(Front.channel(connection).attr(KEY).get());
  }

  /**
   * The client was told to send the body: from now on its time counts.
   *
   * @param request of any version; only on its event loop
   */
  public static void continued(HttpServerRequest request) {
    of(request.connection())
        .map(streams -> streams.open.get((int) request.streamId()))
        .ifPresent(StreamTimes::continued);
  }

  /**
   * Says how a request is answered whose body is too slow.
   *
   * @param streamId of the request
   * @param action run at most once, on the event loop. The body is not shown to anybody any more,
   *     and the stream is reset after the answer, or soon if there is none
   */
  public void whenLate(int streamId, Runnable action) {
    StreamTimes times = open.get(streamId);
    if (times != null) {
      times.whenLate(action);
    }
  }

  private void headRead(int id, Http2Headers headers, boolean end) {
    StreamTimes times = open.get(id);
    if (times == null) {
      times = new StreamTimes(id, timeouts, headers.contains("expect"), now);
      open.put(id, times);
    }
    if (end) {
      times.received();
    }
  }

  /** Whether anybody is to see it. */
  private boolean dataRead(int id, int bytes, boolean end) {
    StreamTimes times = open.get(id);
    if (times == null) {
      return true;
    }
    if (times.state() == StreamTimes.State.LATE) {
      return false;
    }
    times.read(bytes);
    if (end) {
      times.received();
    }
    return true;
  }

  private final class Frames extends Http2FrameListenerDecorator {
    Frames(Http2FrameListener vertx) {
      super(vertx);
    }

    @Override
    public void onHeadersRead(
        ChannelHandlerContext ctx, int id, Http2Headers headers, int padding, boolean end)
        throws Http2Exception {
      headRead(id, headers, end);
      super.onHeadersRead(ctx, id, headers, padding, end);
    }

    @Override
    public void onHeadersRead(
        ChannelHandlerContext ctx,
        int id,
        Http2Headers headers,
        int dependency,
        short weight,
        boolean exclusive,
        int padding,
        boolean end)
        throws Http2Exception {
      headRead(id, headers, end);
      super.onHeadersRead(ctx, id, headers, dependency, weight, exclusive, padding, end);
    }

    /** What nobody is to see is taken, so that the windows of stream and connection open again. */
    @Override
    public int onDataRead(ChannelHandlerContext ctx, int id, ByteBuf data, int padding, boolean end)
        throws Http2Exception {
      int bytes = data.readableBytes();
      return dataRead(id, bytes, end)
          ? super.onDataRead(ctx, id, data, padding, end)
          : bytes + padding;
    }

    @Override
    public void onWindowUpdateRead(ChannelHandlerContext ctx, int id, int bytes)
        throws Http2Exception {
      StreamTimes times = open.get(id);
      if (times != null) {
        times.windowGrew();
      }
      super.onWindowUpdateRead(ctx, id, bytes);
    }
  }

  private void reset(int id, Http2Error why) {
    ChannelHandlerContext context = channel.pipeline().context(handler);
    handler.resetStream(context, id, why.code(), context.newPromise());
    context.flush();
  }

  void check(long nowNanos) {
    now = nowNanos;
    if (socket.isStuck(nowNanos, timeouts.write())) {
      channel.close();
      return;
    }
    for (StreamTimes times : new ArrayList<>(open.values())) {
      Http2Stream stream = handler.connection().stream(times.id);
      if (stream != null) {
        check(times, stream, nowNanos);
      }
    }
  }

  private void check(StreamTimes times, Http2Stream stream, long nowNanos) {
    Http2Connection connection = handler.connection();
    Http2Stream all = connection.connectionStream();
    var outgoing = connection.remote().flowController();
    var incoming = connection.local().flowController();
    boolean waits = outgoing.hasFlowControlled(stream);
    if (stream.isHeadersSent()) {
      times.headSent(nowNanos);
    }
    boolean isAnswered = !stream.state().localSideOpen() && !waits;
    if (isAnswered && times.state() == StreamTimes.State.LATE) {
      // Its client is to send no more.
      reset(times.id, Http2Error.NO_ERROR);
      return;
    }
    long windows = outgoing.windowSize(stream) * 31L + outgoing.windowSize(all);
    if (times.isOver(waits, windows, nowNanos)) {
      reset(times.id, Http2Error.CANCEL);
    } else {
      times.checkBody(incoming.windowSize(stream) > 0 && incoming.windowSize(all) > 0, nowNanos);
    }
  }
}
