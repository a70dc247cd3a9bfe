package dev.samara.net.lifecycle;

import dev.samara.net.connection.Cause;
import dev.samara.net.connection.Ledger;
import dev.samara.net.connection.Link;
import dev.samara.net.connection.UndeliveredException.Outcome;
import dev.samara.net.lifecycle.Outgoing.Whole;
import dev.samara.net.memory.MemoryLimits;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * What waits to be sent to one peer. Messages move from {@code waiting} to {@code handed} when they
 * are joined into one write (a cork) and given to the link, and leave when the link gives its
 * receipt. A streamed message is handed with its first bytes and holds up those behind it until its
 * last. Owned by the connection's event loop.
 */
final class Outbox {

  private final Link link;
  private final Ledger ledger;
  private final LoopMemory memory;
  private final Runnable onSent;
  private final LifeCycle life;
  private final LongSupplier clock;
  private final ArrayDeque<Outgoing> waiting = new ArrayDeque<>(1);
  private final ArrayDeque<Outgoing> handed = new ArrayDeque<>(1);

  /** What stands back behind {@link #waiting} while a connection opens or its peer is asked. */
  private final ArrayDeque<Outgoing> held = new ArrayDeque<>(1);

  private long queuedBytes;

  /** The streamed message whose bytes are being given to the link; null if there is none. */
  private StreamedMessage streaming;

  /** How many of the waiting ones have a deadline. */
  private int deadlines;

  /** Since when the link has owed the receipt at the head; meaningless while it owes none. */
  private long owedSinceNanos;

  /** What a failed write leaves behind, for the disconnect event. */
  private Optional<Buffer> incomplete = Optional.empty();

  /** Taken back from the link: older than all that waited. */
  private final List<Buffer> unsentHanded = new ArrayList<>(0);

  private final List<Buffer> unsent = new ArrayList<>(0);

  /**
   * An empty queue.
   *
   * @param onSent run after each receipt
   * @param life told before anybody is told of messages that did not leave whole; knows why
   */
  Outbox(
      Link link,
      Ledger ledger,
      LoopMemory memory,
      LongSupplier clock,
      Runnable onSent,
      LifeCycle life) {
    this.link = link;
    this.ledger = ledger;
    this.memory = memory;
    this.clock = clock;
    this.onSent = onSent;
    this.life = life;
  }

  void add(Whole message, boolean standsBack) {
    (standsBack ? held : waiting).add(message);
    queuedBytes += message.encodedBytes();
    memory.out(message.encodedBytes() + MemoryLimits.MESSAGE_BYTES);
    if (message.deadlineNanos() != Long.MAX_VALUE) {
      deadlines++;
    }
  }

