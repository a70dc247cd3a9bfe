package dev.samara.rpc.transport;

import io.vertx.core.buffer.Buffer;

/**
 * What one event loop said to another in one turn, or a part of it, as it arrives.
 *
 * @param from who said it
 * @param frames one behind the other; nobody changes them
 */
record Batch(Origin from, Buffer frames) {}
