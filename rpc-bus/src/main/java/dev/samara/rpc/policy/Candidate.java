package dev.samara.rpc.policy;

/**
 * A node that offers a service, as the caller sees it now.
 *
 * @param nodeId its id
 * @param local whether it is the caller's own
 * @param pending how many calls of the caller it has not answered, 0 or more
 */
public record Candidate(String nodeId, boolean local, int pending) {}
