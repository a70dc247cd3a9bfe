package dev.samara.net.transport;

import dev.samara.net.socket.BufferOptions;
import dev.samara.net.socket.SocketOptions;
import dev.samara.net.socket.TcpOptions;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioChannelOption;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.TcpConfig;
import io.vertx.core.net.TcpOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import jdk.net.ExtendedSocketOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Options for sockets, as the active transport wants to have them. What is common to the transports
 * Vert.x translates; the rest is here.
 */
final class TcpSettings {

  private static final Logger LOG = LoggerFactory.getLogger(TcpSettings.class);

  /** Known by name, so that the epoll transport need not be on the class path. */
  private static final ChannelOption<Integer> DEFER_ACCEPT =
      ChannelOption.valueOf("io.netty.channel.epoll.EpollChannelOption#TCP_DEFER_ACCEPT");

  private TcpSettings() {}

  /** Sets up a listening socket and those it accepts. */
  static void apply(
      VertxInternal vertx, SocketOptions options, boolean unix, ServerBootstrap bootstrap) {
    vertx
        .transport()
        .configure(config(options.tcp()).setSoReusePort(options.reusePort()), unix, bootstrap);
    var tcp = options.tcp();
    var buffers = options.buffers();
    kernel(buffers).forEach((option, size) -> bootstrap.childOption(option, size));
    bootstrap.childOption(ChannelOption.RECVBUF_ALLOCATOR, LoopReads.kept(buffers.readBytes()));
    if (unix) {
      return;
    }
    if (!EventLoops.isNative(vertx)) {
      probes(tcp).forEach((option, value) -> bootstrap.childOption(option, value));
    }
    if (!tcp.deferAccept().isZero() && EventLoops.isEpoll(vertx)) {
      bootstrap.option(DEFER_ACCEPT, (int) Math.max(1, tcp.deferAccept().toSeconds()));
    }
    warn(vertx, tcp);
  }

  /** Sets up a socket that dials. */
  static void apply(
      VertxInternal vertx,
      TcpOptions tcp,
      BufferOptions buffers,
      boolean unix,
      Bootstrap bootstrap) {
    vertx.transport().configure(config(tcp), unix, bootstrap);
    kernel(buffers).forEach((option, size) -> bootstrap.option(option, size));
    bootstrap.option(ChannelOption.RECVBUF_ALLOCATOR, LoopReads.kept(buffers.readBytes()));
    if (!unix && !EventLoops.isNative(vertx)) {
      probes(tcp).forEach((option, value) -> bootstrap.option(option, value));
    }
  }

  private static TcpConfig config(TcpOptions tcp) {
    var config =
        new TcpConfig()
            .setSoKeepAlive(tcp.keepAlive().isPresent())
            .setSoLinger(tcp.linger().map(time -> (int) time.toSeconds()).orElse(-1))
            .setOption(TcpOption.NODELAY, tcp.noDelay())
            .setOption(TcpOption.QUICKACK, tcp.quickAck());
    tcp.keepAlive()
        .ifPresent(probes ->
            config
                .setOption(TcpOption.KEEPIDLE, (int) probes.idle().toSeconds())
                .setOption(TcpOption.KEEPINTVL, (int) probes.interval().toSeconds())
                .setOption(TcpOption.KEEPCNT, probes.probes()));
    if (!tcp.userTimeout().isZero()) {
      config.setOption(TcpOption.USER_TIMEOUT, (int) tcp.userTimeout().toMillis());
    }
    return config;
  }

  private static Map<ChannelOption<Integer>, Integer> kernel(BufferOptions buffers) {
    var sizes = new LinkedHashMap<ChannelOption<Integer>, Integer>();
    if (buffers.receiveBytes() > 0) {
      sizes.put(ChannelOption.SO_RCVBUF, buffers.receiveBytes());
    }
    if (buffers.sendBytes() > 0) {
      sizes.put(ChannelOption.SO_SNDBUF, buffers.sendBytes());
    }
    return sizes;
  }

  /** Vert.x translates these for native transports only; the JDK has them as well. */
  private static Map<ChannelOption<Integer>, Integer> probes(TcpOptions tcp) {
    var values = new LinkedHashMap<ChannelOption<Integer>, Integer>();
    tcp.keepAlive()
        .ifPresent(probes -> {
          values.put(
              NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE),
              (int) probes.idle().toSeconds());
          values.put(
              NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL),
              (int) probes.interval().toSeconds());
          values.put(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT), probes.probes());
        });
    return values;
  }

  private static void warn(VertxInternal vertx, TcpOptions tcp) {
    var without = new ArrayList<String>();
    if (!tcp.userTimeout().isZero() && !EventLoops.isNative(vertx)) {
      without.add("userTimeout");
    }
    if (tcp.quickAck() && !EventLoops.isNative(vertx)) {
      without.add("quickAck");
    }
    if (!tcp.deferAccept().isZero() && !EventLoops.isEpoll(vertx)) {
      without.add("deferAccept");
    }
    if (!without.isEmpty()) {
      LOG.warn(
          "{}: without effect, as the event loops run on {}",
          String.join(", ", without),
          EventLoops.transportName(vertx));
    }
  }
}
