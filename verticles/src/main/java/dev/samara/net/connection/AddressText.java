package dev.samara.net.connection;

import io.netty.util.NetUtil;
import io.vertx.core.net.SocketAddress;

/** Addresses as people read and write them. */
public final class AddressText {

  private AddressText() {}

  /**
   * The text of an address.
   *
   * @param address a socket's address
   * @return host and port, an IPv6 address in brackets and as short as RFC 5952 has it; or a path
   */
  public static String of(SocketAddress address) {
    return address.isDomainSocket() ? address.path() : of(address.host(), address.port());
  }

  /**
   * The text of an address.
   *
   * @param host an IP address or a host name
   * @param port the port
   * @return as {@link #of(SocketAddress)}
   */
  public static String of(String host, int port) {
    return (NetUtil.isValidIpV6Address(host) ? "[" + shortened(host) + "]" : host) + ":" + port;
  }

  /** The scope that an address of one link has is kept. */
  private static String shortened(String host) {
    var scope = host.indexOf('%');
    return NetUtil.toAddressString(NetUtil.getByName(scope < 0 ? host : host.substring(0, scope)))
        + (scope < 0 ? "" : host.substring(scope));
  }
}
