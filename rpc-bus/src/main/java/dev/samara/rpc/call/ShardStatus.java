package dev.samara.rpc.call;

/**
 * How a node stands to a shard that it owns, is to own, or has owned.
 *
 * @param shard its index
 * @param state unowned, waiting, acquiring, owned, draining or releasing
 * @param epoch which ownership it is, or was last; 0 if there was none
 * @param failures how often acquiring or releasing it has failed here
 * @param lastFailure the last one, in one line; empty if there was none
 */
public record ShardStatus(int shard, String state, long epoch, long failures, String lastFailure) {}
