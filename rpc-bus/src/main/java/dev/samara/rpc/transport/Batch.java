package dev.samara.rpc.transport;

import io.vertx.core.buffer.Buffer;

/**
 * What one event loop says to another in one turn.
 *
 * @param nodeId who says it
 * @param nodeName the same for humans
 * @param incarnation which life of that node
 * @param loop which of its event loops, where answers go
 * @param frames one behind the other; nobody changes them
 */
record Batch(String nodeId, String nodeName, long incarnation, int loop, Buffer frames) {}
