package dev.samara.net.lifecycle;

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

  /** Closing, as soon as what waits for the connection has been sent. */
  private boolean drainsWhenConnected;

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
    return state.acceptsMessages() && !drainsWhenConnected && !broken;
  }

  /** Why it is ending; empty while it is open. */
  String reason() {
    return reason;
  }

  Future<Disconnected> ended() {
    return ended.future();
  }

  /** The one place where the state changes; only ever forward. */
  private void become(State next, String why) {
    if (next.compareTo(state) <= 0) {
      return;
    }
    if (reason.isEmpty()) {
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
      become(State.OPEN, "");
    }
  }

  private void opened() {
    wasOpen = true;
    var drains = drainsWhenConnected;
    drainsWhenConnected = false;
    engine.linkEnd().opened();
    loop.connected(engine.connection());
    engine.outbound().sendFirst(() -> engine.guarded(engine.session()::opened));
    if (drains) {
      become(State.FLUSHING, reason);
    }
  }

  /** Reads no more; closes when the route has dealt with what it has. */
  void finish(String why) {
    if (state == State.DIALLING) {
      become(State.CLOSING, why);
    }
    if (state != State.OPEN) {
      return;
    }
    become(State.FINISHING, why);
    engine.guarded(engine.session()::inputEnded);
    inboundSettled();
  }

  void finishedByPeer(String why) {
    endedByPeer = true;
    finish(why);
  }

  void drain(Duration within, String why) {
    limit(within);
    finish(why);
  }

  void close(CloseMode mode) {
    close(mode, timeouts.close());
  }

  void close(CloseMode mode, Duration within) {
    limit(within);
    switch (mode) {
      case NOW -> cutShort("closed");
      case FINISH_MESSAGE -> {
        become(State.FLUSHING, "closed");
        engine.outbound().takeBackWaiting("closed before the message was sent");
        flushAndClose("closed");
      }
      case DRAIN -> {
        if (state == State.DIALLING && engine.outbound().size() > 0) {
          drainsWhenConnected = true;
          reason = "closed";
        } else {
          flushAndClose("closed");
        }
      }
    }
  }

  private void cutShort(String why) {
    become(State.CLOSING, why);
    if (state == State.CLOSING) {
      link.close(false); // Also where it is being closed in order.
    }
  }

  void flushAndClose(String why) {
    become(State.FLUSHING, why);
    engine.flushAnswers();
    outboundSettled();
  }

  /** Sends nothing more. */
  void cut(String why) {
    LOG.warn("{} to {}: {}; closing", engine.connection().id(), engine.remoteAddress(), why);
    become(State.CLOSING, why);
  }

  /** Whoever is told that his message comes back must not find the connection open. */
  void writeFailed() {
    broken = !link.keepsMessageBounds();
  }

  void linkClosed(String why) {
    if (state.acceptsMessages()) {
      endedByPeer = true;
    }
    linkClosed = true;
    engine.outbound().linkClosed();
    become(State.CLOSING, why);
    outboundSettled();
  }

  /** The route may have dealt with its last message. */
  void inboundSettled() {
    if (state == State.FINISHING && engine.inbound().pending() == 0) {
      flushAndClose(reason);
    }
  }

  /** The last message may have been sent, or the last receipt given. */
  void outboundSettled() {
    if (state == State.FLUSHING && engine.outbound().size() == 0) {
      become(State.CLOSING, reason);
    }
    if (linkClosed && !engine.outbound().owesReceipts()) {
      become(State.CLOSED, reason);
    }
  }

  void tick(long nowNanos) {
    if (broken && state.compareTo(State.CLOSING) < 0 && ++ticksBroken > 1) {
      // The link should have said so itself by now.
      endedByPeer = true;
      cut("a write failed");
    }
    if (nowNanos >= deadlineNanos) {
      cutShort(reason);
    }
  }

  private void end() {
    var outbound = engine.outbound();
    outbound.takeBackWaiting("the connection ended: " + reason);
    engine.linkEnd().end(reason);
    engine.inbound().giveBackPending();
    var unsent = outbound.unsent();
    Disconnected event =
        endedByPeer
            ? new Event.RemoteDisconnected(
                engine.connection(), outbound.incomplete(), unsent, reason)
            : new Event.DisconnectFinished(
                engine.connection(), outbound.incomplete(), unsent, reason);
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
