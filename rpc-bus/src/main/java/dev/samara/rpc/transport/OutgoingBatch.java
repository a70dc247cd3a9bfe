package dev.samara.rpc.transport;

import dev.samara.rpc.wire.Frame;
import java.util.List;

/**
 * A batch before it is bytes: it becomes bytes only where the bus writes its message, so that they
 * need not be copied there.
 *
 * @param from who says it
 * @param frames in order; nobody changes them
 * @param roughBytes about as many bytes they have together
 */
record OutgoingBatch(Origin from, List<Frame> frames, int roughBytes) {}
