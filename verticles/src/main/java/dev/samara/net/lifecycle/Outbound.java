package dev.samara.net.lifecycle;

import dev.samara.codec.Framing;
import dev.samara.codec.FramingException;
import dev.samara.codec.stream.Encoder;
import dev.samara.net.connection.Balance;
import dev.samara.net.connection.Cause;
import dev.samara.net.connection.ConnectionOptions;
import dev.samara.net.connection.Ledger;
import dev.samara.net.connection.Link;
import dev.samara.net.connection.UndeliveredException;
import dev.samara.net.connection.UndeliveredException.Outcome;
import dev.samara.net.lifecycle.Outgoing.Whole;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a connection sends: accepts messages or says why not, and lets them leave once in each turn
 * of the event loop, which owns all fields.
 */
final class Outbound {

  private final Engine engine;
  private final ConnectionOptions options;
  private final Link link;
  private final Loop loop;
  private final Ledger ledger = new Ledger();
  private final Outbox outbox;

  /** The framing of messages given from now on. */
  private Framing framing;

  /**
   * Within a read everything waits for its end; otherwise one task for the turn's end is enough.
   */
  private boolean flushComes;

  private boolean makingRoom;

  /** Only answers leave; everything else stands back. */
  private boolean holdsBack;

  Outbound(Engine engine, ConnectionOptions options, Link link, Loop loop, Runnable onSent) {
    this.engine = engine;
    this.options = options;
    this.link = link;
    this.loop = loop;
    this.framing = options.framing();
    this.outbox = new Outbox(link, ledger, loop.memory(), loop::nowNanos, onSent, engine.life());
  }

  /** Messages given from now on have another framing. */
  void switchFraming(Framing next) {
    framing = next;
  }

  /** Accepts a message for sending, or says why not; the promise may be null. */
  void offer(Buffer message, Promise<Void> promise) {
    offer(message, promise, Long.MAX_VALUE);
  }

  /** Accepts an answer, which does not stand back, or says why not. */
  void offerAnswer(Buffer message) {
    if (engine.life().acceptsAnswers()) {
      accept(message, null, Long.MAX_VALUE, false);
    } else {
      rejectClosed(message, null);
    }
  }

  /** The same for a message that is worth nothing if it is not begun before the deadline. */
  void offer(Buffer message, Promise<Void> promise, long deadlineNanos) {
    if (engine.life().acceptsMessages()) {
      accept(message, promise, deadlineNanos, holdsBack);
    } else {
      rejectClosed(message, promise);
    }
  }

  private void rejectClosed(Buffer message, Promise<Void> promise) {
    var why = "the connection is closed: " + engine.life().reason();
    reject(message, promise, engine.life().cause(), why);
  }

  private void accept(
      Buffer message, Promise<Void> promise, long deadlineNanos, boolean standsBack) {
    if (!options.vital() && loop.memory().isOutFull()) {
      reject(
          message,
          promise,
          Cause.MEMORY_FULL,
          "the memory budget for messages to be sent is used up");
      return;
    }
    int encodedBytes;
    try {
      encodedBytes = framing.encodedBytes(message);
    } catch (FramingException e) {
      reject(message, promise, Cause.UNSENDABLE, e.getMessage());
      return;
    }
    // Making room may have ended the connection, and with it emptied the queue.
    if (makeRoom(encodedBytes) && engine.life().acceptsAnswers()) {
      ledger.accept(1);
      outbox.add(new Whole(message, encodedBytes, framing, promise, deadlineNanos), standsBack);
    } else {
      var cause = engine.life().acceptsAnswers() ? Cause.QUEUE_FULL : engine.life().cause();
      reject(message, promise, cause, "the peer does not read and its queue is full");
    }
  }

