package dev.samara.net;

import static java.util.Comparator.comparingLong;

import dev.samara.codec.FramingException;
import dev.samara.net.connection.Balance;
import dev.samara.net.connection.Cause;
import dev.samara.net.connection.CloseMode;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.Event;
import dev.samara.net.connection.Ledger;
import dev.samara.net.connection.UndeliveredException;
import dev.samara.net.connection.UndeliveredException.Outcome;
import dev.samara.net.lifecycle.LiveConnection;
import dev.samara.net.lifecycle.Loop;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * A standing connection to another server: whenever one ends the next is dialled, on the same event
 * loop, until the link is closed or its back-off has no attempt left. Messages may be sent at any
 * time: a connection that is being dialled keeps them, within the bound of its queue. Each
 * connection raises its own events, and gets its session from the same route; what the session
 * sends when it opens, such as a name, leaves first.
 *
 * <p>Any thread may call any method; all other state belongs to the event loop.
 */
public final class HubLink {

  /** Beyond this many messages a thread outruns the event loop, and is refused. */
  private static final int MAX_WAITING = 64 * 1024;

  /**
   * A message of the link.
   *
   * @param number counts the messages in the order in which they were given
   */
  private record Kept(long number, Buffer message, int encodedBytes, Promise<Void> promise) {}

  private final IntFunction<Dialling> dialler;
  private final Loop loop;
  private final ConnectorOptions options;
  private final LinkOptions linkOptions;
  private final Promise<Event.Disconnected> closed;
  private final AtomicInteger waiting = new AtomicInteger();
  private volatile LiveConnection current;

  /** Messages that no connection has at the moment, the oldest first whenever they came back. */
  private final PriorityQueue<Kept> kept = new PriorityQueue<>(comparingLong(Kept::number));

  private final Ledger ledger = new Ledger();
  private long keptBytes;
  private int inFlight;
  private long lastNumber;
  private int failures;
  private boolean closing;
  private boolean ended;

  /**
   * Not dialling yet.
   *
   * @param dialler begins to make a connection, after so many failures in a row
   */
  HubLink(
      IntFunction<Dialling> dialler, Loop loop, ConnectorOptions options, LinkOptions linkOptions) {
    this.dialler = dialler;
    this.loop = loop;
    this.options = options;
    this.linkOptions = linkOptions;
    this.closed = loop.context().promise();
  }

  HubLink start() {
    dial();
    return this;
  }

  /** Any thread at first, the event loop later. */
  private void dial() {
    var dialling = dialler.apply(failures);
    current = dialling.connection();
    dialling.outcome().onSuccess(this::connected);
    current.closed().onSuccess(this::connectionEnded);
  }

  private void connected(LiveConnection connection) {
    var sinceNanos = System.nanoTime();
    connection
        .closed()
        .onSuccess(_ -> {
          var lived = Duration.ofNanos(System.nanoTime() - sinceNanos);
          failures = lived.compareTo(linkOptions.stableAfter()) >= 0 ? 0 : failures + 1;
        });
  }

  private void connectionEnded(Event.Disconnected end) {
    // Only after its listeners above: the number of failures must be known.
    loop.context().runOnContext(_ -> next(end));
  }

  private void next(Event.Disconnected end) {
    if (closing || !wasConnected(end)) {
      ended = true;
      giveBackKept(end.cause(), "the link ended: " + end.reason());
      closed.complete(end);
      return;
    }
    dial();
    sendKept();
  }

  /** A dial that failed for good ends the link: its back-off has no attempt left. */
  private boolean wasConnected(Event.Disconnected end) {
    return ((LiveConnection) end.connection()).wasConnected();
  }

  private void sendKept() {
    while (!kept.isEmpty() && current.acceptsMessages()) {
      var next = kept.poll();
      keptBytes -= next.encodedBytes();
      give(next);
    }
  }

  private void giveBackKept(Cause cause, String reason) {
    while (!kept.isEmpty()) {
      var next = kept.poll();
      keptBytes -= next.encodedBytes();
      failed(next, Outcome.RETURNED, cause, reason);
    }
  }

