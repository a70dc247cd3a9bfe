package dev.samara.net.lifecycle;

import dev.samara.codec.Framing;
import dev.samara.codec.stream.EncodeStep.Bytes;
import dev.samara.codec.stream.EncodeStep.Done;
import dev.samara.codec.stream.EncodeStep.Slice;
import dev.samara.codec.stream.EncodeStep.Suspended;
import dev.samara.codec.stream.Encoder;
import dev.samara.net.connection.Cause;
import dev.samara.net.connection.Link;
import dev.samara.net.connection.UndeliveredException.Outcome;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.buffer.BufferInternal;

/**
 * A message whose bytes are made while it is sent. Owned by the connection's event loop.
 *
 * <pre>
 *             first piece          last piece           last receipt
 *   WAITING ──────────────▶ GIVING ──────────▶ GIVEN ──────────────────▶ flushed
 *      │                      │                  │
 *      │ encoder fails,       │ ditto, or the    │ link closed
 *      │ link closed          │ wrong length     │
 *      │                      ▼                  │      last receipt
 *      └──────────────────▶ BROKEN ◀─────────────┘ ────────────────────▶ incomplete or returned
 * </pre>
 *
 * One that turns out longer or shorter than announced cannot be mended: the peer would take what
 * follows for a part of it, so the connection ends.
 */
final class StreamedMessage implements Outgoing {

  private enum State {
    WAITING,
    GIVING,
    GIVEN,
    BROKEN
  }

  /** Where the pieces go and who is told. */
  interface Owner {

    Link link();

    /** Bytes were given to the link. */
    void streaming(long bytes);

    /** The link has dealt with bytes, one way or the other. */
    void streamed(long bytes);

    /** Runs a task on the event loop. */
    void run(Runnable task);

    /** The encoder can go on. */
    void ready();

    /** All bytes are given or none follow: the next message may go. */
    void given(StreamedMessage message);

    /** The message has its outcome. */
    void ended(StreamedMessage message);

    /** Nothing can follow on this connection. */
    void broken(String reason);
  }

  private final Owner owner;
  private final Framing framing;
  private final Encoder encoder;
  private final Promise<Void> promise;
  private final ByteBuf head;
  private State state = State.WAITING;
  private long leftBytes;
  private long unconfirmedBytes;
  private boolean suspended;
  private boolean writing;
  private boolean partSent;
  private String failure = "";
  private boolean ownFault;

  /**
   * Prepares a message.
   *
   * @throws dev.samara.codec.FramingException if the framing cannot carry the length
   * @throws UnsupportedOperationException if it cannot announce one
   */
  StreamedMessage(
      Owner owner, Framing framing, long lengthBytes, Encoder encoder, Promise<Void> promise) {
    this.owner = owner;
    this.framing = framing;
    this.encoder = encoder;
    this.promise = promise;
    this.leftBytes = lengthBytes;
    this.head = Unpooled.buffer(16);
    framing.encodeHead(lengthBytes, head);
  }

  @Override
  public Promise<Void> promise() {
    return promise;
  }

  /** Why it was not sent whole; empty if it was. */
  String failure() {
    return failure;
  }

  /** Whether its encoder is to blame, and not the connection. */
  boolean isOwnFault() {
    return ownFault;
  }

  /** Whether a part of it has left, or may have. */
  boolean isPartSent() {
    return partSent;
  }

  /** Whether nothing of it can be sent before its encoder has more. */
  boolean isStarved() {
    return suspended && unconfirmedBytes == 0;
  }

  private void become(State next) {
    state = next;
    if (next == State.GIVEN || next == State.BROKEN) {
      owner.given(this);
      endIfSettled();
    }
  }

  /** Gives the link the next piece; returns whether it is worth asking for another one at once. */
  boolean writeNext() {
    if (suspended) {
      return false;
    }
    writing = true;
    try {
      switch (encoder.pull()) {
        case Bytes(var bytes) -> writePiece(direct(((BufferInternal) bytes).getByteBuf()));
        case Slice(var bytes) -> writePiece(bytes);
        case Done() -> writeEnd();
        case Suspended(var until) -> suspend(until);
      }
    } catch (RuntimeException e) {
      fail(String.valueOf(e.getMessage()));
    } finally {
      writing = false;
    }
    return !suspended;
  }

  private void writePiece(ByteBuf bytes) {
    if (Long.compareUnsigned(bytes.readableBytes(), leftBytes) > 0) {
      bytes.release();
      fail("the message is longer than announced");
      return;
    }
    writeHead();
    leftBytes -= bytes.readableBytes();
    write(bytes);
  }

  private void writeEnd() {
    if (leftBytes != 0) {
      fail(
          "the message is %s bytes shorter than announced"
              .formatted(Long.toUnsignedString(leftBytes)));
      return;
    }
    writeHead();
    var tail = Unpooled.buffer(8);
    framing.encodeTail(tail);
    if (tail.isReadable()) {
      write(direct(tail));
    }
    become(State.GIVEN);
  }

  private void writeHead() {
    if (state == State.WAITING) {
      become(State.GIVING);
      write(direct(head));
    }
  }

  private void write(ByteBuf bytes) {
    var count = bytes.readableBytes();
    unconfirmedBytes += count;
    owner.streaming(count);
    owner.link().write(bytes, new PieceReceipt(count));
  }

  /** Netty would copy it as well, into memory that it makes and clears for each piece. */
  private static ByteBuf direct(ByteBuf bytes) {
    return PooledByteBufAllocator.DEFAULT.directBuffer(bytes.readableBytes()).writeBytes(bytes);
  }

  private void suspend(Future<Void> until) {
    suspended = true;
    until.onComplete(
        _ -> owner.run(() -> resume("")),
        cause -> owner.run(() -> resume(String.valueOf(cause.getMessage()))));
  }

  private void resume(String fault) {
    suspended = false;
    if (state == State.BROKEN) {
      return;
    }
    if (!fault.isEmpty()) {
      fail(fault);
    }
    if (!writing) {
      owner.ready(); // Else it was over at once: the outbox is just asking for the next piece.
    }
  }

  private void fail(String reason) {
    ownFault = state == State.WAITING || state == State.GIVING;
    abort(reason);
    if (partSent || unconfirmedBytes > 0) {
      owner.broken(reason);
    }
  }

  /** Gives up; without effect once everything was given or given up. */
  void abort(String reason) {
    if (state == State.WAITING || state == State.GIVING) {
      failure = reason;
      encoder.close();
      become(State.BROKEN);
    }
  }

  private void endIfSettled() {
    if (unconfirmedBytes == 0) {
      owner.ended(this);
    }
  }

  @Override
  public void undelivered(Outcome outcome, Cause why, String reason) {
    encoder.close();
    Outgoing.super.undelivered(outcome, why, reason);
  }

  /** What became of one piece. */
  private final class PieceReceipt implements Link.Receipt {

    private final int bytes;

    PieceReceipt(int bytes) {
      this.bytes = bytes;
    }

    @Override
    public void done() {
      partSent = true;
      settled();
    }

    @Override
    public void failed(long sentBytes) {
      partSent |= sentBytes != 0;
      if (failure.isEmpty()) {
        failure = "the connection ended within the message";
      }
      settled();
      abort(failure);
    }

    private void settled() {
      unconfirmedBytes -= bytes;
      owner.streamed(bytes);
      if (state == State.GIVEN || state == State.BROKEN) {
        endIfSettled();
      }
    }
  }
}
