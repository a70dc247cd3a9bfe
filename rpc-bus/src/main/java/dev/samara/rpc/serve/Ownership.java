package dev.samara.rpc.serve;

/**
 * What a service has that is a shard.
 *
 * @param epoch which ownership of the shard it is
 * @param running its calls, which have to end before another node may own it
 */
public record Ownership(long epoch, RunningCalls running) {}
