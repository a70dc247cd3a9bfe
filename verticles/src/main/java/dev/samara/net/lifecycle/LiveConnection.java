package dev.samara.net.lifecycle;

import dev.samara.net.connection.CloseMode;
import dev.samara.net.connection.ConnectionId;
import dev.samara.net.connection.ConnectionInfo;
import dev.samara.net.connection.ConnectionOptions;
import dev.samara.net.connection.Event;
import dev.samara.net.connection.Event.Disconnected;
import dev.samara.net.connection.Link;
import dev.samara.net.connection.ListenerFigures;
import dev.samara.net.connection.Route;
import dev.samara.net.connection.Session;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection on its event loop, which owns all its fields except where a field says otherwise.
 */
public final class LiveConnection implements Session.Control {

  private static final Logger LOG = LoggerFactory.getLogger(LiveConnection.class);

  private final ConnectionId id;
  private final Loop loop;
  private final Link link;
  private final ConnectionOptions options;
  private final LinkEnd linkEnd;
  private final Inbound inbound;
  private final Outbound outbound;
  private final Pressure pressure;
  private final Promise<Disconnected> closed;

  /** Any thread. */
  private final OtherThreads others;

  /** Written by the client registry, read by any thread. */
  private volatile Optional<String> client = Optional.empty();

  /** A route that fails to open one leaves this: the connection is being closed then. */
  private Session session = _ -> {};

  private State state = State.OPEN;
  private String reason = "";
  private boolean endedByPeer;
  private boolean linkClosed;
  private long closeDeadlineNanos = Long.MAX_VALUE;

  LiveConnection(ConnectionId id, Loop loop, Link link, ConnectionOptions options) {
    this.id = id;
    this.loop = loop;
    this.link = link;
    this.options = options;
    this.linkEnd = new LinkEnd(this, link, options);
    this.inbound = new Inbound(options);
    this.outbound = new Outbound(this, options, link, loop, this::onSent);
    this.pressure = new Pressure(link, options, inbound, outbound);
    this.closed = loop.context().promise();
    this.others = new OtherThreads(this, outbound, loop.eventLoop());
  }

  void open(Route route) {
    guarded(() -> session = route.open(this));
    guarded(session::opened);
  }

  @Override
  public ConnectionId id() {
    return id;
  }

  @Override
  public SocketAddress remoteAddress() {
    return link.remoteAddress();
  }

  @Override
  public Optional<String> client() {
    return client;
  }

  /**
   * Gives the peer its name. Any thread; the client registry calls it.
   *
   * @param name the name, or empty to take it away
   */
  public void name(Optional<String> name) {
    client = name;
  }

  @Override
  public String loopAddress() {
    return loop.address();
  }

  @Override
  public Context context() {
    return loop.context();
  }

  @Override
  public Future<Void> send(Buffer message) {
    Promise<Void> promise = loop.context().promise();
    give(message, promise);
    return promise.future();
  }

  @Override
  public void post(Buffer message) {
    give(message, null);
  }

  private void give(Buffer message, Promise<Void> promise) {
    if (loop.eventLoop().inEventLoop()) {
      outbound.offer(message, promise);
      outbound.scheduleFlush();
    } else {
      others.give(message, promise);
    }
  }

  @Override
  public void handledElsewhere(int messages) {
    others.handled(messages);
  }

  @Override
  public Optional<Buffer> receive() throws InterruptedException {
    if (session instanceof BlockingSession blocking) {
      return blocking.receive();
    }
    throw new IllegalStateException(
        "receive() needs a route of virtual threads; messages of %s go elsewhere".formatted(id));
  }

  @Override
  public Future<Disconnected> closed() {
    return closed.future();
  }

  @Override
  public Future<Disconnected> close(CloseMode mode) {
    loop.run(() -> closeOnLoop(mode));
    return closed.future();
  }

  @Override
  public void fail(String why) {
    loop.run(() -> finish(why));
  }

  /**
   * Reads no more, lets the route answer what it has, sends that, and closes. Any thread.
   *
   * @param within when what is left is given back
   */
  public void drain(Duration within) {
    loop.run(() -> {
      finish("the node is draining");
      closeDeadlineNanos = loop.nowNanos() + within.toNanos();
    });
  }

  /**
   * The side that the link talks to.
   *
   * @return the receiver of everything that comes in
   */
  public Link.Receiver receiver() {
    return linkEnd;
  }

  State state() {
    return state;
  }

  void received(List<Buffer> messages) {
    inbound.add(messages);
    guarded(() -> session.messages(messages));
    updateReading();
  }

  void holdFlush() {
    outbound.holdFlush();
  }

  void endedByPeer(String why) {
    endedByPeer = true;
    finish(why);
  }

