package dev.samara.net.lifecycle;

import dev.samara.net.connection.CloseMode;
import dev.samara.net.connection.Event;
import dev.samara.net.connection.Event.Disconnected;
import dev.samara.net.connection.Link;
import dev.samara.net.connection.Timeouts;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a connection gets from {@link State#OPEN} to its end. Owned by its event loop. */
final class LifeCycle {

  private static final Logger LOG = LoggerFactory.getLogger(LifeCycle.class);

  private final LiveConnection connection;
  private final Link link;
  private final Loop loop;
  private final Promise<Disconnected> ended;
  private Timeouts timeouts;
  private State state = State.OPEN;
  private String reason = "";
  private boolean endedByPeer;
  private boolean linkClosed;
  private long deadlineNanos = Long.MAX_VALUE;

  LifeCycle(LiveConnection connection, Link link, Loop loop, Timeouts timeouts) {
    this.connection = connection;
    this.link = link;
    this.loop = loop;
    this.timeouts = timeouts;
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

  Timeouts timeouts() {
    return timeouts;
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
    if (state == State.OPEN) {
      deadlineNanos = loop.nowNanos() + timeouts.close().toNanos();
    }
    var inOrder = state == State.FLUSHING && connection.outbound().size() == 0;
    state = next;
    switch (next) {
      case FINISHING, FLUSHING -> {
        link.read(false);
        connection.linkEnd().stop(reason);
      }
      case CLOSING -> {
        connection.linkEnd().stop(reason);
        link.close(inOrder);
      }
      case CLOSED -> end();
      case OPEN -> throw new IllegalStateException("a connection does not open twice");
    }
  }

  /** Reads no more; closes when the route has dealt with what it has. */
  void finish(String why) {
    if (state != State.OPEN) {
      return;
    }
    become(State.FINISHING, why);
    connection.guarded(connection.session()::inputEnded);
    inboundSettled();
  }

  void finishedByPeer(String why) {
    endedByPeer = true;
    finish(why);
  }

  void drain(Duration within) {
    finish("the node is draining");
    deadlineNanos = loop.nowNanos() + within.toNanos();
  }

  void close(CloseMode mode) {
    if (mode == CloseMode.NOW) {
      become(State.CLOSING, "closed");
      link.close(false); // Cuts short a close in order.
    } else if (mode == CloseMode.FINISH_MESSAGE) {
      connection.outbound().takeBackWaiting("closed before the message was sent");
    }
    flushAndClose("closed");
  }

  void flushAndClose(String why) {
    become(State.FLUSHING, why);
    connection.flushAnswers();
    outboundSettled();
  }

  /** Sends nothing more. */
  void cut(String why) {
    LOG.warn("{} to {}: {}; closing", connection.id(), connection.remoteAddress(), why);
    become(State.CLOSING, why);
  }

  void linkClosed(String why) {
    if (state.acceptsMessages()) {
      endedByPeer = true;
    }
    linkClosed = true;
    connection.outbound().linkClosed();
    become(State.CLOSING, why);
    outboundSettled();
  }

  /** The route may have dealt with its last message. */
  void inboundSettled() {
    if (state == State.FINISHING && connection.inbound().pending() == 0) {
      flushAndClose(reason);
    }
  }

  /** The last message may have been sent, or the last receipt given. */
  void outboundSettled() {
    if (state == State.FLUSHING && connection.outbound().size() == 0) {
      become(State.CLOSING, reason);
    }
    if (linkClosed && !connection.outbound().owesReceipts()) {
      become(State.CLOSED, reason);
    }
  }

  void tick(long nowNanos) {
    if (nowNanos >= deadlineNanos) {
      become(State.CLOSING, reason);
    }
  }

  private void end() {
    var outbound = connection.outbound();
    outbound.takeBackWaiting("the connection ended: " + reason);
    connection.linkEnd().end(reason);
    connection.inbound().giveBackPending();
    var unsent = List.copyOf(outbound.unsent());
    Disconnected event =
        endedByPeer
            ? new Event.RemoteDisconnected(connection, outbound.incomplete(), unsent, reason)
            : new Event.DisconnectFinished(connection, outbound.incomplete(), unsent, reason);
    loop.remove(connection, event);
    connection.guarded(() -> connection.session().closed(event));
    ended.complete(event);
  }
}
