package dev.samara.net.lifecycle;

import dev.samara.codec.FrameDecoder;
import dev.samara.codec.FrameSink;
import dev.samara.codec.FramingException;
import dev.samara.net.connection.Balance;
import dev.samara.net.connection.CloseMode;
import dev.samara.net.connection.ConnectionId;
import dev.samara.net.connection.ConnectionInfo;
import dev.samara.net.connection.ConnectionOptions;
import dev.samara.net.connection.Event;
import dev.samara.net.connection.Event.Disconnected;
import dev.samara.net.connection.Ledger;
import dev.samara.net.connection.Link;
import dev.samara.net.connection.Route;
import dev.samara.net.connection.Session;
import dev.samara.net.connection.UndeliveredException;
import dev.samara.net.connection.UndeliveredException.Outcome;
import dev.samara.net.lifecycle.Outbox.Outgoing;
import io.netty.buffer.ByteBuf;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection on its event loop, which owns all its fields except where a field says otherwise.
 */
public final class LiveConnection implements Session.Control, Link.Receiver {

  private static final Logger LOG = LoggerFactory.getLogger(LiveConnection.class);

  private final ConnectionId id;
  private final Loop loop;
  private final Link link;
  private final ConnectionOptions options;
  private final FrameDecoder decoder;
  private final Outbox outbox;
  private final Inbound inbound;
  private final Ledger out = new Ledger();
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
  private boolean reading = true;
  private boolean withinRead;
  private boolean flushScheduled;
  private long lastReadNanos;
  private long closeDeadlineNanos = Long.MAX_VALUE;

  LiveConnection(ConnectionId id, Loop loop, Link link, ConnectionOptions options) {
    this.id = id;
    this.loop = loop;
    this.link = link;
    this.options = options;
    this.decoder = options.framing().newDecoder();
    this.outbox = new Outbox(options.framing(), link, out, this::onSent);
    this.inbound = new Inbound(options);
    this.closed = loop.context().promise();
    this.others = new OtherThreads(this, loop.eventLoop());
    this.lastReadNanos = loop.nowNanos();
  }

  void open(Route route) {
    guarded(() -> session = route.open(this));
    guarded(session::opened);
  }

