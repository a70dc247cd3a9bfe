package dev.samara.http.wire;

import dev.samara.http.limits.WireTimeouts;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.DefaultHttp2WindowUpdateFrame;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.handler.codec.http2.Http2WindowUpdateFrame;
import io.netty.util.AttributeKey;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import io.vertx.core.http.HttpConnection;
import java.util.ArrayList;
import java.util.Optional;

/**
 * The streams of one connection of HTTP/2, so that none of them is kept by being slow: a body below
 * the least rate is answered with 408 and its stream reset (NO_ERROR, RFC 9113, section 8.1), or
 * just reset when an answer had begun; an answer of which the peer takes nothing, or that takes too
 * long as a whole, is reset (CANCEL); a peer whose socket takes nothing loses the connection. Sits
 * between Netty's frame codec and what makes a channel of each stream. Owned by the event loop.
 */
public final class Streams extends ChannelDuplexHandler {
  private static final AttributeKey<Streams> KEY = AttributeKey.valueOf(Streams.class, "streams");

  private final WireTimeouts timeouts;
  private final Channel channel;
  private final StuckSocket socket;
  private final IntObjectMap<StreamTimes> open = new IntObjectHashMap<>();
  private ChannelHandlerContext context;
  private Http2Connection connection;
  private long now;

  Streams(WireTimeouts timeouts, Channel channel, long nowNanos) {
    this.timeouts = timeouts;
    this.channel = channel;
    this.socket = new StuckSocket(channel);
    this.now = nowNanos;
  }

  /** Whether it is one of HTTP/2 over TCP. Before its first stream. */
  static boolean canWatch(Channel channel) {
    return channel.pipeline().get(Http2FrameCodec.class) != null;
  }

  void install() {
    Http2FrameCodec codec = channel.pipeline().get(Http2FrameCodec.class);
    connection = codec.connection();
    channel.pipeline().addAfter(channel.pipeline().context(codec).name(), "streams", this);
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

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    switch (message) {
      case Http2HeadersFrame head -> {
        StreamTimes times = open.get(head.stream().id());
        if (times == null) {
          times = new StreamTimes(head.stream(), timeouts, head.headers().contains("expect"), now);
          open.put(head.stream().id(), times);
        }
        ended(times, head.isEndStream());
      }
      case Http2DataFrame data -> {
        StreamTimes times = open.get(data.stream().id());
        if (times != null && times.state() == StreamTimes.State.LATE) {
          drop(ctx, data);
          return;
        }
        if (times != null) {
          times.read(data.content().readableBytes());
          ended(times, data.isEndStream());
        }
      }
      case Http2WindowUpdateFrame more -> {
        StreamTimes times = open.get(more.stream().id());
        if (times != null) {
          times.windowGrew();
        }
      }
      default -> {} // Says nothing about time.
    }
    ctx.fireChannelRead(message);
  }

  private static void ended(StreamTimes times, boolean end) {
    if (end) {
      times.received();
    }
  }

  /** What it took of the windows of its stream and of the connection is given back. */
  private static void drop(ChannelHandlerContext ctx, Http2DataFrame data) {
    int bytes = data.initialFlowControlledBytes();
    data.release();
    ctx.writeAndFlush(new DefaultHttp2WindowUpdateFrame(bytes).stream(data.stream()));
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    switch (message) {
      case Http2HeadersFrame head -> {
        StreamTimes times = open.get(head.stream().id());
        if (times != null) {
          CharSequence status = head.headers().status();
          boolean interim =
              status != null && HttpStatusClass.valueOf(status) == HttpStatusClass.INFORMATIONAL;
          times.headSent(interim, now);
          resetAfter(times, head.isEndStream(), promise);
        }
      }
      case Http2DataFrame data -> {
        StreamTimes times = open.get(data.stream().id());
        if (times != null) {
          times.writeBegan();
          promise.addListener(done -> times.writeEnded());
          resetAfter(times, data.isEndStream(), promise);
        }
      }
      default -> {} // Says nothing about time.
    }
    ctx.write(message, promise);
  }

  /** The answer to a late request is whole: its client is to send no more. */
  private void resetAfter(StreamTimes times, boolean end, ChannelPromise written) {
    if (end && times.state() == StreamTimes.State.LATE) {
      written.addListener(done -> reset(times, Http2Error.NO_ERROR));
    }
  }

  private void reset(StreamTimes times, Http2Error why) {
    context.writeAndFlush(new DefaultHttp2ResetFrame(why).stream(times.stream));
  }

  void check(long nowNanos) {
    now = nowNanos;
    if (socket.isStuck(nowNanos, timeouts.write())) {
      channel.close();
      return;
    }
    Http2Stream all = connection.connectionStream();
    boolean allMaySend = connection.local().flowController().windowSize(all) > 0;
    long allWindow = connection.remote().flowController().windowSize(all);
    for (StreamTimes times : new ArrayList<>(open.values())) {
      Http2Stream stream = connection.stream(times.stream.id());
      if (stream == null) {
        open.remove(times.stream.id());
      } else {
        long window = connection.remote().flowController().windowSize(stream);
        if (times.isOver(window * 31 + allWindow, nowNanos)) {
          reset(times, Http2Error.CANCEL);
        } else {
          boolean maySend =
              allMaySend && connection.local().flowController().windowSize(stream) > 0;
          times.checkBody(maySend, nowNanos);
        }
      }
    }
  }
}
