package dev.samara.node.config;

import dev.samara.net.connection.ConnectionId;
import dev.samara.net.socket.BindPolicy;
import dev.samara.rpc.RpcOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything a node is told.
 *
 * @param name the node's name; if absent, {@code samara}, with the port offset if there is one
 * @param transport auto, nio, epoll or io_uring
 * @param runDirectory where sockets are, in a folder with the node's name
 * @param dataDirectory where uploads are, in a folder with the node's name
 * @param portOffset added to every port
 * @param drainTimeout how long stopping may take
 * @param services which of the example services run here: echo, clock
 * @param cluster how it finds other nodes
 * @param dns how it finds hosts; as the JVM or Vert.x does if absent
 * @param maxConnections how many connections all listeners have together; no limit if absent
 * @param memory what messages may take in all connections together
 * @param clients the named clients
 * @param traceCallSites for debugging: 1 to add to failures where the operation was asked for, n to
 *     do so for one in n operations, 0 for none
 * @param blockedLoopThreshold for how long an event loop may be busy with one handler before that
 *     is logged with the handler's name; 0 for not at all
 * @param bindPolicy whether all listeners have to open, or any
 * @param rpc how it calls, and is called by, other nodes
 * @param listeners the listeners by name, in the order in which they start
 * @param gateway the HTTP gateway
 */
public record NodeConfig(
    Optional<String> name,
    String transport,
    Path runDirectory,
    Path dataDirectory,
    int portOffset,
    Duration drainTimeout,
    List<String> services,
    ClusterConfig cluster,
    Optional<DnsConfig> dns,
    Optional<Integer> maxConnections,
    Optional<MemoryConfig> memory,
    Optional<ClientsConfig> clients,
    Optional<Integer> traceCallSites,
    Optional<Duration> blockedLoopThreshold,
    Optional<BindPolicy> bindPolicy,
    Optional<RpcConfig> rpc,
    Map<String, ListenerConfig> listeners,
    GatewayConfig gateway) {

  private static final Duration DEFAULT_BLOCKED_LOOP_THRESHOLD = Duration.ofSeconds(1);
  private static final List<String> TRANSPORTS = List.of("auto", "nio", "epoll", "io_uring");

  /** Checks the values. */
  public NodeConfig {
    Checks.given("services", services, "a list, which may be empty");
    Checks.given("listeners", listeners, "listeners by name");
    Checks.given("transport", transport, "auto, nio, epoll or io_uring");
    if (!TRANSPORTS.contains(transport)) {
      throw new ConfigException(
          "transport: '%s' (expected: auto, nio, epoll or io_uring)".formatted(transport));
    }
    Checks.range("portOffset", portOffset, 0, 50_000);
    maxConnections.ifPresent(given -> Checks.range("maxConnections", given, 1, Integer.MAX_VALUE));
    traceCallSites.ifPresent(given -> Checks.range("traceCallSites", given, 0, Integer.MAX_VALUE));
    blockedLoopThreshold
        .filter(given -> !given.isZero())
        .ifPresent(
            given -> Checks.range("blockedLoopThreshold in ms", given.toMillis(), 100, 3_600_000));
    name.ifPresent(given -> ConnectionId.checkName("name", given));
    listeners.keySet().forEach(given -> ConnectionId.checkName("listener name", given));
    clients
        .orElse(ClientsConfig.NONE)
        .expect()
        .keySet()
        .forEach(given -> ConnectionId.checkName("clients.expect", given));
    rpc.ifPresent(RpcConfig::check);
    services = List.copyOf(services);
    listeners = new LinkedHashMap<>(listeners);
  }

  /**
   * The name the node goes by.
   *
   * @return the given name, or the default one
   */
  public String nodeName() {
    return name.orElse(portOffset == 0 ? "samara" : "samara-" + portOffset);
  }

  /**
   * How the RPC end behaves, but for its keys, which have to be read.
   *
   * @param nodeId the cluster's id of this node
   * @return the given options, or the defaults
   */
  public RpcOptions rpcOptions(String nodeId) {
    return rpc.map(given -> given.options(nodeName(), nodeId, cluster.host(), portOffset))
        .orElseGet(() -> RpcOptions.defaults(nodeName(), nodeId));
  }

  /**
   * For how long an event loop may be busy with one handler.
   *
   * @return the given time, or a second; zero if nobody is to look
   */
  public Duration blockedLoopLimit() {
    return blockedLoopThreshold.orElse(DEFAULT_BLOCKED_LOOP_THRESHOLD);
  }

  /**
   * The folder of this node's sockets.
   *
   * @return a folder below the run directory
   */
  public Path nodeRunDirectory() {
    return runDirectory.resolve(nodeName());
  }

  /**
   * A port with the offset.
   *
   * @param port a configured port; 0 stays 0
   * @return the port to use
   */
  public int shifted(int port) {
    return port == 0 ? 0 : port + portOffset;
  }

  /**
   * Gives the node a name.
   *
   * @param given the name
   * @return changed configuration
   */
  public NodeConfig withName(String given) {
    return with(Optional.of(given), portOffset, cluster);
  }

  /**
   * Shifts all ports.
   *
   * @param offset 0 to 50,000
   * @return changed configuration
   */
  public NodeConfig withPortOffset(int offset) {
    return with(name, offset, cluster);
  }

  /**
   * Makes the node look for others.
   *
   * @return changed configuration
   */
  public NodeConfig clustered() {
    return with(name, portOffset, cluster.withEnabled(true));
  }

  private NodeConfig with(Optional<String> newName, int newOffset, ClusterConfig newCluster) {
    return new NodeConfig(
        newName,
        transport,
        runDirectory,
        dataDirectory,
        newOffset,
        drainTimeout,
        services,
        newCluster,
        dns,
        maxConnections,
        memory,
        clients,
        traceCallSites,
        blockedLoopThreshold,
        bindPolicy,
        rpc,
        listeners,
        gateway);
  }
}
