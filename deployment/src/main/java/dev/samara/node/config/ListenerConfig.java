package dev.samara.node.config;

import dev.samara.net.connection.SlowConsumerPolicy;
import dev.samara.net.connection.Transport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * One listener.
 *
 * @param transport tcp, udp or unix
 * @param host the address to bind; loopback if absent
 * @param port the port for tcp and udp; 0 for any
 * @param path the socket for unix, inside the node's run directory unless absolute
 * @param framing length32, lines or datagram; datagram for udp
 * @param maxMessageBytes the longest message
 * @param route bus:ADDRESS, bus-each:ADDRESS, handler:echo, thread:echo or chat
 * @param maxConnections how many at a time
 * @param maxQueuedBytes how much may wait for one peer
 * @param slowConsumerPolicy reject, drop_oldest, drop_newest or disconnect
 * @param maxUnansweredMessages how many messages the route may hold before reading pauses
 * @param maxUnansweredBytes how many bytes of messages it may hold before reading pauses
 * @param idleTimeout after how long a silent peer is closed
 * @param closeTimeout how long a closing connection may still take
 * @param answerTimeout how long a bus route waits
 * @param tls the certificate, if the listener speaks TLS
 */
public record ListenerConfig(
    Transport transport,
    Optional<String> host,
    Optional<Integer> port,
    Optional<Path> path,
    Optional<String> framing,
    Optional<Integer> maxMessageBytes,
    String route,
    Optional<Integer> maxConnections,
    Optional<Long> maxQueuedBytes,
    Optional<SlowConsumerPolicy> slowConsumerPolicy,
    Optional<Integer> maxUnansweredMessages,
    Optional<Long> maxUnansweredBytes,
    Optional<Duration> idleTimeout,
    Optional<Duration> closeTimeout,
    Optional<Duration> answerTimeout,
    Optional<TlsConfig> tls) {

  /** Checks what every listener needs. */
  public ListenerConfig {
    Checks.given("transport", transport, "tcp, udp or unix");
    Checks.given("route", route, "bus:ADDRESS, bus-each:ADDRESS, handler:echo, thread:echo, chat");
    port.ifPresent(given -> Checks.range("port", given, 0, 65_535));
    if (transport != Transport.UNIX && port.isEmpty()) {
      throw new ConfigException("port is missing (expected: 0 to 65535; 0 for any)");
    }
    if (transport == Transport.UNIX && path.isEmpty()) {
      throw new ConfigException("path is missing (expected: the path of a UNIX socket)");
    }
  }
}