  void linkClosed(String why) {
    if (state.acceptsMessages()) {
      endedByPeer = true;
    }
    linkClosed = true;
    become(State.CLOSING, why);
    endIfSettled();
  }

  @Override
  public void answer(Buffer message) {
    outbound.offer(message, null);
  }

  @Override
  public void flushAnswers() {
    if (state.compareTo(State.CLOSING) < 0) {
      outbound.flush();
    }
    updateReading();
  }

  @Override
  public void handled(int messages) {
    inbound.handled(messages);
    settled();
  }

  @Override
  public void refused(int messages) {
    inbound.refused(messages);
    settled();
  }

  @Override
  public void expired(int messages) {
    inbound.expired(messages);
    settled();
  }

  @Override
  public long nowNanos() {
    return loop.nowNanos();
  }

  private void onSent() {
    if (state == State.CLOSING) {
      endIfSettled();
      return;
    }
    updateReading();
    if (outbound.size() == 0) {
      guarded(session::outputEmpty);
      closeIfFlushed();
    }
  }

  /** Reads while both the route and the peer keep up. */
  private void updateReading() {
    if (state == State.OPEN) {
      pressure.update();
    }
  }

  String reason() {
    return reason;
  }

  /** A message will not be sent, which its session is told. */
  void rejected(Buffer message, String why) {
    guarded(() -> session.rejected(new Event.MessageRejected(this, message, why)));
  }

  void tooSlow() {
    LOG.warn("{} to {}: does not read, closing", id, remoteAddress());
    become(State.CLOSING, "the peer does not read and its queue is full");
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
      closeDeadlineNanos = loop.nowNanos() + options.closeTimeout().toNanos();
    }
    var inOrder = state == State.FLUSHING && outbound.size() == 0;
    state = next;
    switch (next) {
      case FINISHING, FLUSHING -> link.read(false);
      case CLOSING -> link.close(inOrder);
      case CLOSED -> end();
      case OPEN -> throw new IllegalStateException("a connection does not open twice");
    }
  }

  void finish(String why) {
    if (state != State.OPEN) {
      return;
    }
    become(State.FINISHING, why);
    guarded(session::inputEnded);
    settled();
  }

  private void closeOnLoop(CloseMode mode) {
    if (mode == CloseMode.NOW) {
      become(State.CLOSING, "closed");
      link.close(false); // Cuts short a close in order.
    } else if (mode == CloseMode.FINISH_MESSAGE) {
      outbound.takeBackWaiting("closed before the message was sent");
    }
    flushAndClose("closed");
  }

  private void settled() {
    updateReading();
    if (state == State.FINISHING && inbound.pending() == 0) {
      flushAndClose(reason);
    }
  }

  private void flushAndClose(String why) {
    become(State.FLUSHING, why);
    flushAnswers();
    closeIfFlushed();
  }

  private void closeIfFlushed() {
    if (state == State.FLUSHING && outbound.size() == 0) {
      become(State.CLOSING, reason);
    }
  }

  private void endIfSettled() {
    if (linkClosed && !outbound.owesReceipts()) {
      become(State.CLOSED, reason);
    }
  }

  private void end() {
    outbound.takeBackWaiting("the connection ended: " + reason);
    inbound.giveBackPending();
    var unsent = List.copyOf(outbound.unsent());
    Disconnected event =
        endedByPeer
            ? new Event.RemoteDisconnected(this, outbound.incomplete(), unsent, reason)
            : new Event.DisconnectFinished(this, outbound.incomplete(), unsent, reason);
    loop.remove(this, event);
    guarded(() -> session.closed(event));
    closed.complete(event);
  }

  /** Time passes. */
  void tick(long nowNanos) {
    guarded(() -> session.tick(nowNanos));
    if (nowNanos >= closeDeadlineNanos) {
      become(State.CLOSING, reason);
    } else if (pressure.isReading()) {
      linkEnd.tick(nowNanos);
    }
  }

  Session session() {
    return session;
  }

  /** What this connection adds to its listener's figures. */
  ListenerFigures figures() {
    return new ListenerFigures(
        0, state == State.CLOSED ? 0 : 1, inbound.balance(), outbound.balance());
  }

  ConnectionInfo info() {
    return new ConnectionInfo(
        id,
        remoteAddress().toString(),
        client,
        state.name().toLowerCase(Locale.ROOT),
        inbound.balance(),
        outbound.balance(),
        outbound.queuedBytes(),
        !pressure.isReading());
  }

  /**
   * Calls the session on its Vert.x context. One that throws costs its own connection, and no
   * other.
   */
  private void guarded(Runnable call) {
    try {
      loop.dispatch(call);
    } catch (Exception e) {
      LOG.error("{}: the handler failed, closing", id, e);
      flushAndClose("the handler failed: " + e);
    }
  }
}
