package dev.samara.rpc.transport;

import dev.samara.rpc.call.FailureKind;
import dev.samara.rpc.dialogue.Carrier;
import dev.samara.rpc.dialogue.Dialogue;
import dev.samara.rpc.text.Texts;
import dev.samara.rpc.wire.Frame;
import dev.samara.rpc.wire.FrameWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.eventbus.MessageProducer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.internal.buffer.BufferInternal;
import java.util.List;

/** Carries the frames of one turn in one bus message to an event loop of another node. */
final class BusCarrier implements Carrier {
  private static final int FIRST_BYTES = 1024;

  private final Batch self;
  private final String nodeName;
  private final MessageProducer<Batch> producer;
  private final long maxQueuedBytes;
  private Dialogue dialogue;

  /** Given to the bus, and not yet to the operating system. */
  private long queuedBytes;

  BusCarrier(Batch self, String nodeName, MessageProducer<Batch> producer, long maxQueuedBytes) {
    this.self = self;
    this.nodeName = nodeName;
    this.producer = producer;
    this.maxQueuedBytes = maxQueuedBytes;
  }

  void join(Dialogue its) {
    dialogue = its;
  }

  @Override
  public String peer() {
    return "node '" + nodeName + "'";
  }

  @Override
  public boolean isInMemory() {
    return false;
  }

  @Override
  public boolean isFull(long unsaidBytes) {
    return queuedBytes + unsaidBytes > maxQueuedBytes;
  }

  @Override
  public boolean takesAnswer(long unsaidBytes, long answerBytes) {
    long before = queuedBytes + unsaidBytes;
    return before == 0 || before + answerBytes <= maxQueuedBytes;
  }

  @Override
  public void carry(List<Frame> frames) {
    ByteBuf out = Unpooled.buffer(FIRST_BYTES);
    frames.forEach(frame -> FrameWriter.write(out, frame));
    int bytes = out.readableBytes();
    queuedBytes += bytes;
    Batch batch =
        new Batch(
            self.nodeId(),
            self.nodeName(),
            self.incarnation(),
            self.loop(),
            BufferInternal.buffer(out));
    try {
      producer
          .write(batch)
          .onComplete(
              written -> dialogue.loop().execute(() -> queuedBytes -= bytes),
              cause -> dialogue.loop().execute(() -> notWritten(frames, bytes, cause)));
    } catch (RuntimeException closed) {
      // The bus throws when it is closed.
      notWritten(frames, bytes, closed);
    }
  }

  private void notWritten(List<Frame> frames, int bytes, Throwable cause) {
    queuedBytes -= bytes;
    if (cause instanceof ReplyException reply && reply.failureType() == ReplyFailure.NO_HANDLERS) {
      // The cluster knows already that the node is gone; its silence will tell the directory.
      dialogue.notCarried(frames, FailureKind.NODE_LEFT, true, ": it has left");
    } else {
      dialogue.notCarried(frames, FailureKind.CONNECTION_LOST, false, ": " + Texts.describe(cause));
    }
  }
}
