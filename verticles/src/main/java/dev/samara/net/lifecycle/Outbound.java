package dev.samara.net.lifecycle;

import dev.samara.codec.FramingException;
import dev.samara.net.connection.Balance;
import dev.samara.net.connection.ConnectionOptions;
import dev.samara.net.connection.Ledger;
import dev.samara.net.connection.Link;
import dev.samara.net.connection.UndeliveredException;
import dev.samara.net.connection.UndeliveredException.Outcome;
import dev.samara.net.lifecycle.Outbox.Outgoing;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a connection sends: accepts messages or says why not, and lets them leave once in each turn
 * of the event loop, which owns all fields.
 */
final class Outbound {

  private final LiveConnection connection;
  private final ConnectionOptions options;
  private final Loop loop;
  private final Ledger ledger = new Ledger();
  private final Outbox outbox;

  /**
   * Within a read everything waits for its end; otherwise one task for the turn's end is enough.
   */
  private boolean flushComes;

  private boolean makingRoom;

  Outbound(
      LiveConnection connection, ConnectionOptions options, Link link, Loop loop, Runnable onSent) {
    this.connection = connection;
    this.options = options;
    this.loop = loop;
    this.outbox =
        new Outbox(
            options.framing(),
            link,
            ledger,
            loop.memory(),
            onSent,
            () -> connection.life().writeFailed());
  }

  /** Accepts a message for sending, or says why not; the promise may be null. */
  void offer(Buffer message, Promise<Void> promise) {
    if (!connection.life().acceptsMessages()) {
      reject(message, promise, "the connection is closed: " + connection.life().reason());
      return;
    }
    if (loop.memory().isOutFull()) {
      reject(message, promise, "the memory budget for messages to be sent is used up");
      return;
    }
    int encodedBytes;
    try {
      encodedBytes = options.framing().encodedBytes(message);
    } catch (FramingException e) {
      reject(message, promise, e.getMessage());
      return;
    }
    // Making room may have ended the connection, and with it emptied the queue.
    if (makeRoom(encodedBytes) && connection.life().acceptsMessages()) {
      ledger.accept(1);
      outbox.add(new Outgoing(message, encodedBytes, promise));
    } else {
      reject(message, promise, "the peer does not read and its queue is full");
    }
  }

  private boolean makeRoom(int encodedBytes) {
    if (makingRoom || fits(encodedBytes)) {
      return fits(encodedBytes);
    }
    switch (options.slowConsumerPolicy()) {
      case REJECT -> {}
      case DROP_OLDEST -> drop(outbox::dropOldest, encodedBytes);
      case DROP_NEWEST -> drop(outbox::dropNewest, encodedBytes);
      case DISCONNECT -> {
        // What the link can take at once must not count as slowness.
        outbox.flush();
        if (!fits(encodedBytes)) {
          connection.life().cut("the peer does not read and its queue is full");
        }
      }
    }
    return fits(encodedBytes);
  }

  private boolean fits(int encodedBytes) {
    // One message alone always fits, with the few bytes that its framing adds.
    return outbox.queuedBytes() == 0
        || outbox.queuedBytes() + encodedBytes <= options.maxQueuedBytes();
  }

  private void drop(Function<String, Optional<Buffer>> which, int encodedBytes) {
    var reason = "dropped to make room for newer messages";
    // At most what waits now: somebody may send again what he is told was dropped.
    makingRoom = true;
    for (var left = outbox.waiting(); left > 0 && !fits(encodedBytes); left--) {
      var dropped = which.apply(reason);
      dropped.ifPresent(message -> connection.rejected(message, reason));
    }
    makingRoom = false;
  }

  private void reject(Buffer message, Promise<Void> promise, String why) {
    // Only now: making room for it may have ended the connection, whose account was closed then.
    ledger.accept(1);
    ledger.reject(1);
    countIfClosed(1);
    if (promise != null) {
      promise.fail(new UndeliveredException(Outcome.REJECTED, why));
    }
    connection.rejected(message, why);
  }

  /** Counts messages that another thread was refused. */
  void rejectedElsewhere(int messages) {
    ledger.accept(messages);
    ledger.reject(messages);
    countIfClosed(messages);
  }

  /** The listener's account of a closed connection is settled: what comes later is added to it. */
  private void countIfClosed(int rejected) {
    if (loop.find(connection.id().serial()) == null) {
      loop.rejectedAfterEnd(connection.id().listener(), rejected);
    }
  }

  /** A flush will come at the end of the read that begins. */
  void holdFlush() {
    flushComes = true;
  }

  void scheduleFlush() {
    if (!flushComes) {
      flushComes = true;
      loop.eventLoop().execute(connection::flushAnswers);
    }
  }

  void flush() {
    flushComes = false;
    outbox.flush();
  }

  /** Lets what is sent meanwhile go before what is queued. */
  void sendFirst(Runnable sending) {
    outbox.hold();
    sending.run();
    outbox.release();
  }

  void takeBackWaiting(String reason) {
    outbox.takeBackWaiting(reason);
  }

  boolean owesReceipts() {
    return outbox.owesReceipts();
  }

  int size() {
    return outbox.size();
  }

  long queuedBytes() {
    return outbox.queuedBytes();
  }

  Optional<Buffer> incomplete() {
    return outbox.incomplete();
  }

  List<Buffer> unsent() {
    return outbox.unsent();
  }

  Balance balance() {
    return ledger.balance(outbox.size());
  }
}
