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
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** The connections of HTTP/1.x and HTTP/2 of one event loop, on which alone it is used. */
public final class Wire {
  private static final long MAX_CHECK_MILLIS = 250;
  private static final long MIN_CHECK_MILLIS = 5;

  private final WireOptions options;
  private final Function<HttpConnection, WireHost> hosts;
  private final LongSupplier nanoTime;
  private final HeadWriter headWriter = new HeadWriter();
  private final Set<Front> fronts = new HashSet<>();
  private final Set<Streams> streams = new HashSet<>();

  /**
   * For one event loop.
   *
   * @param options what a connection may do
   * @param hosts what each connection needs of the gateway
   * @param nanoTime the clock
   */
  public Wire(
      WireOptions options, Function<HttpConnection, WireHost> hosts, LongSupplier nanoTime) {
    this.options = options;
    this.hosts = hosts;
    this.nanoTime = nanoTime;
  }

  /**
   * Reads a new connection strictly from now on, or watches the streams of one of HTTP/2.
   *
   * @param connection before a byte of it was read, that is, in the connection handler
   */
  public void attach(HttpConnection connection) {
    if (!install(connection)) {
      watchStreams(Front.channel(connection));
    }
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
    for (Streams each : Set.copyOf(streams)) {
      each.check(now);
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
    WireHost host = hosts.apply(connection);
    boolean isOurs = channel.pipeline().get("httpDecoder") != null;
    watchSilence(channel.pipeline(), host, isOurs);
    if (!isOurs) {
      return false;
    }
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

  private void watchStreams(Channel channel) {
    Streams.watch(options.timeouts(), channel, nanoTime.getAsLong())
        .ifPresent(watched -> {
          streams.add(watched);
          channel.closeFuture().addListener(closed -> streams.remove(watched));
        });
  }

  /** Vert.x looks for idleness at each answer; at the socket it is done once for a whole turn. */
  private static void watchSilence(ChannelPipeline pipeline, WireHost host, boolean isHttp1) {
    IdleStateHandler idle = pipeline.get(IdleStateHandler.class);
    if (idle == null) {
      return;
    }
    if (isHttp1) {
      pipeline.remove(idle);
      idle =
          new IdleStateHandler(
              idle.getReaderIdleTimeInMillis(),
              idle.getWriterIdleTimeInMillis(),
              idle.getAllIdleTimeInMillis(),
              TimeUnit.MILLISECONDS);
      pipeline.addBefore("httpDecoder", "idle", idle);
    }
    Duration limit = Duration.ofMillis(idle.getAllIdleTimeInMillis());
    BooleanSupplier keeps = () -> host.keepsIdle(limit);
    pipeline.addAfter(pipeline.context(idle).name(), "idleGate", new IdleGate(keeps));
  }
}