  /**
   * Sends a message by the connection of the moment, or by the next.
   *
   * @param message the message; belongs to the link from now on
   * @return completes when all its bytes have left for the operating system; fails with {@link
   *     UndeliveredException}: rejected if the queue is full or the link is closed, returned if the
   *     link ended first or does not resend, incomplete if a connection ended within the message
   */
  public Future<Void> send(Buffer message) {
    Promise<Void> promise = loop.context().promise();
    if (waiting.incrementAndGet() > MAX_WAITING) {
      waiting.decrementAndGet();
      promise.fail(
          new UndeliveredException(
              Outcome.REJECTED, Cause.QUEUE_FULL, "the sending thread outruns the event loop"));
    } else {
      loop.context()
          .runOnContext(_ -> {
            waiting.decrementAndGet();
            accept(message, promise);
          });
    }
    return promise.future();
  }

  private void accept(Buffer message, Promise<Void> promise) {
    ledger.accept(1);
    inFlight++;
    lastNumber++;
    int bytes;
    try {
      bytes = options.connection().framing().encodedBytes(message);
    } catch (FramingException e) {
      failed(
          new Kept(lastNumber, message, 0, promise),
          Outcome.REJECTED,
          Cause.UNSENDABLE,
          e.getMessage());
      return;
    }
    var kept = new Kept(lastNumber, message, bytes, promise);
    if (closing || ended) {
      failed(kept, Outcome.REJECTED, Cause.CLOSED, "the link is closed");
    } else if (this.kept.isEmpty() && current.acceptsMessages()) {
      give(kept);
    } else {
      keep(
          kept,
          Outcome.REJECTED,
          Cause.QUEUE_FULL,
          "the link has no connection and its queue is full");
    }
  }

  private void give(Kept message) {
    var connection = current;
    connection
        .send(message.message())
        .onComplete(_ -> sent(message), cause -> back(message, connection, cause));
  }

  private void sent(Kept message) {
    ledger.flush(1);
    inFlight--;
    message.promise().complete();
  }

  private void back(Kept message, LiveConnection connection, Throwable cause) {
    var failure = (UndeliveredException) cause;
    var outcome = failure.outcome();
    var connectionEnds = !connection.acceptsMessages();
    if (outcome == Outcome.RETURNED && connectionEnds && resends()) {
      keep(message, outcome, failure.why(), cause.getMessage());
    } else {
      failed(message, outcome, failure.why(), cause.getMessage());
    }
  }

  private boolean resends() {
    return linkOptions.resend() && !closing && !ended;
  }

  private void keep(Kept message, Outcome otherwise, Cause cause, String why) {
    if (keptBytes + message.encodedBytes() > options.connection().maxQueuedBytes()) {
      failed(message, otherwise, cause, why);
    } else {
      kept.add(message);
      keptBytes += message.encodedBytes();
    }
  }

  private void failed(Kept message, Outcome outcome, Cause cause, String why) {
    switch (outcome) {
      case INCOMPLETE -> ledger.incomplete();
      case RETURNED -> ledger.giveBack(1);
      case REJECTED -> ledger.reject(1);
      case EXPIRED -> ledger.expire(1);
    }
    inFlight--;
    message.promise().fail(new UndeliveredException(outcome, cause, why));
  }

  /**
   * The connection of the moment, which may still be being dialled.
   *
   * @return the connection; another one later
   */
  public Connection connection() {
    return current;
  }

  /**
   * The context of the event loop to which all its connections belong.
   *
   * @return always the same
   */
  public Context context() {
    return loop.context();
  }

  /**
   * What became of the messages given to this link; one that was sent again counts once here, and
   * twice with its connections.
   *
   * @return the balance at one moment
   */
  public Future<Balance> balance() {
    Promise<Balance> promise = loop.context().promise();
    loop.context().runOnContext(_ -> promise.complete(ledger.balance(inFlight)));
    return promise.future();
  }

  /**
   * Closes the connection and dials no more.
   *
   * @param mode how much of what is queued still leaves
   * @param within after this the mode is {@link CloseMode#NOW}
   * @return completes with the end of the last connection
   */
  public Future<Event.Disconnected> close(CloseMode mode, Duration within) {
    loop.context()
        .runOnContext(_ -> {
          closing = true;
          current.close(mode, within);
        });
    return closed.future();
  }

  /**
   * How the link ends.
   *
   * @return completes when it was closed or its back-off has no attempt left, with the end of the
   *     last connection
   */
  public Future<Event.Disconnected> closed() {
    return closed.future();
  }
}
