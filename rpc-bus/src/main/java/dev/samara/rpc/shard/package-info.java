/**
 * Services in shards, on the side of the nodes that own them: a {@code ShardHost} has a {@code
 * HostedShard} for each, which owns it only while it holds its lock. The side of the callers is
 * {@code ShardOwners} and {@code ShardAttempts} in the package of clients. Not exported.
 */
package dev.samara.rpc.shard;
