package dev.samara.node.cluster;

import com.hazelcast.cluster.Cluster;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.config.Config;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MultiMapConfig;
import dev.samara.node.config.ClusterConfig;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Hazelcast for nodes that find each other by address, without multicast. A member that dies is
 * noticed at once when its connections break, and after five seconds when it falls silent.
 */
public final class HazelcastCluster {

  private static final String NAME_ATTRIBUTE = "samara.node";

  /** Set by Vert.x's cluster manager. */
  private static final String ID_ATTRIBUTE = "__vertx.nodeId";

  private final HazelcastClusterManager manager;

  /**
   * Prepares a member; it joins when Vert.x starts with {@link #manager}.
   *
   * @param nodeName the node's name, told to the others
   * @param options where the others are
   */
  public HazelcastCluster(String nodeName, ClusterConfig options) {
    // Also as a property, or the first warning goes to java.util.logging.
    System.setProperty("hazelcast.logging.type", "slf4j");
    this.manager = new HazelcastClusterManager(config(nodeName, options));
  }

  private static Config config(String nodeName, ClusterConfig options) {
    var config = new Config().setClusterName("samara");
    config.getMemberAttributeConfig().setAttribute(NAME_ATTRIBUTE, nodeName);
    config
        .setProperty("hazelcast.logging.type", "slf4j")
        .setProperty("hazelcast.phone.home.enabled", "false")
        .setProperty("hazelcast.socket.bind.any", "false")
        .setProperty("hazelcast.wait.seconds.before.join", "0")
        .setProperty("hazelcast.max.wait.seconds.before.join", "1")
        .setProperty("hazelcast.heartbeat.interval.seconds", "1")
        .setProperty("hazelcast.max.no.heartbeat.seconds", "5")
        .setProperty("hazelcast.merge.first.run.delay.seconds", "5")
        .setProperty("hazelcast.merge.next.run.delay.seconds", "5")
        .setProperty("hazelcast.partial.member.disconnection.resolution.heartbeat.count", "5");
    config.getMetricsConfig().setEnabled(false);
    config.getJetConfig().setEnabled(false);
    config.addMultiMapConfig(new MultiMapConfig("__vertx.subs").setBackupCount(2));
    config.addMapConfig(new MapConfig("__vertx.nodeInfo").setBackupCount(2));
    var network = config.getNetworkConfig();
    network.setPort(options.port()).setPortAutoIncrement(true).setPortCount(options.ports());
    network.getInterfaces().setEnabled(true).addInterface(options.host());
    var join = network.getJoin();
    join.getAutoDetectionConfig().setEnabled(false);
    join.getMulticastConfig().setEnabled(false);
    var addresses = join.getTcpIpConfig().setEnabled(true).setConnectionTimeoutSeconds(2);
    for (var i = 0; i < options.ports(); i++) {
      addresses.addMember(options.host() + ":" + (options.port() + i));
    }
    options.members().forEach(addresses::addMember);
    return config;
  }

  /**
   * What Vert.x is to be started with.
   *
   * @return the cluster manager
   */
  public HazelcastClusterManager manager() {
    return manager;
  }

  private Cluster cluster() {
    return manager.getHazelcastInstance().getCluster();
  }

  /**
   * The nodes of the cluster, after it was joined. Any thread; does not block.
   *
   * @return by name
   */
  public List<Member> members() {
    return cluster().getMembers().stream()
        .map(HazelcastCluster::member)
        .sorted(Comparator.comparing(Member::name))
        .toList();
  }

  private static Member member(com.hazelcast.cluster.Member member) {
    var address = member.getAddress();
    return new Member(
        attribute(member, NAME_ATTRIBUTE),
        address.getHost() + ":" + address.getPort(),
        attribute(member, ID_ATTRIBUTE),
        member.localMember());
  }

  private static String attribute(com.hazelcast.cluster.Member member, String name) {
    var value = member.getAttribute(name);
    return value == null ? "?" : value;
  }

  /**
   * Asks to be told of nodes that leave, after the cluster was joined.
   *
   * @param listener is given the id of each node that left or died, on a thread of Hazelcast's
   */
  public void onLeave(Consumer<String> listener) {
    cluster()
        .addMembershipListener(
            new MembershipListener() {
              @Override
              public void memberAdded(MembershipEvent event) {
                // A new node announces itself over the bus when it is ready.
              }

              @Override
              public void memberRemoved(MembershipEvent event) {
                listener.accept(attribute(event.getMember(), ID_ATTRIBUTE));
              }
            });
  }
}
