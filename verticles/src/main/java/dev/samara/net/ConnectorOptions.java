package dev.samara.net;

import dev.samara.codec.datagram.DatagramFraming;
import dev.samara.net.connection.AddressText;
import dev.samara.net.connection.ConnectionId;
import dev.samara.net.connection.ConnectionOptions;
import dev.samara.net.connection.Timeouts;
import dev.samara.net.connection.Transport;
import dev.samara.net.socket.BufferOptions;
import dev.samara.net.socket.TcpOptions;
import dev.samara.net.socket.TlsClientOptions;
import io.vertx.core.net.SocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Where to dial.
 *
 * @param name stands in the connection's id where a listener's name would
 * @param transport how bytes travel: TCP, UNIX, UDP or MEMORY
 * @param addresses each host and port, the path of a UNIX socket, or as a path the name of a
 *     listener within the same Vert.x; tried in turn; one or more
 * @param connectTimeout how long one try may take, TLS included; 1 ms to 24 days
 * @param retry what happens when no address answers; one attempt is one try of each address
 * @param tls how to speak TLS; TCP and UNIX only
 * @param tcp how the socket is set up
 * @param buffers how much of the connection's bytes is on its way; TCP and UNIX
 * @param connection what else the connection needs
 */
public record ConnectorOptions(
    String name,
    Transport transport,
    List<SocketAddress> addresses,
    Duration connectTimeout,
    Backoff retry,
    Optional<TlsClientOptions> tls,
    TcpOptions tcp,
    BufferOptions buffers,
    ConnectionOptions connection) {

  /** How long one try may take unless told otherwise. */
  public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(10);

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException naming the option, its value and its range
   */
  public ConnectorOptions {
    ConnectionId.checkName("connector name", name);
    addresses = List.copyOf(addresses);
    if (addresses.isEmpty()) {
      throw new IllegalArgumentException("addresses: none (expected: 1 or more)");
    }
    if (connectTimeout.toMillis() < 1 || connectTimeout.toMillis() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "connectTimeout: %d ms (expected: 1 to %d)"
              .formatted(connectTimeout.toMillis(), Integer.MAX_VALUE));
    }
    switch (transport) {
      case TCP, UDP -> check(transport, addresses, SocketAddress::isInetSocket, "host and port");
      case UNIX -> check(transport, addresses, SocketAddress::isDomainSocket, "a path");
      case MEMORY ->
          check(transport, addresses, SocketAddress::isDomainSocket, "a listener's name");
      case WEBSOCKET, SSE, STDIO ->
          throw new IllegalArgumentException(
              "transport: %s (expected: tcp, udp, unix or memory)".formatted(transport));
    }
    if (tls.isPresent() && transport != Transport.TCP && transport != Transport.UNIX) {
      throw new IllegalArgumentException(
          "tls: not possible over %s (expected: tcp or unix)".formatted(transport));
    }
  }

  private static void check(
      Transport transport,
      List<SocketAddress> addresses,
      Predicate<SocketAddress> fits,
      String expected) {
    if (!addresses.stream().allMatch(fits)) {
      throw new IllegalArgumentException(
          "address: does not fit %s (expected: %s)".formatted(transport, expected));
    }
  }

  /**
   * Options for a plain connection.
   *
   * @param name stands in the connection's id where a listener's name would
   * @param address a TCP address or the path of a UNIX socket
   * @param connection what else the connection needs
   * @return options with safe defaults: one try
   */
  public static ConnectorOptions to(
      String name, SocketAddress address, ConnectionOptions connection) {
    var transport = address.isDomainSocket() ? Transport.UNIX : Transport.TCP;
    return of(name, transport, address, connection);
  }

  /**
   * Options for datagrams: each message is one.
   *
   * @param name stands in the connection's id where a listener's name would
   * @param address where to send them; what comes from elsewhere is ignored
   * @return options with safe defaults
   */
  public static ConnectorOptions udp(String name, SocketAddress address) {
    var connection =
        ConnectionOptions.of(DatagramFraming.udp())
            .withTimeouts(Timeouts.DEFAULT.withIdle(ListenerOptions.DEFAULT_UDP_IDLE_TIMEOUT));
    return of(name, Transport.UDP, address, connection);
  }

  /**
   * Options for a listener within the same Vert.x.
   *
   * @param name stands in the connection's id where a listener's name would
   * @param listener the name that {@link ListenerOptions#memory} was given
   * @param connection what else the connection needs
   * @return options with safe defaults
   */
  public static ConnectorOptions memory(
      String name, String listener, ConnectionOptions connection) {
    return of(name, Transport.MEMORY, SocketAddress.domainSocketAddress(listener), connection);
  }

  private static ConnectorOptions of(
      String name, Transport transport, SocketAddress address, ConnectionOptions connection) {
    return new ConnectorOptions(
        name,
        transport,
        List.of(address),
        DEFAULT_CONNECT_TIMEOUT,
        Backoff.once(),
        Optional.empty(),
        TcpOptions.defaults(),
        BufferOptions.DEFAULT,
        connection);
  }

  /**
   * The address that is tried first.
   *
   * @return the address
   */
  public SocketAddress address() {
    return addresses.getFirst();
  }

  /** Where it goes, for a person. */
  String places() {
    return addresses.stream().map(AddressText::of).collect(Collectors.joining(", "));
  }

  /**
   * Changes where to dial.
   *
   * @param others tried in turn; one or more
   * @return changed options
   */
  public ConnectorOptions withAddresses(List<SocketAddress> others) {
    return new ConnectorOptions(
        name, transport, others, connectTimeout, retry, tls, tcp, buffers, connection);
  }

  /**
   * Changes how long one try may take.
   *
   * @param limit 1 ms or more
   * @return changed options
   */
  public ConnectorOptions withConnectTimeout(Duration limit) {
    return new ConnectorOptions(
        name, transport, addresses, limit, retry, tls, tcp, buffers, connection);
  }

  /**
   * Changes what happens when no address answers.
   *
   * @param backoff the waits and the number of tries
   * @return changed options
   */
  public ConnectorOptions withRetry(Backoff backoff) {
    return new ConnectorOptions(
        name, transport, addresses, connectTimeout, backoff, tls, tcp, buffers, connection);
  }

  /**
   * Makes the connector speak TLS.
   *
   * @param authorities PEM file with the authorities to believe; empty for the system's
   * @return changed options
   */
  public ConnectorOptions withTls(Optional<Path> authorities) {
    return withTls(TlsClientOptions.trusting(authorities));
  }

  /**
   * Makes the connector speak TLS.
   *
   * @param options how
   * @return changed options
   */
  public ConnectorOptions withTls(TlsClientOptions options) {
    return new ConnectorOptions(
        name,
        transport,
        addresses,
        connectTimeout,
        retry,
        Optional.of(options),
        tcp,
        buffers,
        connection);
  }

  /**
   * Changes how the socket is set up.
   *
   * @param options the new ones
   * @return changed options
   */
  public ConnectorOptions withTcp(TcpOptions options) {
    return new ConnectorOptions(
        name, transport, addresses, connectTimeout, retry, tls, options, buffers, connection);
  }

  /**
   * Changes how much of the connection's bytes is on its way.
   *
   * @param options the new ones
   * @return changed options
   */
  public ConnectorOptions withBuffers(BufferOptions options) {
    return new ConnectorOptions(
        name, transport, addresses, connectTimeout, retry, tls, tcp, options, connection);
  }
}