  /** Accepts a message whose bytes are made while it is sent, or says why not. */
  void offer(long lengthBytes, Encoder encoder, Promise<Void> promise) {
    if (!engine.life().acceptsMessages()) {
      reject(
          encoder,
          promise,
          engine.life().cause(),
          "the connection is closed: " + engine.life().reason());
      return;
    }
    if (link.keepsMessageBounds() || !framing.canStream()) {
      reject(
          encoder,
          promise,
          Cause.UNSENDABLE,
          "the framing '%s' cannot stream".formatted(framing.name()));
      return;
    }
    try {
      outbox.add(
          new StreamedMessage(new Streams(), framing, lengthBytes, encoder, promise), holdsBack);
      ledger.accept(1);
    } catch (FramingException e) {
      reject(encoder, promise, Cause.UNSENDABLE, e.getMessage());
    }
  }

  private void reject(Encoder encoder, Promise<Void> promise, Cause cause, String why) {
    encoder.close();
    ledger.accept(1);
    ledger.reject(1);
    countIfClosed(1);
    promise.fail(new UndeliveredException(Outcome.REJECTED, cause, why));
  }

  /** Time passes: returns why the connection cannot go on, or an empty text. */
  String tick(long nowNanos, Duration writeTimeout) {
    outbox.expire(nowNanos);
    var isStuck = !writeTimeout.isZero() && outbox.stuckNanos() > writeTimeout.toNanos();
    return isStuck ? "the peer accepted nothing for %d ms".formatted(writeTimeout.toMillis()) : "";
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
          engine.life().cut(Cause.SLOW_PEER, "the peer does not read and its queue is full");
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
      dropped.ifPresent(message -> engine.rejected(message, reason));
    }
    makingRoom = false;
  }

  private void reject(Buffer message, Promise<Void> promise, Cause cause, String why) {
    // Only now: making room for it may have ended the connection, whose account was closed then.
    ledger.accept(1);
    ledger.reject(1);
    countIfClosed(1);
    if (promise != null) {
      promise.fail(new UndeliveredException(Outcome.REJECTED, cause, why));
    }
    engine.rejected(message, why);
  }

  /** Counts messages that another thread was refused. */
  void rejectedElsewhere(int messages) {
    ledger.accept(messages);
    ledger.reject(messages);
    countIfClosed(messages);
  }

  /** The listener's account of a closed connection is settled: what comes later is added to it. */
  private void countIfClosed(int rejected) {
    if (loop.find(engine.connection().id().serial()) == null) {
      loop.rejectedAfterEnd(engine.connection().id().listener(), rejected);
    }
  }

  /** A flush will come at the end of the read that begins. */
  void holdFlush() {
    flushComes = true;
  }

  void scheduleFlush() {
    if (!flushComes) {
      flushComes = true;
      loop.eventLoop().execute(engine::flushAnswers);
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
    if (!holdsBack) {
      outbox.release();
    }
  }

  /** From now on only answers leave, until {@link #letGo}. */
  void holdBack() {
    holdsBack = true;
    outbox.hold();
  }

  boolean holdsBack() {
    return holdsBack;
  }

  boolean hasHeld() {
    return outbox.hasHeld();
  }

  /** What stands back may leave, after what is sent by the task. */
  void letGo(Runnable first) {
    holdsBack = false;
    first.run();
    if (!holdsBack) {
      outbox.release();
      scheduleFlush();
    }
  }

  void takeBackHeld(String reason) {
    outbox.takeBackHeld(reason);
  }

  void takeBackWaiting(String reason) {
    outbox.takeBackWaiting(reason);
  }

  void linkClosed() {
    outbox.linkClosed();
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

  long maxQueuedBytes() {
    return options.maxQueuedBytes();
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

  /** What a streamed message needs of its engine. */
  private final class Streams implements StreamedMessage.Owner {

    @Override
    public Link link() {
      return link;
    }

    @Override
    public void streaming(long bytes) {
      outbox.streaming(bytes);
    }

    @Override
    public void streamed(long bytes) {
      outbox.streamed(bytes);
    }

    @Override
    public void run(Runnable task) {
      loop.run(task);
    }

    @Override
    public void ready() {
      engine.flushAnswers();
    }

    @Override
    public void given(StreamedMessage message) {
      outbox.streamGiven(message);
    }

    @Override
    public void ended(StreamedMessage message) {
      outbox.streamEnded(message);
    }

    @Override
    public void broken(String reason) {
      engine.life().cut(Cause.APPLICATION_FAILED, reason);
    }
  }
}
