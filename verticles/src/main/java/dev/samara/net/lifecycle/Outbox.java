package dev.samara.net.lifecycle;

import dev.samara.codec.Framing;
import dev.samara.net.connection.Ledger;
import dev.samara.net.connection.Link;
import dev.samara.net.connection.UndeliveredException;
import dev.samara.net.connection.UndeliveredException.Outcome;
import dev.samara.net.memory.MemoryLimits;
import io.netty.buffer.ByteBufAllocator;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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

    void delivered() {
      if (promise != null) {
        promise.complete();
      }
    }

    void undelivered(Outcome outcome, String reason) {
      if (promise != null) {
        promise.fail(new UndeliveredException(outcome, reason));
      }
    }
  }

  private final Framing framing;
  private final Link link;
  private final Ledger ledger;
  private final LoopMemory memory;
  private final Runnable onSent;
  private final Runnable onFailed;
  private final ArrayDeque<Outgoing> waiting = new ArrayDeque<>();
  private final ArrayDeque<Outgoing> handed = new ArrayDeque<>();

  /** What stands back behind {@link #waiting} while a connection opens. */
  private final ArrayDeque<Outgoing> held = new ArrayDeque<>();

  private long queuedBytes;

  /** What a failed write leaves behind, for the disconnect event. */
  private Optional<Buffer> incomplete = Optional.empty();

  /** Taken back from the link: older than all that waited. */
  private final List<Buffer> unsentHanded = new ArrayList<>(0);

  private final List<Buffer> unsent = new ArrayList<>(0);

  /**
   * An empty queue.
   *
   * @param onSent run after each receipt
   * @param onFailed run before anybody is told of messages that did not leave whole
   */
  Outbox(
      Framing framing,
      Link link,
      Ledger ledger,
      LoopMemory memory,
      Runnable onSent,
      Runnable onFailed) {
    this.framing = framing;
    this.link = link;
    this.ledger = ledger;
    this.memory = memory;
    this.onSent = onSent;
    this.onFailed = onFailed;
  }

  void add(Outgoing outgoing) {
    waiting.add(outgoing);
    queuedBytes += outgoing.encodedBytes();
    memory.out(outgoing.encodedBytes() + MemoryLimits.MESSAGE_BYTES);
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
    return drop(Optional.ofNullable(waiting.pollFirst()), reason);
  }

  /** The same with the newest. */
  Optional<Buffer> dropNewest(String reason) {
    return drop(Optional.ofNullable(waiting.pollLast()), reason);
  }

  private Optional<Buffer> drop(Optional<Outgoing> dropped, String reason) {
    dropped.ifPresent(outgoing -> {
      forget(outgoing);
      ledger.giveBack(1);
      outgoing.undelivered(Outcome.RETURNED, reason);
    });
    return dropped.map(Outgoing::message);
  }

  /** Messages of which nothing was given to the link. */
  int waiting() {
    return waiting.size();
  }

  /** Takes back everything that was not given to the link. */
  void takeBackWaiting(String reason) {
    release();
    if (waiting.isEmpty()) {
      return;
    }
    var back = List.copyOf(waiting);
    waiting.clear();
    for (var outgoing : back) {
      forget(outgoing);
      unsent.add(outgoing.message());
    }
    ledger.giveBack(back.size());
    // Whoever is told may send, close or look: so only now, when all is counted.
    back.forEach(outgoing -> outgoing.undelivered(Outcome.RETURNED, reason));
  }

  private void forget(Outgoing outgoing) {
    queuedBytes -= outgoing.encodedBytes();
    memory.out(-outgoing.encodedBytes() - MemoryLimits.MESSAGE_BYTES);
  }

  /** The message that was partly sent when the link failed. */
  Optional<Buffer> incomplete() {
    return incomplete;
  }

  /** The messages taken back, in the order in which they were given. */
  List<Buffer> unsent() {
    return Stream.concat(unsentHanded.stream(), unsent.stream()).toList();
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
        var outgoing = handed.poll();
        forget(outgoing);
        if (outgoing.promise() != null) {
          asked = asked.isEmpty() ? new ArrayList<>(messages) : asked;
          asked.add(outgoing.promise());
        }
      }
      ledger.flush(messages);
      asked.forEach(Promise::complete);
      onSent.run();
    }

    @Override
    public void failed(long sentBytes) {
      var left = sentBytes;
      var sent = new ArrayList<Outgoing>();
      var partly = new ArrayList<Outgoing>(1);
      var back = new ArrayList<Outgoing>();
      for (var i = 0; i < messages; i++) {
        var outgoing = handed.poll();
        forget(outgoing);
        if (left >= outgoing.encodedBytes()) {
          left -= outgoing.encodedBytes();
          sent.add(outgoing);
        } else {
          (left > 0 ? partly : back).add(outgoing);
          left = 0;
        }
      }
      count(sent.size(), partly, back);
      sent.forEach(Outgoing::delivered);
      partly.forEach(outgoing ->
          outgoing.undelivered(Outcome.INCOMPLETE, "the connection ended within the message"));
      back.forEach(outgoing ->
          outgoing.undelivered(
              Outcome.RETURNED, "the connection ended before the message was sent"));
      onSent.run();
    }

    private void count(int sent, List<Outgoing> partly, List<Outgoing> back) {
      ledger.flush(sent);
      for (var outgoing : partly) {
        ledger.incomplete();
        incomplete = Optional.of(outgoing.message());
      }
      ledger.giveBack(back.size());
      back.forEach(outgoing -> unsentHanded.add(outgoing.message()));
      onFailed.run();
    }
  }
}
