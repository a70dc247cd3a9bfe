package dev.samara.net.transport;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import java.io.IOException;
import java.util.List;
import jdk.net.ExtendedSocketOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which user is at the other end of a UNIX socket, as the kernel says (SO_PEERCRED, unix(7)). The
 * epoll transport gives numbers and the JDK's gives names, so the identities differ in their
 * prefix.
 */
final class UnixPeer {

  private static final Logger LOG = LoggerFactory.getLogger(UnixPeer.class);

  private static final String EPOLL = "io.netty.channel.epoll.";

  private UnixPeer() {}

  /** Returns {@code uid:} and {@code gid:}, or {@code user:} and {@code group:}, or nothing. */
  static List<String> identities(Channel channel) {
    try {
      if (channel instanceof NioDomainSocketChannel) {
        return byName(channel);
      }
      // By name first: the epoll transport need not be on the class path.
      return channel.getClass().getName().startsWith(EPOLL) ? Epoll.byNumber(channel) : List.of();
    } catch (IOException | RuntimeException e) {
      LOG.debug("no credentials of the peer of {}", channel, e);
      return List.of();
    }
  }

  private static List<String> byName(Channel channel) {
    var principal =
        channel.config().getOption(NioChannelOption.of(ExtendedSocketOptions.SO_PEERCRED));
    return principal == null
        ? List.of()
        : List.of("user:" + principal.user().getName(), "group:" + principal.group().getName());
  }

  /** Loaded only where the epoll transport is. */
  private static final class Epoll {

    private Epoll() {}

    static List<String> byNumber(Channel channel) throws IOException {
      if (!(channel instanceof EpollDomainSocketChannel domain)) {
        return List.of();
      }
      var credentials = domain.peerCredentials();
      return List.of("uid:" + credentials.uid(), "gid:" + credentials.gids()[0]);
    }
  }
}
