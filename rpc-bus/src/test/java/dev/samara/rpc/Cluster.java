package dev.samara.rpc;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.NetworkConfig;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.spi.cluster.NodeListener;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A member of a real cluster on loopback, with its RPC end.
 *
 * @param vertx its Vert.x
 * @param rpc told of leaving members by the cluster manager, as a node does it
 */
record Cluster(Vertx vertx, Rpc rpc) {

  /** Joins the members at the ports given, of which the first is its own. */
  static Cluster join(String name, List<Integer> ports) {
    return join(name, ports, RpcTuning.defaults());
  }

  /** The same, tuned otherwise. */
  static Cluster join(String name, List<Integer> ports, RpcTuning tuning) {
    return join(name, ports, 5, options -> options.withTuning(tuning));
  }

  /** As {@link #join(String, List)}, but a member that is silent is not given up. */
  static Cluster joinPatiently(String name, List<Integer> ports, RpcTuning tuning) {
    return join(
        name,
        ports,
        120,
        options ->
            options
                .withAnnouncing(Duration.ofMillis(500), Duration.ofMinutes(2))
                .withCallTimeout(Duration.ofMinutes(1))
                .withTuning(tuning));
  }

  private static Cluster join(
      String name, List<Integer> ports, int silentSeconds, UnaryOperator<RpcOptions> change) {
    HazelcastClusterManager manager = new HazelcastClusterManager(config(ports, silentSeconds));
    Vertx vertx =
        Waiting.result(
            Vertx.builder()
                .with(
                    new VertxOptions()
                        .setEventBusOptions(new EventBusOptions().setHost("127.0.0.1")))
                .withClusterManager(manager)
                .buildClustered());
    RpcOptions options = change.apply(RpcOptions.defaults(name, manager.getNodeId()));
    Rpc rpc = Waiting.result(Rpc.start(vertx, options));
    manager.nodeListener(
        new NodeListener() {
          @Override
          public void nodeAdded(String nodeId) {}

          @Override
          public void nodeLeft(String nodeId) {
            rpc.nodeLeft(nodeId);
          }
        });
    return new Cluster(vertx, rpc);
  }

  void leave() {
    Waiting.result(rpc.close());
    Waiting.result(vertx.close());
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static Config config(List<Integer> ports, int silentSeconds) {
    Config config = new Config();
    config.setClusterName("rpc-bus-test-" + ports.stream().sorted().toList());
    config.setProperty("hazelcast.logging.type", "slf4j");
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.socket.bind.any", "false");
    config.setProperty("hazelcast.wait.seconds.before.join", "0");
    config.setProperty("hazelcast.max.wait.seconds.before.join", "1");
    config.setProperty("hazelcast.heartbeat.interval.seconds", "1");
    config.setProperty("hazelcast.max.no.heartbeat.seconds", "" + silentSeconds);
    config.getMetricsConfig().setEnabled(false);
    config.getJetConfig().setEnabled(false);
    NetworkConfig network = config.getNetworkConfig();
    network.setPort(ports.getFirst()).setPortAutoIncrement(false);
    network.getInterfaces().setEnabled(true).addInterface("127.0.0.1");
    JoinConfig join = network.getJoin();
    join.getAutoDetectionConfig().setEnabled(false);
    join.getMulticastConfig().setEnabled(false);
    join.getTcpIpConfig().setEnabled(true);
    ports.forEach(port -> join.getTcpIpConfig().addMember("127.0.0.1:" + port));
    return config;
  }
}