  // ---- any thread ----

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
      offer(message, promise);
      scheduleFlush();
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
    onLoop(() -> closeOnLoop(mode));
    return closed.future();
  }

  @Override
  public void fail(String why) {
    onLoop(() -> finish(why));
  }

  /** Reads no more, lets the route answer what it has, sends that, and closes. Any thread. */
  public void drain() {
    onLoop(() -> finish("the node is draining"));
  }

  private void onLoop(Runnable task) {
    if (loop.eventLoop().inEventLoop()) {
      task.run();
    } else {
      loop.eventLoop().execute(task);
    }
  }

  // ---- from the link ----

  @Override
  public void read(ByteBuf bytes) {
    if (state != State.OPEN) {
      return;
    }
    withinRead = true;
    lastReadNanos = loop.nowNanos();
    var messages = new ArrayList<Buffer>();
    FrameSink sink = messages::add;
    var fault = "";
    try {
      decoder.decode(bytes, sink);
    } catch (FramingException e) {
      fault = e.getMessage();
    }
    if (!messages.isEmpty()) {
      inbound.add(messages);
      guarded(() -> session.messages(messages));
      updateReading();
    }
    if (!fault.isEmpty() && !link.keepsMessageBounds()) {
      LOG.warn("{} from {}: {}; closing", id, remoteAddress(), fault);
      finish(fault);
    } else if (!fault.isEmpty()) {
      LOG.warn("{} from {}: {}; discarded", id, remoteAddress(), fault);
    }
  }

  @Override
  public void readComplete() {
    withinRead = false;
    flushAnswers();
  }

  @Override
  public void writable() {
    flushAnswers();
  }

  @Override
  public void inputEnded() {
    if (state == State.OPEN) {
      endedByPeer = true;
      var pending = decoder.pendingBytes();
      finish(pending == 0 ? "closed by the peer" : "closed by the peer within a message");
    }
  }

  @Override
  public void closed(String why) {
    if (state.acceptsMessages()) {
      endedByPeer = true;
    }
    linkClosed = true;
    become(State.CLOSING, why);
    endIfSettled();
  }

  // ---- from the session ----

  @Override
  public void answer(Buffer message) {
    offer(message, null);
  }

  @Override
  public void flushAnswers() {
    flushScheduled = false;
    if (state.compareTo(State.CLOSING) < 0) {
      outbox.flush();
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

  // ---- sending ----

  /** Accepts a message for sending, or says why not; the promise may be null. */
  void offer(Buffer message, Promise<Void> promise) {
    out.accept(1);
    if (!state.acceptsMessages()) {
      reject(message, promise, "the connection is closed: " + reason);
      return;
    }
    int encodedBytes;
    try {
      encodedBytes = options.framing().encodedBytes(message);
    } catch (FramingException e) {
      reject(message, promise, e.getMessage());
      return;
    }
    if (makeRoom(encodedBytes)) {
      outbox.add(new Outgoing(message, encodedBytes, promise));
    } else {
      reject(message, promise, "the peer does not read and its queue is full");
    }
  }

  private boolean makeRoom(int encodedBytes) {
    while (outbox.queuedBytes() + encodedBytes > options.maxQueuedBytes()) {
      switch (options.slowConsumerPolicy()) {
        case REJECT -> {
          return false;
        }
        case DROP_OLDEST -> {
          if (!outbox.dropOldest("dropped to make room for newer messages")) {
            return false;
          }
        }
        case DISCONNECT -> {
          // What the link can take at once must not count as slowness.
          outbox.flush();
          if (outbox.queuedBytes() + encodedBytes > options.maxQueuedBytes()) {
            LOG.warn("{} to {}: does not read, closing", id, remoteAddress());
            become(State.CLOSING, "the peer does not read and its queue is full");
            return false;
          }
        }
      }
    }
    return true;
  }

  private void reject(Buffer message, Promise<Void> promise, String why) {
    out.reject(1);
    if (promise != null) {
      promise.fail(new UndeliveredException(Outcome.REJECTED, why));
    }
    guarded(() -> session.rejected(new Event.MessageRejected(this, message, why)));
  }

  void rejectedElsewhere(int messages) {
    out.accept(messages);
    out.reject(messages);
  }

  private void scheduleFlush() {
    if (!withinRead && !flushScheduled) {
      flushScheduled = true;
      loop.eventLoop().execute(this::flushAnswers);
    }
  }

  private void onSent() {
    if (state == State.CLOSING) {
      endIfSettled();
      return;
    }
    updateReading();
    if (outbox.size() == 0) {
      guarded(session::outputEmpty);
      closeIfFlushed();
    }
  }

  // ---- pressure ----

  /** Reads while both the route and the peer keep up; resumes at half of what made it pause. */
  private void updateReading() {
    if (state != State.OPEN) {
      return;
    }
    var pauseAt = options.maxQueuedBytes() / 4;
    if (reading && (inbound.isFull() || outbox.queuedBytes() > pauseAt)) {
      reading = false;
      link.read(false);
    } else if (!reading && inbound.hasRoom() && outbox.queuedBytes() <= pauseAt / 2) {
      reading = true;
      link.read(true);
    }
  }

  // ---- the state machine ----

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
    var wasFlushed = state == State.FLUSHING && outbox.size() == 0;
    state = next;
    switch (next) {
      case FINISHING, FLUSHING -> link.read(false);
      case CLOSING -> {
        if (wasFlushed) {
          link.closeInOrder();
        } else {
          link.close();
        }
      }
      case CLOSED -> end();
      case OPEN -> throw new IllegalStateException("a connection does not open twice");
    }
  }

  private void finish(String why) {
    if (state != State.OPEN) {
      return;
    }
    become(State.FINISHING, why);
    guarded(session::inputEnded);
    settled();
  }

  private void closeOnLoop(CloseMode mode) {
    switch (mode) {
      case DRAIN -> {}
      case FINISH_MESSAGE -> outbox.takeBackWaiting("closed before the message was sent");
      case NOW -> {
        become(State.CLOSING, "closed");
        link.close();
      }
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
    if (state == State.FLUSHING && outbox.size() == 0) {
      become(State.CLOSING, reason);
    }
  }

  private void endIfSettled() {
    if (linkClosed && !outbox.owedReceipts()) {
      become(State.CLOSED, reason);
    }
  }

  private void end() {
    outbox.takeBackWaiting("the connection ended: " + reason);
    inbound.giveBackPending();
    var unsent = List.copyOf(outbox.unsent());
    Disconnected event =
        endedByPeer
            ? new Event.RemoteDisconnected(this, outbox.incomplete(), unsent, reason)
            : new Event.DisconnectFinished(this, outbox.incomplete(), unsent, reason);
    loop.remove(this, event);
    guarded(() -> session.closed(event));
    closed.complete(event);
  }

  /** Time passes. */
  void tick(long nowNanos) {
    guarded(() -> session.tick(nowNanos));
    var idleNanos = options.idleTimeout().toNanos();
    if (nowNanos >= closeDeadlineNanos) {
      become(State.CLOSING, reason);
    } else if (state == State.OPEN
        && reading
        && idleNanos > 0
        && nowNanos - lastReadNanos > idleNanos) {
      finish("idle for " + options.idleTimeout().toMillis() + " ms");
    }
  }

  // ---- what others want to know; on the event loop ----

  String listener() {
    return id.listener();
  }

  Session session() {
    return session;
  }

  Balance inBalance() {
    return inbound.balance();
  }

  Balance outBalance() {
    return out.balance(outbox.size());
  }

  ConnectionInfo info() {
    return new ConnectionInfo(
        id,
        remoteAddress().toString(),
        client,
        state.name().toLowerCase(Locale.ROOT),
        inBalance(),
        outBalance(),
        outbox.queuedBytes(),
        !reading);
  }

  /**
   * Calls the session on its Vert.x context. One that throws costs its own connection, and no
   * other.
   */
  private void guarded(Runnable call) {
    var previous = loop.context().beginDispatch();
    try {
      call.run();
    } catch (Exception e) {
      LOG.error("{}: the handler failed, closing", id, e);
      flushAndClose("the handler failed: " + e);
    } finally {
      loop.context().endDispatch(previous);
    }
  }
}
