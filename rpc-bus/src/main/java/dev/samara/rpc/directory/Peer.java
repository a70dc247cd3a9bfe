package dev.samara.rpc.directory;

import dev.samara.rpc.call.ServiceInfo;
import java.util.List;
import java.util.Optional;

/**
 * Another node as of its last announcement.
 *
 * @param nodeId unique in the cluster
 * @param nodeName for humans
 * @param incarnation tells one life of a node id from the next
 * @param loops how many event loops take its calls
 * @param state ALIVE or LEAVING
 * @param services what it offers
 * @param link where it takes calls over connections, if it does
 */
public record Peer(
    String nodeId,
    String nodeName,
    long incarnation,
    int loops,
    NodeState state,
    List<ServiceInfo> services,
    Optional<LinkAddress> link) {

  /**
   * The same life of the same node.
   *
   * @param other another one, or the same later
   * @return true if it has gone on meanwhile
   */
  public boolean sameLifeAs(Peer other) {
    return incarnation == other.incarnation && nodeId.equals(other.nodeId);
  }
}
