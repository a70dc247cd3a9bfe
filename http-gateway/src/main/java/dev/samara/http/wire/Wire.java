package dev.samara.http.wire;

import dev.samara.http.limits.WireOptions;
import dev.samara.http.limits.WireTimeouts;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.timeout.IdleStateHandler;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** The connections of HTTP/1.x of one event loop, on which alone it is used. */
public final class Wire {
  private static final long MAX_CHECK_MILLIS = 250;
  private static final long MIN_CHECK_MILLIS = 5;

  private final WireOptions options;
  private final WireHost host;
  private final LongSupplier nanoTime;
  private final HeadWriter headWriter = new HeadWriter();
  private final Set<Front> fronts = new HashSet<>();

  /**
   * For one event loop.
   *
   * @param options what a connection may do
   * @param host the gateway
   * @param nanoTime the clock
   */
  public Wire(WireOptions options, WireHost host, LongSupplier nanoTime) {
    this.options = options;
    this.host = host;
    this.nanoTime = nanoTime;
  }

  /**
   * Reads a new connection strictly from now on, unless it is of HTTP/2.
   *
   * @param connection before a byte of it was read, that is, in the connection handler
   */
  public void attach(HttpConnection connection) {
    install(connection);
  }

  /**
   * Answers a new connection with 503 and closes it.
   *
   * @param connection before a byte of it was read
   * @param reason one line for a human
   */
  public void refuse(HttpConnection connection, String reason) {
    if (!install(connection)) {
      connection.close();
      return;
    }
    Front.of(connection).orElseThrow().refuse(reason);
  }

  /** Looks at every deadline. To be called every {@link #checkMillis}. */
  public void check() {
    long now = nanoTime.getAsLong();
    for (Front front : Set.copyOf(fronts)) {
      front.deadlines().check(now);
    }
  }

  /**
   * How often the deadlines are to be looked at.
   *
   * @return 5 to 250 ms, a quarter of the shortest timeout
   */
  public long checkMillis() {
    WireTimeouts t = options.timeouts();
    long shortest =
        Stream.of(t.head(), t.body(), t.keepAlive(), t.write(), t.linger())
            .mapToLong(Duration::toMillis)
            .min()
            .orElseThrow();
    return Math.clamp(shortest / 4, MIN_CHECK_MILLIS, MAX_CHECK_MILLIS);
  }

  /** Nobody lingers any more: from now on a connection that ends is closed at once. */
  public void close() {
    for (Front front : Set.copyOf(fronts)) {
      front.hurry();
    }
  }

  private boolean install(HttpConnection connection) {
    Channel channel = Front.channel(connection);
    if (channel.pipeline().get("httpDecoder") == null) {
      return false;
    }
    watchSocket(channel.pipeline());
    var front = new Front(options, host, headWriter, channel, nanoTime.getAsLong());
    front.install();
    fronts.add(front);
    channel
        .closeFuture()
        .addListener(closed -> {
          fronts.remove(front);
          front.closed();
        });
    return true;
  }

  /** Vert.x looks for idleness at each answer; at the socket it is done once for a whole turn. */
  private static void watchSocket(ChannelPipeline pipeline) {
    IdleStateHandler idle = pipeline.get(IdleStateHandler.class);
    if (idle != null) {
      pipeline.remove(idle);
      pipeline.addBefore(
          "httpDecoder",
          "idle",
          new IdleStateHandler(
              idle.getReaderIdleTimeInMillis(),
              idle.getWriterIdleTimeInMillis(),
              idle.getAllIdleTimeInMillis(),
              TimeUnit.MILLISECONDS));
    }
  }
}
