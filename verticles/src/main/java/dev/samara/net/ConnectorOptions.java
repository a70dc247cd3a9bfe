package dev.samara.net;

import dev.samara.net.connection.ConnectionId;
import dev.samara.net.connection.ConnectionOptions;
import io.vertx.core.net.SocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where to dial.
 *
 * @param name stands in the connection's id where a listener's name would
 * @param address a TCP address or the path of a UNIX socket
 * @param connectTimeout how long connecting may take; positive
 * @param tls whether to speak TLS; the peer's certificate is verified
 * @param trust PEM file with the authorities to believe, instead of the system's
 * @param connection what else the connection needs
 */
public record ConnectorOptions(
    String name,
    SocketAddress address,
    Duration connectTimeout,
    boolean tls,
    Optional<Path> trust,
    ConnectionOptions connection) {

  /** How long connecting may take unless told otherwise. */
  public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(10);

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException naming the option, its value and its range
   */
  public ConnectorOptions {
    ConnectionId.checkName("connector name", name);
    if (connectTimeout.toMillis() < 1) {
      throw new IllegalArgumentException(
          "connectTimeout: %d ms (expected: >= 1)".formatted(connectTimeout.toMillis()));
    }
  }

  /**
   * Options for a plain connection.
   *
   * @param name stands in the connection's id where a listener's name would
   * @param address a TCP address or the path of a UNIX socket
   * @param connection what else the connection needs
   * @return options with safe defaults
   */
  public static ConnectorOptions to(
      String name, SocketAddress address, ConnectionOptions connection) {
    return new ConnectorOptions(
        name, address, DEFAULT_CONNECT_TIMEOUT, false, Optional.empty(), connection);
  }

  /**
   * Makes the connector speak TLS.
   *
   * @param authorities PEM file with the authorities to believe; empty for the system's
   * @return changed options
   */
  public ConnectorOptions withTls(Optional<Path> authorities) {
    return new ConnectorOptions(name, address, connectTimeout, true, authorities, connection);
  }
}
