package dev.samara.net.lifecycle;

import dev.samara.net.connection.Ledger;
import dev.samara.net.connection.Link;
import dev.samara.net.connection.UndeliveredException.Outcome;
import dev.samara.net.lifecycle.Outgoing.Whole;
import dev.samara.net.transport.LoopBuffer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What waits to be sent to one peer. Messages move from {@code waiting} to {@code handed} when they
 * are joined into one write (a cork) and given to the link, and leave when the link gives its
 * receipt. A streamed message is handed with its first bytes and holds up those behind it until its
 * last. Owned by the connection's event loop.
 */
final class Outbox {

  /** Small messages are joined up to this size. */
  private static final int CORK_BYTES = LoopBuffer.CAPACITY_BYTES;

  /** Usually a cork has left when the next one is made. */
  private static final LoopBuffer CORKS = new LoopBuffer();

  private final Link link;
  private final Ledger ledger;
  private final Runnable onSent;
  private final ArrayDeque<Outgoing> waiting = new ArrayDeque<>();
  private final ArrayDeque<Outgoing> handed = new ArrayDeque<>();
  private final LongSupplier clock;
  private long queuedBytes;

  /** The streamed message whose bytes are being given to the link; null if there is none. */
  private StreamedMessage streaming;

  /** How many of the waiting ones have a deadline. */
  private int deadlines;

  /** Since when the link has owed the receipt at the head; meaningless while it owes none. */
  private long owedSinceNanos;

  /** What a failed write leaves behind, for the disconnect event. */
  private Optional<Buffer> incomplete = Optional.empty();

  private final List<Buffer> unsent = new ArrayList<>(0);

  Outbox(Link link, Ledger ledger, LongSupplier clock, Runnable onSent) {
    this.link = link;
    this.ledger = ledger;
    this.clock = clock;
    this.onSent = onSent;
  }

  void add(Whole message) {
    waiting.add(message);
    queuedBytes += message.encodedBytes();
    if (message.deadlineNanos() != Long.MAX_VALUE) {
      deadlines++;
    }
  }

  void add(StreamedMessage message) {
    waiting.add(message);
  }

  /** Bytes that wait to be sent, on the wire; of streamed messages only those on their way. */
  long queuedBytes() {
    return queuedBytes;
  }

  /** Messages without an outcome. */
  int size() {
    return waiting.size() + handed.size();
  }

  /** Whether the link still owes receipts. */
  boolean owesReceipts() {
    return !handed.isEmpty();
  }

  /** For how long the peer has accepted nothing although something was given to the link. */
  long stuckNanos() {
    var starved = streaming != null && handed.size() == 1 && streaming.isStarved();
    return handed.isEmpty() || starved ? 0 : clock.getAsLong() - owedSinceNanos;
  }

  /** Gives the link as much as it wants. */
  void flush() {
    if (waiting.isEmpty() && streaming == null) {
      return;
    }
    if (handed.isEmpty()) {
      owedSinceNanos = clock.getAsLong();
    }
    while (link.isWritable() && writeNext()) {
      // Goes on until the link has enough or nothing is left.
    }
    link.flush();
  }

  /** Returns whether it is worth going on. */
  private boolean writeNext() {
    if (streaming != null) {
      return streaming.writeNext();
    }
    if (waiting.peek() instanceof StreamedMessage message) {
      waiting.poll();
      handed.add(message);
      streaming = message;
    } else if (!waiting.isEmpty()) {
      writeCork();
    }
    return streaming != null || !waiting.isEmpty();
  }

  private void writeCork() {
    var joins = !link.keepsMessageBounds();
    var messages = 0;
    var bytes = 0L;
    for (var outgoing : waiting) {
      if (!(outgoing instanceof Whole message)
          || messages > 0 && (!joins || bytes + message.encodedBytes() > CORK_BYTES)) {
        break;
      }
      messages++;
      bytes += message.encodedBytes();
    }
    var cork = cork((int) bytes);
    for (var i = 0; i < messages; i++) {
      var message = (Whole) waiting.poll();
      message.framing().encode(message.message(), cork);
      handed.add(message);
      countDeadline(message);
    }
    link.write(cork, new CorkReceipt(messages));
  }

