package dev.samara.node;

import dev.samara.codec.Framing;
import dev.samara.codec.catalog.Framings;
import dev.samara.codec.datagram.DatagramFraming;
import dev.samara.codec.line.LineFraming;
import dev.samara.net.ListenerOptions;
import dev.samara.net.access.AccessOptions;
import dev.samara.net.connection.ConnectionOptions;
import dev.samara.net.connection.Timeouts;
import dev.samara.net.connection.Transport;
import dev.samara.net.socket.SocketOptions;
import dev.samara.node.config.AccessConfig;
import dev.samara.node.config.BuffersConfig;
import dev.samara.node.config.ConfigException;
import dev.samara.node.config.ListenerConfig;
import dev.samara.node.config.NodeConfig;
import dev.samara.node.config.ProxyConfig;
import dev.samara.node.config.TcpConfig;
import dev.samara.node.config.TlsConfig;
import dev.samara.node.config.UnixConfig;
import java.nio.file.Path;
import java.time.Duration;

/** Makes listener options of their configuration. */
final class ListenerFactory {

  /** The longest message unless told otherwise, 1 MiB; lines have a limit of their own. */
  private static final int DEFAULT_MAX_MESSAGE_BYTES = 1024 * 1024;

  private static final String LINES = "lines";
  private static final String DATAGRAM = "datagram";
  private static final String LOOPBACK = "127.0.0.1";

  private ListenerFactory() {}

  /**
   * Options of a listener.
   *
   * @param rpc the framing of listeners whose route is RPC and that name no limit of their own
   */
  static ListenerOptions options(NodeConfig node, String name, ListenerConfig config, Framing rpc) {
    try {
      return new ListenerOptions(
          name,
          config.transport(),
          config.host().orElseGet(() -> usualHost(name, config.transport())),
          node.shifted(config.port().orElse(0)),
          config.path().map(node.nodeRunDirectory()::resolve).orElse(Path.of("")),
          config.tls().map(TlsConfig::options),
          socket(config),
          config.access().map(AccessConfig::options).orElseGet(AccessOptions::defaults),
          config.reverseDns().orElse(Duration.ZERO),
          connection(config, rpc));
    } catch (IllegalArgumentException e) {
      throw new ConfigException("listener '%s': %s".formatted(name, e.getMessage()));
    }
  }

  private static String usualHost(String name, Transport transport) {
    return switch (transport) {
      case MEMORY -> name;
      case STDIO -> "standard input";
      default -> LOOPBACK;
    };
  }

  private static SocketOptions socket(ListenerConfig config) {
    var usual = SocketOptions.defaults();
    return new SocketOptions(
        config.backlog().orElse(usual.backlog()),
        config.reuseAddress().orElse(usual.reuseAddress()),
        config.reusePort().orElse(usual.reusePort()),
        config.tcp().map(TcpConfig::options).orElse(usual.tcp()),
        config.buffers().map(BuffersConfig::options).orElse(usual.buffers()),
        config.proxyProtocol().map(ProxyConfig::options),
        config.unix().map(UnixConfig::options).orElse(usual.unix()));
  }

  private static ConnectionOptions connection(ListenerConfig config, Framing rpc) {
    var isUsualRpc = config.rpcServices().isPresent() && config.maxMessageBytes().isEmpty();
    var usual = ConnectionOptions.of(isUsualRpc ? rpc : framing(config));
    return new ConnectionOptions(
        usual.framing(),
        config.maxQueuedBytes().orElse(usual.maxQueuedBytes()),
        config.slowConsumerPolicy().orElse(usual.slowConsumerPolicy()),
        config.maxUnansweredMessages().orElse(usual.maxUnansweredMessages()),
        config.maxUnansweredBytes().orElse(usual.maxUnansweredBytes()),
        timeouts(config, usual.timeouts()),
        config.oneAtATime().orElse(usual.oneAtATime()),
        config.vital().orElse(usual.vital()));
  }

  private static Timeouts timeouts(ListenerConfig config, Timeouts usual) {
    var base =
        config.transport() == Transport.UDP
            ? usual.withIdle(ListenerOptions.DEFAULT_UDP_IDLE_TIMEOUT)
            : usual;
    return config.timeouts().map(given -> given.over(base)).orElse(base);
  }

  private static Framing framing(ListenerConfig config) {
    if (config.transport() != Transport.UDP) {
      return stream(config, usualFraming(config));
    }
    var name = config.framing().orElse(DATAGRAM);
    if (!name.equals(DATAGRAM)) {
      throw new IllegalArgumentException(
          "framing: '%s' over udp (expected: %s)".formatted(name, DATAGRAM));
    }
    return datagram(config);
  }

  private static Framing datagram(ListenerConfig config) {
    if (config.maxMessageBytes().isPresent() || config.maxStreamBytes().isPresent()) {
      throw new IllegalArgumentException(
          "%s: given over udp (expected: nothing, as a datagram is a message)"
              .formatted(
                  config.maxMessageBytes().isPresent() ? "maxMessageBytes" : "maxStreamBytes"));
    }
    return DatagramFraming.udp();
  }

  private static Framing stream(ListenerConfig config, String name) {
    return Framings.parse(name, maxMessageBytes(config), config.maxStreamBytes().orElse(0L));
  }

  private static String usualFraming(ListenerConfig config) {
    return config
        .framing()
        .orElse(config.rpcServices().isPresent() ? ListenerConfig.RPC_FRAMING : LINES);
  }

  /** The longest whole message of a stream. */
  static int maxMessageBytes(ListenerConfig config) {
    var isLines = config.framing().orElse(LINES).startsWith(LINES);
    return config
        .maxMessageBytes()
        .orElse(isLines ? LineFraming.DEFAULT_MAX_LINE_BYTES : DEFAULT_MAX_MESSAGE_BYTES);
  }
}
