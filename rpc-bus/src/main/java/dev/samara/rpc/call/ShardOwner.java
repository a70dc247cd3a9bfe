package dev.samara.rpc.call;

/**
 * Who owns a shard.
 *
 * @param shard its index
 * @param node the name of the node
 * @param epoch which ownership it is
 */
public record ShardOwner(int shard, String node, long epoch) {}
