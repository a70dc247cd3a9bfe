package dev.samara.node.cluster;

/**
 * A node of the cluster.
 *
 * @param name its name
 * @param address where the cluster reaches it, or {@code -} without a cluster
 * @param id its id in the cluster
 * @param self whether it is the node that answers
 */
public record Member(String name, String address, String id, boolean self) {}
