package dev.samara.rpc.transport;

/**
 * Who says a batch.
 *
 * @param nodeId the node
 * @param nodeName the same for humans
 * @param incarnation which life of that node
 * @param loop which of its event loops, where answers go
 */
record Origin(String nodeId, String nodeName, long incarnation, int loop) {}
