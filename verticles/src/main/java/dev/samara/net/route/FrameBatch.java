package dev.samara.net.route;

import dev.samara.net.connection.ConnectionId;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;

/**
 * The messages of one read on their way to a service. Immutable but for the buffers, which belong
 * to the receiver.
 *
 * @param connection where they came from
 * @param client the client's name
 * @param sequence number of the batch within its connection
 * @param replyAddress the bus address of the connection's event loop
 * @param local whether the connection is on the same node as the service
 * @param messages the messages in order; not empty
 */
record FrameBatch(
    ConnectionId connection,
    Optional<String> client,
    long sequence,
    String replyAddress,
    boolean local,
    List<Buffer> messages) {}
