package dev.samara.rpc.transport;

import dev.samara.rpc.directory.Announcement;
import dev.samara.rpc.wire.FrameWriter;
import dev.samara.rpc.wire.WireReader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import io.vertx.core.internal.buffer.BufferInternal;

/**
 * Puts batches on the wire: a version byte, node id and name as texts, the incarnation in 8 bytes,
 * the loop as a number, then the frames to the end. Inside a process the record is handed over.
 */
final class BatchCodec implements MessageCodec<Batch, Batch> {
  private static final int VERSION = 3;

  @Override
  public void encodeToWire(Buffer buffer, Batch batch) {
    ByteBuf head = Unpooled.buffer(128);
    head.writeByte(VERSION);
    FrameWriter.text(head, batch.nodeId());
    FrameWriter.text(head, batch.nodeName());
    head.writeLong(batch.incarnation());
    FrameWriter.number(head, batch.loop());
    buffer.appendBuffer(BufferInternal.buffer(head)).appendBuffer(batch.frames());
  }

  /** Throws an IllegalArgumentException for bytes that do not begin like a batch. */
  @Override
  public Batch decodeFromWire(int position, Buffer buffer) {
    WireReader in = new WireReader(buffer, position);
    int version = in.unsignedByte("version");
    if (version != VERSION) {
      throw new IllegalArgumentException("version " + version + " is unknown");
    }
    String nodeId = in.text(Announcement.MAX_NAME, "nodeId");
    String nodeName = in.text(Announcement.MAX_NAME, "nodeName");
    long incarnation = in.number("incarnation");
    int loop = (int) in.count(Announcement.MAX_LOOPS, "loop");
    return new Batch(nodeId, nodeName, incarnation, loop, in.rest());
  }

  @Override
  public Batch transform(Batch batch) {
    return batch;
  }

  @Override
  public String name() {
    return "samara.rpc.batch";
  }

  @Override
  public byte systemCodecID() {
    return -1;
  }
}
