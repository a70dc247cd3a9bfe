package dev.samara.rpc.policy;

/**
 * What the calls of a client took beyond one attempt each. Calls are counted elsewhere: one is one,
 * whatever the number of its attempts.
 *
 * @param attempts all attempts
 * @param retries of these, after a failure
 * @param hedges of these, because the first one took long
 * @param hedgesWon hedges that were answered first
 * @param exhausted failures that stood because the budget was used up
 * @param kept attempts that a circuit breaker kept from a node
 */
public record AttemptFigures(
    long attempts, long retries, long hedges, long hedgesWon, long exhausted, long kept) {}
