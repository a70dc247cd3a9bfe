package dev.samara.net.transport;

import dev.samara.net.socket.SocketOptions;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The listening sockets of one place: one, whose connections go to the event loops in turn, or with
 * {@code reusePort} one for each event loop, among which the kernel chooses. Any thread.
 */
public final class Acceptor {

  /** Is told how accepting goes. On an event loop. */
  public interface Watcher {

    /** accept(2) has failed. */
    void failed();

    /**
     * At least one of the sockets accepts nobody for a while.
     *
     * @param cause why, for a person
     */
    void suspended(String cause);

    /** All of them accept again. */
    void resumed();
  }

  private final VertxInternal vertx;
  private final SocketOptions options;
  private final ChannelHandler children;
  private final Watcher watcher;
  private final AtomicInteger suspended = new AtomicInteger();
  private final List<Channel> sockets = new ArrayList<>();

  private Acceptor(
      VertxInternal vertx, SocketOptions options, ChannelHandler children, Watcher watcher) {
    this.vertx = vertx;
    this.options = options;
    this.children = children;
    this.watcher = watcher;
  }

  /**
   * Starts to listen. Blocks: not for an event loop.
   *
   * @param vertx whose event loops serve the sockets
   * @param address where; port 0 for any
   * @param options how the sockets are set up
   * @param children sets up each accepted socket, on its event loop
   * @param watcher is told how accepting goes
   * @return the acceptor, listening
   * @throws Exception if the place cannot be bound
   */
  public static Acceptor listen(
      VertxInternal vertx,
      SocketAddress address,
      SocketOptions options,
      ChannelHandler children,
      Watcher watcher)
      throws Exception {
    var acceptor = new Acceptor(vertx, options, children, watcher);
    try {
      if (options.reusePort() && address.isInetSocket()) {
        acceptor.listenOnEachLoop(address);
      } else {
        acceptor.bind(address, vertx.acceptorEventLoopGroup(), vertx.nettyEventLoopGroup());
      }
      return acceptor;
    } catch (Exception e) {
      acceptor.close();
      throw e;
    }
  }

  private void listenOnEachLoop(SocketAddress address) throws Exception {
    EventLoops.requireNative(vertx, "reusePort");
    var port = address.port();
    for (var executor : vertx.nettyEventLoopGroup()) {
      var loop = (io.netty.channel.EventLoop) executor;
      bind(SocketAddress.inetSocketAddress(port, address.host()), loop, loop);
      port = port();
    }
  }

  private void bind(SocketAddress address, EventLoopGroup accepting, EventLoopGroup serving)
      throws Exception {
    var unix = address.isDomainSocket();
    var bootstrap =
        new ServerBootstrap()
            .group(accepting, serving)
            .channelFactory(vertx.transport().serverChannelFactory(unix))
            .option(ChannelOption.SO_BACKLOG, options.backlog())
            .handler(new AcceptGate(new Counting()))
            .childHandler(children);
    if (!unix) {
      bootstrap.option(ChannelOption.SO_REUSEADDR, options.reuseAddress());
    }
    TcpSettings.apply(vertx, options, unix, bootstrap);
    sockets.add(bootstrap.bind(resolved(address)).sync().channel());
  }

  private java.net.SocketAddress resolved(SocketAddress address) throws UnknownHostException {
    // Blocks if it is a name, which is why listening does.
    return address.isDomainSocket()
        ? vertx.transport().convert(address)
        : new InetSocketAddress(InetAddress.getByName(address.host()), address.port());
  }

  /**
   * The port.
   *
   * @return the actual one; 0 for UNIX
   */
  public int port() {
    return sockets.getFirst().localAddress() instanceof InetSocketAddress inet ? inet.getPort() : 0;
  }

  /**
   * Stops accepting or goes on with it; meanwhile connections wait in the kernel's queue.
   *
   * @param on whether to stop
   */
  public void pause(boolean on) {
    for (var socket : sockets) {
      socket.eventLoop().execute(() -> socket.pipeline().get(AcceptGate.class).pause(on));
    }
  }

  /**
   * Stops listening. Accepted sockets stay as they are.
   *
   * @return completes when the place is free
   */
  public Future<Void> close() {
    var closed = new ArrayList<Future<Void>>();
    for (var socket : sockets) {
      var promise = Promise.<Void>promise();
      socket.close().addListener(_ -> promise.complete());
      closed.add(promise.future());
    }
    return Future.join(closed).mapEmpty();
  }

  /** One notice at each edge, however many sockets there are. */
  private final class Counting implements AcceptGate.Watcher {

    @Override
    public void failed() {
      watcher.failed();
    }

    @Override
    public void suspended(String cause) {
      if (suspended.getAndIncrement() == 0) {
        watcher.suspended(cause);
      }
    }

    @Override
    public void resumed() {
      if (suspended.decrementAndGet() == 0) {
        watcher.resumed();
      }
    }
  }
}
