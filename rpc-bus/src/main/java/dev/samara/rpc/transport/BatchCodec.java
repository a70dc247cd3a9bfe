package dev.samara.rpc.transport;

import dev.samara.rpc.directory.Announcement;
import dev.samara.rpc.wire.Frame;
import dev.samara.rpc.wire.FrameWriter;
import dev.samara.rpc.wire.WireReader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import io.vertx.core.internal.buffer.BufferInternal;

/**
 * Puts batches on the wire: a version byte, node id and name as texts, the incarnation in 8 bytes,
 * the loop as a number, then the frames to the end. Inside a process only the frames are made
 * bytes.
 */
final class BatchCodec implements MessageCodec<OutgoingBatch, Batch> {
  private static final int VERSION = 3;

  /** Of most nodes. */
  private static final int HEAD_BYTES = 128;

  @Override
  public void encodeToWire(Buffer buffer, OutgoingBatch batch) {
    ByteBuf out = ((BufferInternal) buffer).unwrap();
    makeRoom(out, HEAD_BYTES + batch.roughBytes());
    Origin from = batch.from();
    out.writeByte(VERSION);
    FrameWriter.text(out, from.nodeId());
    FrameWriter.text(out, from.nodeName());
    out.writeLong(from.incarnation());
    FrameWriter.number(out, from.loop());
    write(out, batch);
  }

  /** Once and not by doubling; what is too little after all is made more as usual. */
  private static void makeRoom(ByteBuf out, int bytes) {
    if (out.writableBytes() < bytes) {
      out.capacity(out.writerIndex() + bytes);
    }
  }

  private static void write(ByteBuf out, OutgoingBatch batch) {
    for (Frame frame : batch.frames()) {
      FrameWriter.write(out, frame);
    }
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
    return new Batch(new Origin(nodeId, nodeName, incarnation, loop), in.rest());
  }

  @Override
  public Batch transform(OutgoingBatch batch) {
    ByteBuf out = Unpooled.buffer(batch.roughBytes());
    write(out, batch);
    return new Batch(batch.from(), BufferInternal.buffer(out));
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
