package dev.samara.net;

import dev.samara.net.connection.ConnectionId;
import dev.samara.net.connection.ConnectionOptions;
import io.vertx.core.net.SocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where to dial.
 *
 * @param name stands in the connection's id where a listener's name would
 * @param addresses TCP addresses or paths of UNIX sockets, tried in turn; one or more
 * @param connectTimeout how long one try may take, TLS included; 1 ms to 24 days
 * @param retry what happens when no address answers; one attempt is one try of each address
 * @param tls whether to speak TLS; the peer's certificate is verified
 * @param trust PEM file with the authorities to believe, instead of the system's
 * @param connection what else the connection needs
 */
public record ConnectorOptions(
    String name,
    List<SocketAddress> addresses,
    Duration connectTimeout,
    Backoff retry,
    boolean tls,
    Optional<Path> trust,
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
    return new ConnectorOptions(
        name,
        List.of(address),
        DEFAULT_CONNECT_TIMEOUT,
        Backoff.once(),
        false,
        Optional.empty(),
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
    return addresses.stream().map(SocketAddress::toString).collect(Collectors.joining(", "));
  }

  /**
   * Changes where to dial.
   *
   * @param others tried in turn; one or more
   * @return changed options
   */
  public ConnectorOptions withAddresses(List<SocketAddress> others) {
    return new ConnectorOptions(name, others, connectTimeout, retry, tls, trust, connection);
  }

  /**
   * Changes how long one try may take.
   *
   * @param limit 1 ms or more
   * @return changed options
   */
  public ConnectorOptions withConnectTimeout(Duration limit) {
    return new ConnectorOptions(name, addresses, limit, retry, tls, trust, connection);
  }

  /**
   * Changes what happens when no address answers.
   *
   * @param backoff the waits and the number of tries
   * @return changed options
   */
  public ConnectorOptions withRetry(Backoff backoff) {
    return new ConnectorOptions(name, addresses, connectTimeout, backoff, tls, trust, connection);
  }

  /**
   * Makes the connector speak TLS.
   *
   * @param authorities PEM file with the authorities to believe; empty for the system's
   * @return changed options
   */
  public ConnectorOptions withTls(Optional<Path> authorities) {
    return new ConnectorOptions(
        name, addresses, connectTimeout, retry, true, authorities, connection);
  }
}
