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
import dev.samara.net.trace.CallSites;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
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
  private final LinkEnd linkEnd;
  private final Inbound inbound;
  private final Outbound outbound;
  private final Pressure pressure;
  private final LifeCycle life;

  /** Any thread. */
  private final OtherThreads others;

  /** Written by the client registry, read by any thread. */
  private volatile Optional<String> client = Optional.empty();

  /** Any thread. */
  private volatile Object attachment;

  /** A route that fails to open one leaves this: the connection is being closed then. */
  private Session session = _ -> {};

  LiveConnection(ConnectionId id, Loop loop, Link link, ConnectionOptions options) {
    this.id = id;
    this.loop = loop;
    this.link = link;
    this.linkEnd = new LinkEnd(this, link, options);
    this.inbound = new Inbound(options);
    this.life = new LifeCycle(this, link, loop, options.timeouts());
    this.outbound = new Outbound(this, options, link, loop, this::onSent);
    this.pressure = new Pressure(link, options, inbound, outbound);
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
  public void attach(Object context) {
    attachment = context;
  }

  @Override
  public <T> Optional<T> attachment(Class<T> type) {
    var attached = attachment;
    return type.isInstance(attached) ? Optional.of(type.cast(attached)) : Optional.empty();
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
    return CallSites.mark("send", promise.future());
  }

  @Override
  public void post(Buffer message) {
    give(message, null);
  }

  private void give(Buffer message, Promise<Void> promise) {
    if (loop.eventLoop().inEventLoop()) {
      others.takeOver();
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
    return blocking().receive();
  }

  @Override
  public Optional<Buffer> receive(Duration within) throws InterruptedException, TimeoutException {
    return blocking().receive(within);
  }

  private BlockingSession blocking() {
    if (session instanceof BlockingSession blocking) {
      return blocking;
    }
    throw new IllegalStateException(
        "receive() needs a route of virtual threads; messages of %s go elsewhere".formatted(id));
  }

  @Override
  public Future<Disconnected> closed() {
    return life.ended();
  }

  @Override
  public Future<Disconnected> close(CloseMode mode) {
    runAfterOthers(() -> life.close(mode));
    return life.ended();
  }

  @Override
  public void fail(String why) {
    runAfterOthers(() -> life.finish(why));
  }

  /** Any thread: what any thread has sent before is accepted first. */
  private void runAfterOthers(Runnable task) {
    loop.run(() -> {
      others.takeOver();
      task.run();
    });
  }

  /**
   * Reads no more, lets the route answer what it has, sends that, and closes. Any thread.
   *
   * @param within when what is left is given back
   */
  public void drain(Duration within) {
    loop.run(() -> life.drain(within));
  }

  /**
   * The side that the link talks to.
   *
   * @return the receiver of everything that comes in
   */
  public Link.Receiver receiver() {
    return linkEnd;
  }

  LifeCycle life() {
    return life;
  }

  Inbound inbound() {
    return inbound;
  }

  Outbound outbound() {
    return outbound;
  }

  void received(List<Buffer> messages) {
    inbound.add(messages);
    guarded(() -> session.messages(messages));
    updateReading();
  }

  @Override
  public void answer(Buffer message) {
    outbound.offer(message, null);
  }

  @Override
  public void flushAnswers() {
    if (life.state().compareTo(State.CLOSING) < 0) {
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

  private void settled() {
    updateReading();
    life.inboundSettled();
  }

  @Override
  public long nowNanos() {
    return loop.nowNanos();
  }

  private void onSent() {
    if (life.state() != State.CLOSING) {
      updateReading();
      if (outbound.size() == 0) {
        guarded(session::outputEmpty);
      }
    }
    life.outboundSettled();
  }

  /** Reads while both the route and the peer keep up. */
  private void updateReading() {
    if (life.state() == State.OPEN) {
      pressure.update();
    }
  }

  /** A message will not be sent, which its session is told. */
  void rejected(Buffer message, String why) {
    guarded(() -> session.rejected(new Event.MessageRejected(this, message, why)));
  }

  /** Time passes. */
  void tick(long nowNanos) {
    guarded(() -> session.tick(nowNanos));
    life.tick(nowNanos);
    if (pressure.isReading()) {
      linkEnd.tick(nowNanos);
    }
  }

  Session session() {
    return session;
  }

  /** What this connection adds to its listener's figures. */
  ListenerFigures figures() {
    return new ListenerFigures(
        0, life.state() == State.CLOSED ? 0 : 1, inbound.balance(), outbound.balance());
  }

  @Override
  public Future<ConnectionInfo> info() {
    Promise<ConnectionInfo> promise = loop.context().promise();
    loop.run(() -> promise.complete(infoNow()));
    return promise.future();
  }

  ConnectionInfo infoNow() {
    return new ConnectionInfo(
        id,
        remoteAddress().toString(),
        client,
        life.state().name().toLowerCase(Locale.ROOT),
        inbound.balance(),
        outbound.balance(),
        outbound.queuedBytes(),
        !pressure.isReading());
  }

  /**
   * Calls the session on its Vert.x context. One that throws costs its own connection, and no
   * other.
   */
  void guarded(Runnable call) {
    try {
      loop.dispatch(call);
    } catch (Exception e) {
      LOG.error("{}: the handler failed, closing", id, e);
      life.flushAndClose("the handler failed: " + e);
    }
  }
}
