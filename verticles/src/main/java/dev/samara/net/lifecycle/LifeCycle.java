package dev.samara.net.lifecycle;

import dev.samara.net.connection.AddressText;
import dev.samara.net.connection.Cause;
import dev.samara.net.connection.CloseMode;
import dev.samara.net.connection.Event;
import dev.samara.net.connection.Event.Disconnected;
import dev.samara.net.connection.Link;
import dev.samara.net.connection.Timeouts;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a connection gets from its beginning to its end. Owned by its event loop. */
final class LifeCycle {

  private static final Logger LOG = LoggerFactory.getLogger(LifeCycle.class);

  /** Longer waits are no waits: in nanoseconds a century still fits. */
  private static final Duration LONGEST_WAIT = Duration.ofDays(36_500);

  private final Engine engine;
  private final Link link;
  private final Loop loop;
  private final Promise<Disconnected> ended;
  private Timeouts timeouts;
  private State state;

  /** Whether the link has ever stood. */
  private boolean wasOpen;

  /** Closing, as soon as what waits for the connection or a handshake has been sent. */
  private boolean drains;

  /** Why it is ending; meaningless while {@link #reason} is empty. */
  private Cause cause = Cause.CONNECTION_LOST;

  private String reason = "";
  private boolean endedByPeer;
  private boolean linkClosed;

  /** A stream of which a part was not sent: the link is about to say that it is closed. */
  private boolean broken;

  private int ticksBroken;
  private long deadlineNanos = Long.MAX_VALUE;

  LifeCycle(Engine engine, Link link, Loop loop, Timeouts timeouts, State state) {
    this.engine = engine;
    this.link = link;
    this.loop = loop;
    this.timeouts = timeouts;
    this.state = state;
    this.wasOpen = state == State.OPEN;
    this.ended = loop.context().promise();
  }

  Timeouts timeouts() {
    return timeouts;
  }

  void timeouts(Timeouts limits) {
    timeouts = limits;
  }

  State state() {
    return state;
  }

  /** Whether the link stands and has not ended. */
  boolean isOpen() {
    return wasOpen && state != State.CLOSED;
  }

  boolean wasOpen() {
    return wasOpen;
  }

  boolean acceptsMessages() {
    // What would stand back for ever is not accepted.
    var isTooLate = state == State.FINISHING && engine.outbound().holdsBack();
    return acceptsAnswers() && !drains && !isTooLate;
  }

  /** As {@link #acceptsMessages}, for what the route itself sends. */
  boolean acceptsAnswers() {
    return state.acceptsMessages() && !broken;
  }

  /** Why it is ending, for a person; empty while it is open. */
  String reason() {
    return reason;
  }

  /** The same for a program; while it is open only a write can have failed. */
  Cause cause() {
    return cause;
  }

  Future<Disconnected> ended() {
    return ended.future();
  }

  /** The one place where the state changes; only ever forward. */
  private void become(State next, Cause because, String why) {
    if (next.compareTo(state) <= 0) {
      return;
    }
    if (reason.isEmpty() && !why.isEmpty()) {
      cause = because;
      reason = why;
    }
    if (next != State.OPEN && deadlineNanos == Long.MAX_VALUE) {
      limit(timeouts.close());
    }
    var inOrder = state == State.FLUSHING && engine.outbound().size() == 0;
    state = next;
    switch (next) {
      case FINISHING, FLUSHING -> {
        link.read(false);
        engine.linkEnd().stop(reason);
        if (engine.outbound().holdsBack()) {
          // Nothing more is read: whoever is asked cannot agree any more.
          engine.outbound().takeBackHeld(reason);
        }
      }
      case CLOSING -> {
        engine.linkEnd().stop(reason);
        link.close(inOrder);
      }
      case CLOSED -> end();
      case OPEN -> opened();
      case DIALLING -> throw new IllegalStateException("a connection is dialled once");
    }
  }

  /** An earlier deadline wins. */
  private void limit(Duration within) {
    var wait = within.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : within;
    deadlineNanos = Math.min(deadlineNanos, loop.nowNanos() + wait.toNanos());
  }

  /** The link of a dialled connection stands. */
  void connected() {
    if (state == State.DIALLING) {
      become(State.OPEN, cause, "");
    }
  }

  private void opened() {
    wasOpen = true;
    engine.linkEnd().opened();
    loop.connected(engine.connection());
    engine.outbound().sendFirst(() -> engine.guarded(engine.session()::opened));
    nothingStandsBack();
  }

