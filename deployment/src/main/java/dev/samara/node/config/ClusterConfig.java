package dev.samara.node.config;

import java.util.List;

/**
 * How a node finds the others.
 *
 * @param enabled whether it looks for others at all
 * @param host the address other nodes reach this one at
 * @param port the first member port that is tried
 * @param ports how many ports from there on are tried, and searched for nodes on the same host
 * @param members nodes elsewhere, as {@code host:port}
 */
public record ClusterConfig(
    boolean enabled, String host, int port, int ports, List<String> members) {

  /** Checks the values. */
  public ClusterConfig {
    Checks.range("cluster.port", port, 1, 65_535);
    Checks.range("cluster.ports", ports, 1, 1_000);
    members = members == null ? List.of() : List.copyOf(members);
  }

  ClusterConfig withEnabled(boolean on) {
    return new ClusterConfig(on, host, port, ports, members);
  }
}
