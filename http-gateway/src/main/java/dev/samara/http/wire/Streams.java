package dev.samara.http.wire;

import dev.samara.http.limits.WireTimeouts;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2LocalFlowController;
import io.netty.handler.codec.http2.Http2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.AttributeKey;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import io.vertx.core.http.HttpConnection;
import java.util.ArrayList;
import java.util.Optional;

/**
 * The streams of one connection of HTTP/2, so that none of them is kept by being slow: a body below
 * the least rate is answered with 408 and its stream then reset (NO_ERROR, RFC 9113, section 8.1),
 * or just reset when an answer had begun; an answer of which the peer takes nothing, or that takes
 * too long as a whole, is reset (CANCEL); a peer whose socket takes nothing loses the connection.
 * Hears of each frame before Vert.x does, and looks at Netty's flow control now and then. Owned by
 * the event loop of the connection.
 */
public final class Streams {
  private static final AttributeKey<Streams> KEY = AttributeKey.valueOf(Streams.class, "streams");

  private final WireTimeouts timeouts;
  private final Channel channel;
  private final Http2ConnectionHandler codec;
  private final Http2Connection connection;
  private final StuckSocket socket;
  private final IntObjectMap<StreamTimes> open = new IntObjectHashMap<>();
  private long now;

  private Streams(WireTimeouts timeouts, Channel channel, long nowNanos) {
    this.timeouts = timeouts;
    this.channel = channel;
    this.codec = channel.pipeline().get(Http2ConnectionHandler.class);
    this.connection = codec.connection();
    this.socket = new StuckSocket(channel);
    this.now = nowNanos;
  }

  /** Those of a connection, before the first; empty unless it is of HTTP/2 over TCP. */
  static Optional<Streams> watch(WireTimeouts timeouts, Channel channel, long nowNanos) {
    if (channel.pipeline().get(Http2ConnectionHandler.class) == null) {
      return Optional.empty();
    }
    var streams = new Streams(timeouts, channel, nowNanos);
    var decoder = streams.codec.decoder();
    decoder.frameListener(streams.new Listener(decoder.frameListener()));
    streams.connection.addListener(streams.new Forgetting());
    channel.attr(KEY).set(streams);
    return Optional.of(streams);
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
   * Says how a request is answered whose body is too slow.
   *
   * @param streamId of the request
   * @param action run at most once, on the event loop. The body is not shown to anybody any more,
   *     and the stream is reset after the answer, or soon if there is none
   */
  public void whenLate(long streamId, Runnable action) {
    StreamTimes times = open.get((int) streamId);
    if (times != null) {
      times.whenLate(action);
    }
  }

  /** The client is about to be told to send its body, which no head that is out shows. */
  void continued(long streamId) {
    StreamTimes times = open.get((int) streamId);
    if (times != null) {
      times.continued(now);
    }
  }

  void check(long nowNanos) {
    now = nowNanos;
    if (socket.isStuck(nowNanos, timeouts.write())) {
      channel.close();
      return;
    }
    for (StreamTimes times : new ArrayList<>(open.values())) {
      Http2Stream stream = connection.stream(times.streamId());
      if (stream != null) {
        check(times, stream);
      }
    }
  }

  private void check(StreamTimes times, Http2Stream stream) {
    Http2RemoteFlowController out = connection.remote().flowController();
    boolean waits = out.hasFlowControlled(stream);
    times.answerSeen(stream.isHeadersSent(), waits, windows(out, stream), now);
    if (times.isLate() && !waits && stream.state() == Http2Stream.State.HALF_CLOSED_LOCAL) {
      reset(stream, Http2Error.NO_ERROR);
    } else if (times.isOver(now)) {
      reset(stream, Http2Error.CANCEL);
    } else {
      times.checkBody(maySend(stream), now);
    }
  }

  /** What others take out of the window of all is no progress of one that has none of its own. */
  private long windows(Http2RemoteFlowController out, Http2Stream stream) {
    long own = out.windowSize(stream);
    return own * 31 + (own > 0 ? out.windowSize(connection.connectionStream()) : 0);
  }

  private boolean maySend(Http2Stream stream) {
    Http2LocalFlowController in = connection.local().flowController();
    return in.windowSize(stream) > 0 && in.windowSize(connection.connectionStream()) > 0;
  }

  private void reset(Http2Stream stream, Http2Error why) {
    open.remove(stream.id());
    ChannelHandlerContext context = channel.pipeline().context(codec);
    codec.resetStream(context, stream.id(), why.code(), context.newPromise());
    context.flush();
  }

  /** At once: what is kept for a stream holds its request, and there are very many in a second. */
  private final class Forgetting extends Http2ConnectionAdapter {
    @Override
    public void onStreamRemoved(Http2Stream stream) {
      open.remove(stream.id());
    }
  }

  /** Before Vert.x. */
  private final class Listener extends Http2FrameListenerDecorator {
    Listener(Http2FrameListener vertx) {
      super(vertx);
    }

    @Override
    public void onHeadersRead(
        ChannelHandlerContext context, int id, Http2Headers headers, int padding, boolean end)
        throws Http2Exception {
      if (headers(id, headers, end)) {
        super.onHeadersRead(context, id, headers, padding, end);
      }
    }

    @Override
    public void onHeadersRead(
        ChannelHandlerContext context,
        int id,
        Http2Headers headers,
        int dependency,
        short weight,
        boolean exclusive,
        int padding,
        boolean end)
        throws Http2Exception {
      if (headers(id, headers, end)) {
        super.onHeadersRead(context, id, headers, dependency, weight, exclusive, padding, end);
      }
    }

    /** False for trailers of a body that was dropped: they would be taken for its end. */
    private boolean headers(int id, Http2Headers headers, boolean end) {
      StreamTimes times = open.get(id);
      if (times != null && times.isLate()) {
        return false;
      }
      if (times == null) {
        times = new StreamTimes(id, timeouts, headers.contains(HttpHeaderNames.EXPECT), now);
        open.put(id, times);
      }
      if (end) {
        times.received();
      }
      return true;
    }

    /** What is dropped has been read as well: its room in the windows is the peer's again. */
    @Override
    public int onDataRead(
        ChannelHandlerContext context, int id, ByteBuf data, int padding, boolean end)
        throws Http2Exception {
      StreamTimes times = open.get(id);
      if (times != null && times.isLate()) {
        return data.readableBytes() + padding;
      }
      if (times != null) {
        times.read(data.readableBytes());
        if (end) {
          times.received();
        }
      }
      return super.onDataRead(context, id, data, padding, end);
    }

    @Override
    public void onWindowUpdateRead(ChannelHandlerContext context, int id, int more)
        throws Http2Exception {
      StreamTimes times = open.get(id);
      if (times != null) {
        times.windowGrew();
      }
      super.onWindowUpdateRead(context, id, more);
    }
  }
}