  void add(StreamedMessage message, boolean standsBack) {
    (standsBack ? held : waiting).add(message);
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

  boolean hasHeld() {
    return !held.isEmpty();
  }

  /** Bytes that wait to be sent, on the wire; of streamed messages only those on their way. */
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
    while ((streaming == null ? Corks.hasRoom(link) : link.isWritable()) && writeNext()) {
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
    var joins = Corks.joins(link);
    var messages = 0;
    var bytes = 0L;
    for (var outgoing : waiting) {
      if (!(outgoing instanceof Whole message)
          || messages > 0 && (!joins || bytes + message.encodedBytes() > Corks.MAX_BYTES)) {
        break;
      }
      messages++;
      bytes += message.encodedBytes();
    }
    var cork = Corks.of((int) bytes);
    for (var i = 0; i < messages; i++) {
      var message = (Whole) waiting.poll();
      message.framing().encode(message.message(), cork);
      handed.add(message);
      countDeadline(message);
    }
    link.write(cork, new CorkReceipt(messages));
  }

  private void countDeadline(Whole message) {
    if (message.deadlineNanos() != Long.MAX_VALUE) {
      deadlines--;
    }
  }

  /** Takes back the oldest message of which nothing was given to the link, if there is one. */
  Optional<Buffer> dropOldest(String reason) {
    return drop(waiting.iterator(), reason);
  }

  /** The same with the newest. */
  Optional<Buffer> dropNewest(String reason) {
    return drop(waiting.descendingIterator(), reason);
  }

  private Optional<Buffer> drop(Iterator<Outgoing> candidates, String reason) {
    while (candidates.hasNext()) {
      if (candidates.next() instanceof Whole message) {
        candidates.remove();
        forget(message);
        ledger.giveBack(1);
        message.undelivered(Outcome.RETURNED, Cause.QUEUE_FULL, reason);
        return Optional.of(message.message());
      }
    }
    return Optional.empty();
  }

  /** Withdraws the messages whose deadline has come before anything of them was sent. */
  void expire(long nowNanos) {
    if (deadlines == 0) {
      return;
    }
    var late = new ArrayList<Whole>();
    Stream.of(waiting, held)
        .forEach(queue ->
            queue.removeIf(outgoing ->
                outgoing instanceof Whole message
                    && message.deadlineNanos() <= nowNanos
                    && late.add(message)));
    late.forEach(this::forget);
    ledger.expire(late.size());
    var why = "not sent within its time limit";
    late.forEach(message -> message.undelivered(Outcome.EXPIRED, Cause.TOO_LATE, why));
  }

  /** Messages of which nothing was given to the link. */
  int waiting() {
    return waiting.size();
  }

  /** Takes back everything that was not given to the link. */
  void takeBackWaiting(String reason) {
    release();
    takeBack(waiting, reason);
  }

  /** Takes back what stands back, and nothing else. */
  void takeBackHeld(String reason) {
    takeBack(held, reason);
  }

  private void takeBack(ArrayDeque<Outgoing> queue, String reason) {
    var back = List.copyOf(queue);
    queue.clear();
    for (var outgoing : back) {
      forget(outgoing);
      if (outgoing instanceof Whole message) {
        unsent.add(message.message());
      }
    }
    ledger.giveBack(back.size());
    // Whoever is told may send, close or look: so only now, when all is counted.
    back.forEach(outgoing -> outgoing.undelivered(Outcome.RETURNED, life.cause(), reason));
  }

  /** The link gives no receipt for what it was never given. */
  void linkClosed() {
    if (streaming != null) {
      streaming.abort("the connection ended within the message");
    }
  }

  private void forget(Outgoing outgoing) {
    if (outgoing instanceof Whole message) {
      left(message);
      countDeadline(message);
    }
  }

  /** A message is not held any more, whatever became of it. */
  private void left(Whole message) {
    queuedBytes -= message.encodedBytes();
    memory.out(-message.encodedBytes() - MemoryLimits.MESSAGE_BYTES);
  }

  /** The message that was partly sent when the link failed, unless it was a streamed one. */
  Optional<Buffer> incomplete() {
    return incomplete;
  }

  /** The messages taken back, in the order in which they were given; no streamed ones. */
  List<Buffer> unsent() {
    return Stream.concat(unsentHanded.stream(), unsent.stream()).toList();
  }

  /** Bytes of a streamed message were given to the link. */
  void streaming(long bytes) {
    queuedBytes += bytes;
    memory.out(bytes);
  }

  /** The link has dealt with bytes of a streamed message, one way or the other. */
  void streamed(long bytes) {
    queuedBytes -= bytes;
    memory.out(-bytes);
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
    var why = message.isOwnFault() ? Cause.ENCODER_FAILED : life.cause();
    if (message.failure().isEmpty()) {
      ledger.flush(1);
      message.delivered();
    } else if (message.isPartSent()) {
      ledger.incomplete();
      life.writeFailed();
      message.undelivered(Outcome.INCOMPLETE, why, message.failure());
    } else {
      ledger.giveBack(1);
      message.undelivered(Outcome.RETURNED, why, message.failure());
    }
    onSent.run();
  }

  /**
   * What became of the messages of one write. It counts them all before it tells anybody: the
   * listeners may end the connection, and with it the writes behind this one.
   */
  private final class CorkReceipt implements Link.Receipt {

    private final int messages;

    CorkReceipt(int messages) {
      this.messages = messages;
    }

    @Override
    public void done() {
      List<Promise<Void>> asked = List.of();
      for (var i = 0; i < messages; i++) {
        var message = (Whole) handed.poll();
        left(message);
        if (message.promise() != null) {
          asked = asked.isEmpty() ? new ArrayList<>(messages) : asked;
          asked.add(message.promise());
        }
      }
      owedSinceNanos = clock.getAsLong();
      ledger.flush(messages);
      asked.forEach(Promise::complete);
      onSent.run();
    }

    @Override
    public void failed(long sentBytes) {
      // An unknown part of the first message is a part of it.
      var isPartly = sentBytes == UNKNOWN;
      var left = Math.max(0, sentBytes);
      var sent = new ArrayList<Whole>();
      var partly = new ArrayList<Whole>(1);
      var back = new ArrayList<Whole>();
      for (var i = 0; i < messages; i++) {
        var message = (Whole) handed.poll();
        left(message);
        if (left >= message.encodedBytes()) {
          left -= message.encodedBytes();
          sent.add(message);
        } else {
          (left > 0 || isPartly ? partly : back).add(message);
          left = 0;
          isPartly = false;
        }
      }
      count(sent.size(), partly, back);
      sent.forEach(Outgoing::delivered);
      fail(partly, Outcome.INCOMPLETE, "the connection ended within the message");
      fail(back, Outcome.RETURNED, "the connection ended before the message was sent");
      onSent.run();
    }

    private void fail(List<Whole> messages, Outcome outcome, String reason) {
      messages.forEach(outgoing -> outgoing.undelivered(outcome, life.cause(), reason));
    }

    private void count(int sent, List<Whole> partly, List<Whole> back) {
      ledger.flush(sent);
      for (var message : partly) {
        ledger.incomplete();
        incomplete = Optional.of(message.message());
      }
      ledger.giveBack(back.size());
      back.forEach(message -> unsentHanded.add(message.message()));
      life.writeFailed();
    }
  }
}