  /** What waited for the link, or for a handshake, may leave now. */
  void nothingStandsBack() {
    if (drains && !engine.outbound().holdsBack()) {
      drains = false;
      flushAndClose(cause, reason);
    }
  }

  /** Reads no more; closes when the route has dealt with what it has. */
  void finish(Cause because, String why) {
    if (state == State.DIALLING) {
      become(State.CLOSING, because, why);
    }
    if (state != State.OPEN) {
      return;
    }
    become(State.FINISHING, because, why);
    engine.guarded(engine.session()::inputEnded);
    inboundSettled();
  }

  void finishedByPeer(String why) {
    endedByPeer = true;
    finish(Cause.PEER_CLOSED, why);
  }

  void drain(Duration within, String why) {
    limit(within);
    finish(Cause.DRAINED, why);
  }

  void close(CloseMode mode) {
    close(mode, timeouts.close(), Cause.CLOSED);
  }

  void close(CloseMode mode, Duration within, Cause because) {
    limit(within);
    switch (mode) {
      case NOW -> cutShort(because, "closed");
      case FINISH_MESSAGE -> {
        become(State.FLUSHING, because, "closed");
        engine.outbound().takeBackWaiting("closed before the message was sent");
        flushAndClose(because, "closed");
      }
      case DRAIN -> {
        if (mustWait()) {
          drains = true;
          cause = because;
          reason = "closed";
        } else {
          flushAndClose(because, "closed");
        }
      }
    }
  }

  private boolean mustWait() {
    var outbound = engine.outbound();
    return state == State.DIALLING && outbound.size() > 0
        || state == State.OPEN && outbound.hasHeld();
  }

  private void cutShort(Cause because, String why) {
    become(State.CLOSING, because, why);
    if (state == State.CLOSING) {
      link.close(false); // Also where it is being closed in order.
    }
  }

  void flushAndClose(Cause because, String why) {
    become(State.FLUSHING, because, why);
    engine.flushAnswers();
    outboundSettled();
  }

  /** Sends nothing more. */
  void cut(Cause because, String why) {
    LOG.warn(
        "{} to {}: {}; closing",
        engine.connection().id(),
        AddressText.of(engine.remoteAddress()),
        why);
    become(State.CLOSING, because, why);
  }

  /** Whoever is told that his message comes back must not find the connection open. */
  void writeFailed() {
    broken = !link.keepsMessageBounds();
  }

  void linkClosed(Cause because, String why) {
    if (state.acceptsMessages()) {
      endedByPeer = true;
    }
    linkClosed = true;
    engine.outbound().linkClosed();
    become(State.CLOSING, because, why);
    outboundSettled();
  }

  /** The route may have dealt with its last message. */
  void inboundSettled() {
    if (state == State.FINISHING && engine.inbound().pending() == 0) {
      flushAndClose(cause, reason);
    }
  }

  /** The last message may have been sent, or the last receipt given. */
  void outboundSettled() {
    if (state == State.FLUSHING && engine.outbound().size() == 0) {
      become(State.CLOSING, cause, reason);
    }
    if (linkClosed && !engine.outbound().owesReceipts()) {
      become(State.CLOSED, cause, reason);
    }
  }

  void tick(long nowNanos) {
    if (broken && state.compareTo(State.CLOSING) < 0 && ++ticksBroken > 1) {
      // The link should have said so itself by now.
      endedByPeer = true;
      cut(Cause.CONNECTION_LOST, "a write failed");
    }
    if (nowNanos >= deadlineNanos) {
      cutShort(cause, reason);
    }
  }

  private void end() {
    engine.endSwitch();
    var outbound = engine.outbound();
    outbound.takeBackWaiting("the connection ended: " + reason);
    engine.linkEnd().end(reason);
    engine.inbound().giveBackPending();
    var unsent = outbound.unsent();
    Disconnected event =
        endedByPeer
            ? new Event.RemoteDisconnected(
                engine.connection(), outbound.incomplete(), unsent, cause, reason)
            : new Event.DisconnectFinished(
                engine.connection(), outbound.incomplete(), unsent, cause, reason);
    if (wasOpen) {
      loop.remove(engine.connection(), event);
      engine.guarded(() -> engine.session().closed(event));
    } else {
      var failed = new Event.ConnectFinished(engine.connection(), false, unsent);
      loop.remove(engine.connection(), failed);
      engine.guarded(() -> engine.session().connectFailed(failed));
    }
    ended.complete(event);
  }
}
