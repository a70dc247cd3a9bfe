package dev.samara.node;

import dev.samara.codec.Framing;
import dev.samara.codec.datagram.DatagramFraming;
import dev.samara.codec.length.LengthFraming;
import dev.samara.codec.line.LineFraming;
import dev.samara.net.ListenerOptions;
import dev.samara.net.access.AccessOptions;
import dev.samara.net.connection.ConnectionOptions;
import dev.samara.net.connection.Transport;
import dev.samara.net.socket.SocketOptions;
import dev.samara.net.socket.TlsOptions;
import dev.samara.node.config.ConfigException;
import dev.samara.node.config.ListenerConfig;
import dev.samara.node.config.NodeConfig;
import java.nio.file.Path;

/** Makes listener options of their configuration. */
final class ListenerFactory {

  /** The longest message over a length prefix unless told otherwise, 1 MiB. */
  private static final int DEFAULT_MAX_MESSAGE_BYTES = 1024 * 1024;

  private static final String LOOPBACK = "127.0.0.1";

  private ListenerFactory() {}

  static ListenerOptions options(NodeConfig node, String name, ListenerConfig config) {
    try {
      return new ListenerOptions(
          name,
          config.transport(),
          config.host().orElse(LOOPBACK),
          node.shifted(config.port().orElse(0)),
          config.path().map(node.nodeRunDirectory()::resolve).orElse(Path.of("")),
          config.tls().map(tls -> new TlsOptions(tls.certificate(), tls.key())),
          SocketOptions.defaults(),
          access(config),
          connection(config));
    } catch (IllegalArgumentException e) {
      throw new ConfigException("listener '%s': %s".formatted(name, e.getMessage()));
    }
  }

  private static AccessOptions access(ListenerConfig config) {
    var access = AccessOptions.defaults();
    return access.withMaxConnections(config.maxConnections().orElse(access.maxConnections()));
  }

  private static ConnectionOptions connection(ListenerConfig config) {
    var options = ConnectionOptions.of(framing(config));
    var usualIdle =
        config.transport() == Transport.UDP
            ? ListenerOptions.DEFAULT_UDP_IDLE_TIMEOUT
            : options.timeouts().idle();
    return options
        .withQueue(
            config.maxQueuedBytes().orElse(options.maxQueuedBytes()),
            config.slowConsumerPolicy().orElse(options.slowConsumerPolicy()))
        .withCredit(
            config.maxUnansweredMessages().orElse(options.maxUnansweredMessages()),
            config.maxUnansweredBytes().orElse(options.maxUnansweredBytes()))
        .withTimeouts(
            options
                .timeouts()
                .withIdle(config.idleTimeout().orElse(usualIdle))
                .withClose(config.closeTimeout().orElse(options.timeouts().close())));
  }

  private static Framing framing(ListenerConfig config) {
    var isUdp = config.transport() == Transport.UDP;
    var name = config.framing().orElse(isUdp ? "datagram" : "lines");
    if (isUdp != name.equals("datagram")) {
      throw new IllegalArgumentException(
          "framing: '%s' over %s (expected: %s)"
              .formatted(name, config.transport(), isUdp ? "datagram" : "length32 or lines"));
    }
    return switch (name) {
      case "datagram" -> DatagramFraming.udp();
      case "length32" ->
          new LengthFraming(config.maxMessageBytes().orElse(DEFAULT_MAX_MESSAGE_BYTES));
      case "lines" ->
          new LineFraming(config.maxMessageBytes().orElse(LineFraming.DEFAULT_MAX_LINE_BYTES));
      default ->
          throw new IllegalArgumentException(
              "framing: '%s' (expected: length32, lines or datagram)".formatted(name));
    };
  }
}
