package dev.samara.rpc.dialogue;

import dev.samara.rpc.wire.Frame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;

/**
 * Makes items bytes where they are said, behind those that were said before: they are copied once
 * less, and need no frame each. Owned by the event loop of its dialogue.
 */
final class ItemChunks {
  /** No more are written behind so many bytes. */
  private static final int CHUNK_BYTES = 32 * 1024;

  private static final int MOST_AT_ONCE = 2 * CHUNK_BYTES;
  private static final int MARGIN_BYTES = 1024;

  /** The next is often as long: a buffer that has to grow copies what it has. */
  private int lastBytes;

  /**
   * Writes an item behind what was said in this turn.
   *
   * @return how many bytes its payload has
   * @throws dev.samara.rpc.payload.PayloadException if it does not fit; nothing was said then
   */
  int write(Dialogue dialogue, long id, boolean toCallee, Object item, ItemEncoder encoder) {
    List<Frame> said = dialogue.unsaid();
    if (!said.isEmpty()
        && said.getLast() instanceof Frame.Items(long first, ByteBuf bytes)
        && bytes.readableBytes() < CHUNK_BYTES) {
      int length = encoder.write(bytes, id, toCallee, item);
      lastBytes = bytes.readableBytes();
      return length;
    }
    ByteBuf bytes = Unpooled.buffer(Math.min(lastBytes + MARGIN_BYTES, MOST_AT_ONCE));
    int length = encoder.write(bytes, id, toCallee, item);
    lastBytes = bytes.readableBytes();
    dialogue.say(new Frame.Items(id, bytes));
    return length;
  }
}
