package dev.samara.rpc.transport;

import dev.samara.rpc.call.FailureKind;
import dev.samara.rpc.dialogue.Carrier;
import dev.samara.rpc.dialogue.Dialogue;
import dev.samara.rpc.text.Texts;
import dev.samara.rpc.wire.Frame;
import dev.samara.rpc.wire.FrameWriter;
import io.vertx.core.eventbus.MessageProducer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.util.List;

/**
 * Carries the frames of one turn to an event loop of another node: in one bus message, or in
 * several where they are long. Those of a megabyte would be copied again and again on both sides
 * while their buffers grow, and leave the other node idle meanwhile.
 */
final class BusCarrier implements Carrier {
  /** Frames are joined in one message up to this size. */
  private static final int MESSAGE_BYTES = 32 * 1024;

  private final Origin self;
  private final String nodeName;
  private final MessageProducer<OutgoingBatch> producer;
  private final long maxQueuedBytes;
  private Dialogue dialogue;

  /** Given to the bus, and not yet to the operating system. */
  private long queuedBytes;

  BusCarrier(
      Origin self, String nodeName, MessageProducer<OutgoingBatch> producer, long maxQueuedBytes) {
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
    int first = 0;
    int bytes = 0;
    for (int i = 0; i < frames.size(); i++) {
      bytes += FrameWriter.roughBytes(frames.get(i));
      if (bytes >= MESSAGE_BYTES || i == frames.size() - 1) {
        write(frames.subList(first, i + 1), bytes);
        first = i + 1;
        bytes = 0;
      }
    }
  }

  private void write(List<Frame> frames, int bytes) {
    queuedBytes += bytes;
    OutgoingBatch batch = new OutgoingBatch(self, frames, bytes);
    try {
      producer
          .write(batch)
          .onComplete(
              written -> dialogue.loop().execute(() -> queuedBytes -= bytes),
              cause -> dialogue.loop().execute(() -> notWritten(frames, bytes, cause)));
    } catch (RuntimeException | AssertionError closed) {
      // The bus throws when it is closed; run with assertions, also when its connection just was.
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
