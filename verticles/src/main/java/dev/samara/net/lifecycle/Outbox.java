package dev.samara.net.lifecycle;

import dev.samara.codec.Framing;
import dev.samara.net.connection.Ledger;
import dev.samara.net.connection.Link;
import dev.samara.net.connection.UndeliveredException;
import dev.samara.net.connection.UndeliveredException.Outcome;
import io.netty.buffer.ByteBufAllocator;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What waits to be sent to one peer. Messages move from {@code waiting} to {@code handed} when they
 * are joined into one write (a cork) and given to the link, and leave when the link gives its
 * receipt. Owned by the connection's event loop.
 */
final class Outbox {

  /** Small messages are joined up to this size: more per system call gains nothing measurable. */
  private static final int CORK_BYTES = 64 * 1024;

  private static final ByteBufAllocator BUFFERS = ByteBufAllocator.DEFAULT;

  /**
   * A message on its way.
   *
   * @param promise told of its outcome, or null if nobody asked
   */
  record Outgoing(Buffer message, int encodedBytes, Promise<Void> promise) {

    void undelivered(Outcome outcome, String reason) {
      if (promise != null) {
        promise.fail(new UndeliveredException(outcome, reason));
      }
    }
  }

  private final Framing framing;
  private final Link link;
  private final Ledger ledger;
  private final Runnable onSent;
  private final ArrayDeque<Outgoing> waiting = new ArrayDeque<>();
  private final ArrayDeque<Outgoing> handed = new ArrayDeque<>();

  /** What stands back behind {@link #waiting} while a connection opens. */
  private final ArrayDeque<Outgoing> held = new ArrayDeque<>();

  private long queuedBytes;

  /** What a failed write leaves behind, for the disconnect event. */
  private Optional<Buffer> incomplete = Optional.empty();

  private final List<Buffer> unsent = new ArrayList<>(0);

  Outbox(Framing framing, Link link, Ledger ledger, Runnable onSent) {
    this.framing = framing;
    this.link = link;
    this.ledger = ledger;
    this.onSent = onSent;
  }

  void add(Outgoing outgoing) {
    waiting.add(outgoing);
    queuedBytes += outgoing.encodedBytes();
  }

  /** What is queued stands back until {@link #release}: what is added meanwhile goes first. */
  void hold() {
    held.addAll(waiting);
    waiting.clear();
  }

  void release() {
    waiting.addAll(held);
    held.clear();
  }

  /** Bytes that wait to be sent, on the wire. */
  long queuedBytes() {
    return queuedBytes;
  }

  /** Messages without an outcome. */
  int size() {
    return waiting.size() + held.size() + handed.size();
  }

  /** Whether the link still owes receipts. */
  boolean owesReceipts() {
    return !handed.isEmpty();
  }

  /** Gives the link as much as it wants. */
  void flush() {
    if (waiting.isEmpty()) {
      return;
    }
    while (!waiting.isEmpty() && link.isWritable()) {
      writeCork();
    }
    link.flush();
  }

  private void writeCork() {
    var joins = !link.keepsMessageBounds();
    var messages = 0;
    var bytes = 0L;
    for (var outgoing : waiting) {
      if (messages > 0 && (!joins || bytes + outgoing.encodedBytes() > CORK_BYTES)) {
        break;
      }
      messages++;
      bytes += outgoing.encodedBytes();
    }
    var cork = BUFFERS.directBuffer((int) bytes);
    for (var i = 0; i < messages; i++) {
      var outgoing = waiting.poll();
      framing.encode(outgoing.message(), cork);
      handed.add(outgoing);
    }
    link.write(cork, new CorkReceipt(messages));
  }

  /** Takes back the oldest message of which nothing was given to the link, if there is one. */
  Optional<Buffer> dropOldest(String reason) {
    var oldest = Optional.ofNullable(waiting.poll());
    oldest.ifPresent(outgoing -> giveBack(outgoing, reason));
    return oldest.map(Outgoing::message);
  }

  /** Takes back everything that was not given to the link. */
  void takeBackWaiting(String reason) {
    release();
    for (var outgoing : waiting) {
      unsent.add(outgoing.message());
      giveBack(outgoing, reason);
    }
    waiting.clear();
  }

  private void giveBack(Outgoing outgoing, String reason) {
    queuedBytes -= outgoing.encodedBytes();
    ledger.giveBack(1);
    outgoing.undelivered(Outcome.RETURNED, reason);
  }

  /** The message that was partly sent when the link failed. */
  Optional<Buffer> incomplete() {
    return incomplete;
  }

  /** The messages taken back, in the order in which they were given. */
  List<Buffer> unsent() {
    return unsent;
  }

  /** What became of the messages of one write. */
  private final class CorkReceipt implements Link.Receipt {

    private final int messages;

    CorkReceipt(int messages) {
      this.messages = messages;
    }

    @Override
    public void done() {
      for (var i = 0; i < messages; i++) {
        sent(handed.poll());
      }
      onSent.run();
    }

    @Override
    public void failed(long sentBytes) {
      var left = sentBytes;
      for (var i = 0; i < messages; i++) {
        var outgoing = handed.poll();
        if (left >= outgoing.encodedBytes()) {
          left -= outgoing.encodedBytes();
          sent(outgoing);
        } else if (left > 0) {
          left = 0;
          incomplete(outgoing);
        } else {
          unsent.add(outgoing.message());
          giveBack(outgoing, "the connection ended before the message was sent");
        }
      }
      onSent.run();
    }

    private void sent(Outgoing outgoing) {
      queuedBytes -= outgoing.encodedBytes();
      ledger.flush(1);
      if (outgoing.promise() != null) {
        outgoing.promise().complete();
      }
    }

    private void incomplete(Outgoing outgoing) {
      queuedBytes -= outgoing.encodedBytes();
      ledger.incomplete();
      incomplete = Optional.of(outgoing.message());
      outgoing.undelivered(Outcome.INCOMPLETE, "the connection ended within the message");
    }
  }
}
