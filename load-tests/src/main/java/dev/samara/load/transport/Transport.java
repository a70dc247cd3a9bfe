package dev.samara.load.transport;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.function.Supplier;

/**
 * The two ways this bench does socket I/O. Immutable, for any thread.
 *
 * @param handlers makes the I/O handler of an event loop
 * @param client the class of an outgoing TCP channel
 * @param server the class of a listening TCP channel
 */
public record Transport(
    Supplier<IoHandlerFactory> handlers,
    Class<? extends SocketChannel> client,
    Class<? extends ServerChannel> server) {

  /**
   * The fastest transport of this machine.
   *
   * @return epoll where its native library loads, otherwise NIO
   */
  public static Transport best() {
    return Epoll.isAvailable()
        ? new Transport(
            EpollIoHandler::newFactory, EpollSocketChannel.class, EpollServerSocketChannel.class)
        : new Transport(
            NioIoHandler::newFactory, NioSocketChannel.class, NioServerSocketChannel.class);
  }

  /**
   * The class of an outgoing channel of another kind.
   *
   * @param datagrams whether it is for UDP
   * @param unix whether it is for a UNIX socket
   * @return the class; that of TCP if it is for neither
   */
  public Class<? extends Channel> client(boolean datagrams, boolean unix) {
    if (datagrams) {
      return isEpoll() ? EpollDatagramChannel.class : NioDatagramChannel.class;
    }
    if (unix) {
      return isEpoll() ? EpollDomainSocketChannel.class : NioDomainSocketChannel.class;
    }
    return client;
  }

  /**
   * The class of a listening channel for UNIX sockets.
   *
   * @return the class; its addresses are Netty's own with epoll, the JDK's otherwise
   */
  public Class<? extends ServerChannel> unixServer() {
    return isEpoll() ? EpollServerDomainSocketChannel.class : NioServerDomainSocketChannel.class;
  }

  /**
   * Makes a group of event loops; the caller shuts it down.
   *
   * @param count how many loops, from 1
   * @return the group; its threads start with the first task
   */
  public EventLoopGroup loops(int count) {
    return new MultiThreadIoEventLoopGroup(count, handlers.get());
  }

  /**
   * Whether this is Linux's own.
   *
   * @return true for epoll, false for NIO
   */
  public boolean isEpoll() {
    return client == EpollSocketChannel.class;
  }

  /**
   * The name for reports.
   *
   * @return {@code epoll} or {@code nio}
   */
  public String label() {
    return isEpoll() ? "epoll" : "nio";
  }
}
