package dev.samara.rpc;

import dev.samara.rpc.call.ServiceInfo;
import java.util.List;

/**
 * Another node as of its last announcement.
 *
 * @param incarnation tells one life of a node id from the next
 * @param state ALIVE or LEAVING
 */
record Peer(
    String nodeId, String nodeName, long incarnation, NodeState state, List<ServiceInfo> services) {

  /** The same life of the same node. */
  boolean sameLifeAs(Peer other) {
    return incarnation == other.incarnation && nodeId.equals(other.nodeId);
  }
}
