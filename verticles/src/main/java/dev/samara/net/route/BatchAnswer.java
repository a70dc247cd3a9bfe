package dev.samara.net.route;

import dev.samara.net.connection.Session;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;

/**
 * Answers to messages of one batch on their way back; a batch may be answered in several parts, in
 * order.
 *
 * @param serial which connection of the event loop
 * @param sequence number of the batch within its connection
 * @param answers the next answers in order; empty where the message has none
 * @param failure why the message after these could not be dealt with; empty if nothing failed
 */
record BatchAnswer(long serial, long sequence, List<Optional<Buffer>> answers, String failure)
    implements Session.ForConnection {}
