package dev.samara.node.config;

import dev.samara.net.access.AccessRules;
import dev.samara.net.connection.SlowConsumerPolicy;
import dev.samara.net.connection.Transport;
import dev.samara.rpc.bridge.BridgeOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One listener.
 *
 * @param transport tcp, udp, unix, memory or stdio
 * @param host the address to bind; loopback if absent; for memory the name to dial
 * @param port the port for tcp and udp; 0 for any
 * @param path the socket for unix, inside the node's run directory unless absolute
 * @param framing a name as {@link dev.samara.codec.catalog.Framings} has them; datagram for udp
 * @param maxMessageBytes the longest whole message
 * @param maxStreamBytes the longest message in parts, where the framing has them; 0 for none
 * @param route bus:ADDRESS, bus-each:ADDRESS, handler:echo, thread:echo, chat, bridge, or
 *     rpc:SERVICE,SERVICE for the services that its peers may call, rpc:* for all of the node
 * @param bridge for bridge: what its clients may do; nothing but ping if absent
 * @param answerTimeout how long a bus route waits
 * @param clientRules who may use the route, asked when the handshake is over; everybody if none
 * @param oneAtATime whether a message is read only when the one before it was dealt with
 * @param vital whether its connections are served although memory is short
 * @param maxQueuedBytes how much may wait for one peer
 * @param slowConsumerPolicy reject, drop_oldest, drop_newest or disconnect
 * @param maxUnansweredMessages how many messages the route may hold before reading pauses
 * @param maxUnansweredBytes how many bytes of messages it may hold before reading pauses
 * @param timeouts the time limits of its connections
 * @param backlog how many connections may wait to be accepted
 * @param reuseAddress whether a port may be bound where connections of a former process linger
 * @param reusePort whether several processes may listen on the same port
 * @param tcp what each TCP connection gets
 * @param buffers how much of each connection's bytes is on its way
 * @param unix what the socket's file looks like
 * @param proxyProtocol who may announce the real peer in a header
 * @param tls the certificates, if the listener speaks TLS
 * @param access who may come in
 * @param reverseDns how long finding the name of a peer's host may take; 0 for not at all
 * @param handshake what peers have to do first
 */