  private static ByteBuf cork(int bytes) {
    return bytes <= CORK_BYTES && CORKS.isFree()
        ? CORKS.take()
        : ByteBufAllocator.DEFAULT.directBuffer(bytes);
  }

  private void countDeadline(Whole message) {
    if (message.deadlineNanos() != Long.MAX_VALUE) {
      deadlines--;
    }
  }

  /** Takes back the oldest message of which nothing was given to the link, if there is one. */
  Optional<Buffer> dropOldest(String reason) {
    for (var each = waiting.iterator(); each.hasNext(); ) {
      if (each.next() instanceof Whole oldest) {
        each.remove();
        countDeadline(oldest);
        giveBack(oldest, reason);
        return Optional.of(oldest.message());
      }
    }
    return Optional.empty();
  }

  /** Withdraws the messages whose deadline has come before anything of them was sent. */
  void expire(long nowNanos) {
    if (deadlines == 0) {
      return;
    }
    for (var each = waiting.iterator(); each.hasNext(); ) {
      if (each.next() instanceof Whole message && message.deadlineNanos() <= nowNanos) {
        each.remove();
        countDeadline(message);
        queuedBytes -= message.encodedBytes();
        ledger.expire(1);
        message.undelivered(Outcome.EXPIRED, "not sent within its time limit");
      }
    }
  }

  /** Takes back everything that was not given to the link. */
  void takeBackWaiting(String reason) {
    while (!waiting.isEmpty()) {
      var outgoing = waiting.poll();
      if (outgoing instanceof Whole message) {
        unsent.add(message.message());
      }
      giveBack(outgoing, reason);
    }
    deadlines = 0;
  }

  /** The link gives no receipt for what it was never given. */
  void linkClosed() {
    if (streaming != null) {
      streaming.abort("the connection ended within the message");
    }
  }

  private void giveBack(Outgoing outgoing, String reason) {
    if (outgoing instanceof Whole message) {
      queuedBytes -= message.encodedBytes();
    }
    ledger.giveBack(1);
    outgoing.undelivered(Outcome.RETURNED, reason);
  }

  /** The message that was partly sent when the link failed, unless it was a streamed one. */
  Optional<Buffer> incomplete() {
    return incomplete;
  }

  /** The messages taken back, in the order in which they were given; no streamed ones. */
  List<Buffer> unsent() {
    return unsent;
  }

  /** Bytes of a streamed message were given to the link. */
  void streaming(long bytes) {
    queuedBytes += bytes;
  }

  /** The link has dealt with bytes of a streamed message, one way or the other. */
  void streamed(long bytes) {
    queuedBytes -= bytes;
    owedSinceNanos = clock.getAsLong();
    onSent.run();
  }

  /** All bytes of a streamed message are given, or none follow. */
  void streamGiven(StreamedMessage message) {
    if (streaming == message) {
      streaming = null;
    }
  }

  /** A streamed message has its outcome. */
  void streamEnded(StreamedMessage message) {
    handed.remove(message);
    if (message.failure().isEmpty()) {
      ledger.flush(1);
      message.delivered();
    } else if (message.isPartSent()) {
      ledger.incomplete();
      message.undelivered(Outcome.INCOMPLETE, message.failure());
    } else {
      ledger.giveBack(1);
      message.undelivered(Outcome.RETURNED, message.failure());
    }
    onSent.run();
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
        sent((Whole) handed.poll());
      }
      owedSinceNanos = clock.getAsLong();
      onSent.run();
    }

    @Override
    public void failed(long sentBytes) {
      var left = sentBytes;
      for (var i = 0; i < messages; i++) {
        var message = (Whole) handed.poll();
        if (left >= message.encodedBytes()) {
          left -= message.encodedBytes();
          sent(message);
        } else if (left > 0) {
          left = 0;
          incomplete(message);
        } else {
          unsent.add(message.message());
          giveBack(message, "the connection ended before the message was sent");
        }
      }
      onSent.run();
    }

    private void sent(Whole message) {
      queuedBytes -= message.encodedBytes();
      ledger.flush(1);
      message.delivered();
    }

    private void incomplete(Whole message) {
      queuedBytes -= message.encodedBytes();
      ledger.incomplete();
      incomplete = Optional.of(message.message());
      message.undelivered(Outcome.INCOMPLETE, "the connection ended within the message");
    }
  }
}
