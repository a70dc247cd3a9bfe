package dev.samara.load.generator;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * Where a server listens.
 *
 * @param medium how messages travel
 * @param addresses of the Internet, or of a UNIX socket; connections take them in turns
 * @param path of a WebSocket; without meaning otherwise
 */
public record Target(Medium medium, List<SocketAddress> addresses, String path) {
  /** Checks that medium and addresses belong together. */
  public Target {
    addresses = List.copyOf(addresses);
    boolean fits =
        addresses.stream()
            .allMatch(one -> (medium == Medium.UNIX) == (one instanceof UnixDomainSocketAddress));
    if (addresses.isEmpty() || !fits) {
      throw new IllegalArgumentException(
          "address: %s over %s (expected: a path for unix, host and port otherwise)"
              .formatted(addresses, medium.label()));
    }
  }

  /**
   * A server in one place.
   *
   * @param medium how messages travel
   * @param address of the Internet, or of a UNIX socket
   * @param path of a WebSocket; without meaning otherwise
   */
  public Target(Medium medium, SocketAddress address, String path) {
    this(medium, List.of(address), path);
  }

  /**
   * Where the server listens.
   *
   * @return the first of its addresses
   */
  public SocketAddress address() {
    return addresses.getFirst();
  }

  /**
   * A server on TCP.
   *
   * @param address its host and port
   * @return the target
   */
  public static Target tcp(InetSocketAddress address) {
    return new Target(Medium.TCP, address, "");
  }

  /**
   * As {@link #parse} reads it.
   *
   * @return the first of its addresses
   */
  public String uri() {
    return switch (address()) {
      case UnixDomainSocketAddress unix -> "unix://" + unix.getPath().toAbsolutePath();
      case InetSocketAddress server ->
          "%s://%s:%d%s"
              .formatted(
                  medium.label(),
                  server.getHostString(),
                  server.getPort(),
                  medium == Medium.WS ? path : "");
      default -> throw new IllegalStateException("no such address: " + address());
    };
  }

  /**
   * Reads an address.
   *
   * @param text {@code tcp://HOST:PORT}, {@code tls://}, {@code udp://} likewise, {@code
   *     ws://HOST:PORT/PATH}, or {@code unix:///PATH}
   * @return the target
   * @throws IllegalArgumentException if it is none of these; says so
   */
  public static Target parse(String text) {
    try {
      URI uri = URI.create(text);
      Optional<Medium> medium = Optional.ofNullable(uri.getScheme()).flatMap(Medium::of);
      if (medium.filter(Medium.UNIX::equals).isPresent() && uri.getPath() != null) {
        return medium.get().target(uri.getPath());
      }
      if (medium.isPresent() && uri.getHost() != null && uri.getPort() > 0) {
        String path = uri.getPath().isEmpty() ? Medium.WEB_SOCKET_PATH : uri.getPath();
        var address = new InetSocketAddress(uri.getHost(), uri.getPort());
        return new Target(medium.get(), address, path);
      }
    } catch (IllegalArgumentException noUri) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "no address: %s (expected: tcp, tls, udp or ws://HOST:PORT, or unix:///PATH)"
            .formatted(text));
  }
}