public record ListenerConfig(
    Transport transport,
    Optional<String> host,
    Optional<Integer> port,
    Optional<Path> path,
    Optional<String> framing,
    Optional<Integer> maxMessageBytes,
    Optional<Long> maxStreamBytes,
    String route,
    Optional<BridgeConfig> bridge,
    Optional<Duration> answerTimeout,
    List<String> clientRules,
    Optional<Boolean> oneAtATime,
    Optional<Boolean> vital,
    Optional<Long> maxQueuedBytes,
    Optional<SlowConsumerPolicy> slowConsumerPolicy,
    Optional<Integer> maxUnansweredMessages,
    Optional<Long> maxUnansweredBytes,
    Optional<TimeoutsConfig> timeouts,
    Optional<Integer> backlog,
    Optional<Boolean> reuseAddress,
    Optional<Boolean> reusePort,
    Optional<TcpConfig> tcp,
    Optional<BuffersConfig> buffers,
    Optional<UnixConfig> unix,
    Optional<ProxyConfig> proxyProtocol,
    Optional<TlsConfig> tls,
    Optional<AccessConfig> access,
    Optional<Duration> reverseDns,
    Optional<HandshakeConfig> handshake) {

  /** The route that speaks the protocol of the Vert.x TCP event-bus bridge. */
  public static final String BRIDGE = "bridge";

  /** What peers of a listener that serves RPC speak: {@code Rpc.framing()}. */
  public static final String RPC_FRAMING = "length32";

  private static final String RPC = "rpc:";
  private static final Pattern RPC_SERVICE =
      Pattern.compile("\\*|[A-Za-z][A-Za-z0-9._-]{0,127}(:[0-9]{1,7})?");
  private static final String CHAT = "chat";

  /** Checks what can be told without the rest of the node. */
  public ListenerConfig {
    Checks.given("transport", transport, "tcp, udp, unix, memory or stdio");
    Checks.given(
        "route",
        route,
        "bus:ADDRESS, bus-each:ADDRESS, handler:echo, thread:echo, chat, bridge, rpc:SERVICE,...");
    clientRules = Checks.list(clientRules);
    checkPlace(transport, port, path);
    fits("tcp", tcp, Transport.TCP, transport);
    fits("unix", unix, Transport.UNIX, transport);
    tcp.ifPresent(TcpConfig::options);
    buffers.ifPresent(BuffersConfig::options);
    checkBuffered(transport, buffers);
    unix.ifPresent(UnixConfig::options);
    proxyProtocol.ifPresent(ProxyConfig::options);
    tls.ifPresent(TlsConfig::options);
    access.ifPresent(AccessConfig::options);
    AccessConfig.rules("clientRules", clientRules);
    handshake.ifPresent(given -> checkHandshake(given, tls));
    checkBridge(route, framing, bridge, answerTimeout);
    rpcServices(route)
        .ifPresent(services -> {
          checkRpc(services, transport, framing);
          answerTimeout.ifPresent(given -> {
            throw new ConfigException(
                "answerTimeout: given (expected: the callers have deadlines)");
          });
        });
    if (route.equals(CHAT) && (handshake.isPresent() || !clientRules.isEmpty())) {
      throw new ConfigException(
          "route: chat with %s (expected: another route, as the chat has a handshake of its own)"
              .formatted(handshake.isPresent() ? "a handshake" : "clientRules"));
    }
  }

  private static void checkPlace(Transport transport, Optional<Integer> port, Optional<Path> path) {
    port.ifPresent(given -> Checks.range("port", given, 0, 65_535));
    if ((transport == Transport.TCP || transport == Transport.UDP) && port.isEmpty()) {
      throw new ConfigException("port is missing (expected: 0 to 65535; 0 for any)");
    }
    if (transport == Transport.UNIX && path.isEmpty()) {
      throw new ConfigException("path is missing (expected: the path of a UNIX socket)");
    }
  }

  private static void checkBridge(
      String route,
      Optional<String> framing,
      Optional<BridgeConfig> bridge,
      Optional<Duration> answerTimeout) {
    if (!route.equals(BRIDGE)) {
      if (bridge.isPresent()) {
        throw new ConfigException("route: %s with bridge (expected: %s)".formatted(route, BRIDGE));
      }
      return;
    }
    if (!framing.equals(Optional.of(BridgeConfig.FRAMING))) {
      throw new ConfigException(
          "framing: %s (expected: %s, as the bridge's clients speak nothing else)"
              .formatted(framing.map("'%s'"::formatted).orElse("none"), BridgeConfig.FRAMING));
    }
    if (answerTimeout.isPresent()) {
      throw new ConfigException("answerTimeout: given (expected: bridge.replyTimeout instead)");
    }
    bridge.ifPresent(given -> given.options(BridgeOptions.DEFAULT_MAX_MESSAGE_BYTES));
  }

  private static void checkRpc(
      List<String> services, Transport transport, Optional<String> framing) {
    if (services.stream().anyMatch(service -> !RPC_SERVICE.matcher(service).matches())) {
      throw new ConfigException(
          "route: '%s%s' (expected: names of services, as rpc:clock,work:2, or rpc:*)"
              .formatted(RPC, String.join(",", services)));
    }
    if (transport == Transport.UDP) {
      throw new ConfigException("transport: udp with route rpc (expected: a stream, as tcp)");
    }
    if (framing.filter(name -> !name.equals(RPC_FRAMING)).isPresent()) {
      throw new ConfigException(
          "framing: '%s' (expected: %s, as RPC is framed so)"
              .formatted(framing.get(), RPC_FRAMING));
    }
  }

  /**
   * The services that peers may call.
   *
   * @return their names with versions, as they are given; empty if the route is another one
   */
  public Optional<List<String>> rpcServices() {
    return rpcServices(route);
  }

  private static Optional<List<String>> rpcServices(String route) {
    return route.startsWith(RPC)
        ? Optional.of(List.of(route.substring(RPC.length()).split(",", -1)))
        : Optional.empty();
  }

  private static void fits(String option, Optional<?> value, Transport wanted, Transport given) {
    if (value.isPresent() && given != wanted) {
      throw new ConfigException(
          "%s: not possible over %s (expected: %s)".formatted(option, given, wanted));
    }
  }

  private static void checkBuffered(Transport transport, Optional<BuffersConfig> buffers) {
    if (buffers.isPresent() && transport != Transport.TCP && transport != Transport.UNIX) {
      throw new ConfigException(
          "buffers: not possible over %s (expected: tcp or unix)".formatted(transport));
    }
  }

  private static void checkHandshake(HandshakeConfig handshake, Optional<TlsConfig> tls) {
    if (handshake.kind() == HandshakeKind.TLS_IDENTITY
        && !tls.filter(TlsConfig::asksClients).isPresent()) {
      throw new ConfigException(
          "handshake.kind: tls-identity (expected: tls with clientAuth request or require)");
    }
  }

  /**
   * Who may use the route, as the core takes it.
   *
   * @return the rules
   */
  public AccessRules routeRules() {
    return AccessConfig.rules("clientRules", clientRules);
  }
}
