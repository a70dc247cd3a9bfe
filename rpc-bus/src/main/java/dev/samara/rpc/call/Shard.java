package dev.samara.rpc.call;

/**
 * A shard of a service, as one node has it.
 *
 * @param service the service's name
 * @param index which one, 0 to {@code count - 1}
 * @param count how many shards the service has
 * @param epoch which ownership of this shard it is: greater than that of every earlier one. Storage
 *     that remembers the greatest it has seen, and refuses what comes with a smaller one, is safe
 *     from an owner that does not know yet that it is none any more
 */
public record Shard(String service, int index, int count, long epoch) {}
