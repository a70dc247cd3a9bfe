package dev.samara.net;

import dev.samara.codec.Framing;
import dev.samara.codec.datagram.DatagramFraming;
import dev.samara.net.access.AccessOptions;
import dev.samara.net.connection.ConnectionId;
import dev.samara.net.connection.ConnectionOptions;
import dev.samara.net.connection.Timeouts;
import dev.samara.net.connection.Transport;
import dev.samara.net.socket.SocketOptions;
import dev.samara.net.socket.TlsOptions;
import dev.samara.net.transport.HostNames;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where and how to listen.
 *
 * @param name the listener's name, part of its connections' ids
 * @param transport how bytes travel
 * @param host the address to bind, for TCP and UDP; the name to dial, for memory
 * @param port the port, for TCP and UDP; 0 for any
 * @param path the socket's path, for UNIX
 * @param tls the certificates, if the listener speaks TLS; TCP and UNIX only
 * @param socket how its sockets are set up
 * @param access who may come in
 * @param reverseDns how long finding the name of a peer's host may take, up to 10 s, while the
 *     connection goes on without; zero, as it is unless told, for not at all
 * @param connection what its connections have in common
 */
public record ListenerOptions(
    String name,
    Transport transport,
    String host,
    int port,
    Path path,
    Optional<TlsOptions> tls,
    SocketOptions socket,
    AccessOptions access,
    Duration reverseDns,
    ConnectionOptions connection) {

  /** After how long a silent UDP peer is forgotten unless told otherwise. */
  public static final Duration DEFAULT_UDP_IDLE_TIMEOUT = Duration.ofMinutes(1);

  private static final String LOOPBACK = "127.0.0.1";

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException naming the option, its value and its range
   */
  public ListenerOptions {
    ConnectionId.checkName("listener name", name);
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port: %d (expected: 0 to 65535)".formatted(port));
    }
    if (tls.isPresent() && transport != Transport.TCP && transport != Transport.UNIX) {
      throw new IllegalArgumentException(
          "tls: not possible over %s (expected: tcp or unix)".formatted(transport));
    }
    if (transport == Transport.UDP && connection.oneAtATime()) {
      throw new IllegalArgumentException("oneAtATime: true over udp (expected: false)");
    }
    if (socket.proxyProtocol().isPresent() && transport != Transport.TCP) {
      throw new IllegalArgumentException(
          "proxyProtocol: not possible over %s (expected: tcp)".formatted(transport));
    }
    if (reverseDns.isNegative() || reverseDns.compareTo(HostNames.LONGEST) > 0) {
      throw new IllegalArgumentException(
          "reverseDns: %d ms (expected: 0 to %d)"
              .formatted(reverseDns.toMillis(), HostNames.LONGEST.toMillis()));
    }
    if (transport == Transport.UNIX && path.toString().isEmpty()) {
      throw new IllegalArgumentException("path: '' (expected: the path of a UNIX socket)");
    }
  }

  /**
   * A TCP port on loopback.
   *
   * @param name the listener's name
   * @param port the port; 0 for any
   * @param framing how messages are cut out of the stream
   * @return options with safe defaults
   */
  public static ListenerOptions tcp(String name, int port, Framing framing) {
    return of(name, Transport.TCP, port, Path.of(""), ConnectionOptions.of(framing));
  }

  /**
   * A UDP port on loopback.
   *
   * @param name the listener's name
   * @param port the port; 0 for any
   * @return options with safe defaults: a datagram is a message
   */
  public static ListenerOptions udp(String name, int port) {
    var connection =
        ConnectionOptions.of(DatagramFraming.udp())
            .withTimeouts(Timeouts.DEFAULT.withIdle(DEFAULT_UDP_IDLE_TIMEOUT));
    return of(name, Transport.UDP, port, Path.of(""), connection);
  }

  /**
   * A UNIX socket that only the own user can use.
   *
   * @param name the listener's name
   * @param path the socket's path, at most 107 bytes long
   * @param framing how messages are cut out of the stream
   * @return options with safe defaults
   */
  public static ListenerOptions unix(String name, Path path, Framing framing) {
    return of(name, Transport.UNIX, 0, path, ConnectionOptions.of(framing));
  }

  /**
   * WebSockets that an HTTP server accepts; to be used with {@link Hub#attach}.
   *
   * @param name the listener's name
   * @param place where they come in, for a person
   * @param maxMessageBytes the longest message in bytes
   * @return options with safe defaults
   */
  public static ListenerOptions webSocket(String name, String place, int maxMessageBytes) {
    var framing = DatagramFraming.webSocket(maxMessageBytes);
    return of(name, Transport.WEBSOCKET, 0, Path.of(""), ConnectionOptions.of(framing))
        .withHost(place);
  }

  /**
   * Streams of server-sent events that an HTTP server answers with; to be used with {@link
   * Hub#attach}. A peer that only listens may be silent for ever.
   *
   * @param name the listener's name
   * @param place where they come in, for a person
   * @param maxMessageBytes the longest message in bytes
   * @return options with safe defaults
   */
  public static ListenerOptions sse(String name, String place, int maxMessageBytes) {
    var connection =
        ConnectionOptions.of(new DatagramFraming("sse", maxMessageBytes, 0))
            .withTimeouts(Timeouts.DEFAULT.withIdle(Duration.ZERO));
    return of(name, Transport.SSE, 0, Path.of(""), connection).withHost(place);
  }

  /**
   * A name within one Vert.x, for services and tests that need no socket.
   *
   * @param name the listener's name, which is also what is dialled
   * @param framing how messages are cut out of the stream
   * @return options with safe defaults
   */
  public static ListenerOptions memory(String name, Framing framing) {
    return of(name, Transport.MEMORY, 0, Path.of(""), ConnectionOptions.of(framing)).withHost(name);
  }

  /**
   * Standard input and output of this process, as one connection: for inetd, systemd and pipes.
   * Nothing else may write to standard output. Standard input can be listened to once in the life
   * of the process.
   *
   * @param name the listener's name
   * @param framing how messages are cut out of the stream
   * @return options with safe defaults
   */
  public static ListenerOptions stdio(String name, Framing framing) {
    return of(name, Transport.STDIO, 0, Path.of(""), ConnectionOptions.of(framing))
        .withHost("standard input");
  }

  private static ListenerOptions of(
      String name, Transport transport, int port, Path path, ConnectionOptions connection) {
    return new ListenerOptions(
        name,
        transport,
        LOOPBACK,
        port,
        path,
        Optional.empty(),
        SocketOptions.defaults(),
        AccessOptions.defaults(),
        Duration.ZERO,
        connection);
  }

  /**
   * Changes the address to bind.
   *
   * @param newHost an address or host name; {@code 0.0.0.0} for all of IPv4
   * @return changed options
   */
  public ListenerOptions withHost(String newHost) {
    return new ListenerOptions(
        name, transport, newHost, port, path, tls, socket, access, reverseDns, connection);
  }

  /**
   * Changes how many connections are taken.
   *
   * @param connections 1 or more
   * @return changed options
   */
  public ListenerOptions withMaxConnections(int connections) {
    return withAccess(access.withMaxConnections(connections));
  }

  /**
   * Makes the listener speak TLS.
   *
   * @param certificate the certificate
   * @return changed options
   */
  public ListenerOptions withTls(TlsOptions certificate) {
    return new ListenerOptions(
        name,
        transport,
        host,
        port,
        path,
        Optional.of(certificate),
        socket,
        access,
        reverseDns,
        connection);
  }

  /**
   * Changes what connections have in common.
   *
   * @param options the new ones
   * @return changed options
   */
  public ListenerOptions withConnection(ConnectionOptions options) {
    return new ListenerOptions(
        name, transport, host, port, path, tls, socket, access, reverseDns, options);
  }

  /**
   * Changes who may come in.
   *
   * @param options the new ones
   * @return changed options
   */
  public ListenerOptions withAccess(AccessOptions options) {
    return new ListenerOptions(
        name, transport, host, port, path, tls, socket, options, reverseDns, connection);
  }

  /**
   * Changes how sockets are set up.
   *
   * @param options the new ones
   * @return changed options
   */
  public ListenerOptions withSocket(SocketOptions options) {
    return new ListenerOptions(
        name, transport, host, port, path, tls, options, access, reverseDns, connection);
  }

  /**
   * Makes the listener look for the names of its peers' hosts, for {@link
   * dev.samara.net.connection.Connection#remoteHostName} and the list of connections. Nobody waits
   * for them, and no rule looks at them: whoever owns an address says what it is called.
   *
   * @param limit how long that may take, up to 10 s; zero for not at all
   * @return changed options
   */
  public ListenerOptions withReverseDns(Duration limit) {
    return new ListenerOptions(
        name, transport, host, port, path, tls, socket, access, limit, connection);
  }
}
