package dev.samara.net.lifecycle;

import dev.samara.codec.Framing;
import dev.samara.codec.stream.Encoder;
import dev.samara.net.connection.CloseMode;
import dev.samara.net.connection.ConnectionId;
import dev.samara.net.connection.ConnectionInfo;
import dev.samara.net.connection.ConnectionOptions;
import dev.samara.net.connection.Event;
import dev.samara.net.connection.Event.Disconnected;
import dev.samara.net.connection.Link;
import dev.samara.net.connection.ListenerFigures;
import dev.samara.net.connection.Peer;
import dev.samara.net.connection.Route;
import dev.samara.net.connection.Session;
import dev.samara.net.connection.Timeouts;
import dev.samara.net.connection.TlsSession;
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
  private final LinkEnd linkEnd;
  private final Inbound inbound;
  private final Outbound outbound;
  private final Pressure pressure;
  private final LifeCycle life;

  /** Any thread; made when the first one comes, since most connections never see one. */
  private volatile OtherThreads others;

  /** Written by the client registry, read by any thread. */
  private volatile Optional<String> client = Optional.empty();

  /** A route that fails to open one leaves this: the connection is being closed then. */
  private Session session = _ -> {};

  LiveConnection(ConnectionId id, Loop loop, Link link, ConnectionOptions options, State state) {
    this.id = id;
    this.loop = loop;
    this.link = link;
    this.linkEnd = new LinkEnd(this, link, options);
    this.inbound = new Inbound(options, loop.memory());
    this.life = new LifeCycle(this, link, loop, options.timeouts(), state);
    this.outbound = new Outbound(this, options, link, loop, this::onSent);
    this.pressure =
        new Pressure(link, options, inbound, outbound, () -> loop.memory().mayRead(this));
  }

  void open(Route route) {
    prepare(route);
    guarded(session::opened);
  }

  /** Makes the session of a connection that is being dialled. */
  void prepare(Route route) {
    guarded(() -> session = route.open(this));
  }

  /**
   * The link of a dialled connection stands. On the event loop, before anything can be read from
   * it; without effect if the connection was given up meanwhile.
   */
  public void connected() {
    life.connected();
  }

  /**
   * Whether its link has ever stood. On the event loop.
   *
   * @return false for a dialled connection that was never made
   */
  public boolean wasConnected() {
    return life.wasOpen();
  }

  /**
   * Whether a message sent now has a chance. On the event loop.
   *
   * @return false from the moment at which the connection is closing
   */
  public boolean acceptsMessages() {
    return life.acceptsMessages();
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
  public Optional<TlsSession> tls() {
    return link.tls();
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

  @Override
  public Future<Void> send(Buffer message, Duration within) {
    Promise<Void> promise = loop.context().promise();
    var deadlineNanos = loop.nowNanos() + within.toNanos();
    inOrder(() -> {
      outbound.offer(message, promise, deadlineNanos);
      outbound.scheduleFlush();
    });
    return promise.future();
  }

  @Override
  public Future<Void> send(long lengthBytes, Encoder encoder) {
    Promise<Void> promise = loop.context().promise();
    inOrder(() -> {
      outbound.offer(lengthBytes, encoder, promise);
      outbound.scheduleFlush();
    });
    return promise.future();
  }

  @Override
  public Future<Void> switchFraming(Framing next) {
    Promise<Void> promise = loop.context().promise();
    inOrder(() -> {
      try {
        linkEnd.switchFraming(next);
        outbound.switchFraming(next);
        promise.complete();
      } catch (IllegalStateException e) {
        promise.fail(e);
      }
    });
    return promise.future();
  }

  @Override
  public void timeouts(Timeouts limits) {
    inOrder(() -> life.timeouts(limits));
  }

  /** Runs a task on the event loop, after what the calling thread has asked for so far. */
  private void inOrder(Runnable task) {
    if (loop.eventLoop().inEventLoop()) {
      task.run();
    } else {
      others().run(task);
    }
  }

  private OtherThreads others() {
    if (others == null) {
      synchronized (this) {
        if (others == null) {
          others = new OtherThreads(this, outbound, loop.eventLoop());
        }
      }
    }
    return others;
  }

  private void give(Buffer message, Promise<Void> promise) {
    if (loop.eventLoop().inEventLoop()) {
      outbound.offer(message, promise);
      outbound.scheduleFlush();
    } else {
      others().give(message, promise);
    }
  }

  @Override
  public void handledElsewhere(int messages) {
    others().handled(messages);
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
    return life.ended();
  }

  @Override
  public Future<Disconnected> close(CloseMode mode) {
    loop.run(() -> life.close(mode));
    return life.ended();
  }

  @Override
  public Future<Disconnected> close(CloseMode mode, Duration within) {
    loop.run(() -> life.close(mode, within));
    return life.ended();
  }

  @Override
  public void fail(String why) {
    loop.run(() -> life.finish(why));
  }

  /**
   * Reads no more, lets the route answer what it has, sends that, and closes; one that is being
   * dialled is cut. Any thread.
   *
   * @param within when what is left is given back
   * @param why for a person
   */
  public void drain(Duration within, String why) {
    loop.run(() -> life.drain(within, why));
  }

  /**
   * As {@link #drain(Duration, String)}, because the node ends.
   *
   * @param within when what is left is given back
   */
  public void drain(Duration within) {
    drain(within, "the node is draining");
  }

  /**
   * The side that the link talks to.
   *
   * @return the receiver of everything that comes in
   */
  public Link.Receiver receiver() {
    return linkEnd;
  }

  LinkEnd linkEnd() {
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

  /** Returns whether the route takes the long message that begins. */
  boolean received(IncomingStream message) {
    inbound.addStream();
    var taken = new boolean[1];
    guarded(() -> taken[0] = session.stream(message));
    if (!taken[0]) {
      refused(1);
    }
    return taken[0];
  }

  /** Returns whether the route wants to keep a peer that is silent. */
  boolean isKeptThoughIdle() {
    var kept = new boolean[1];
    guarded(() -> kept[0] = session.idle());
    return kept[0];
  }

  void gaveBack(int messages) {
    inbound.giveBack(messages);
    settled();
  }

  void run(Runnable task) {
    loop.run(task);
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
    linkEnd.resume();
    updateReading();
    life.inboundSettled();
  }

  @Override
  public Peer peer() {
    return new Peer(link.transport(), link.remoteAddress(), id.listener(), link.identities());
  }

  @Override
  public Timeouts timeouts() {
    return life.timeouts();
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
      pressure.update(linkEnd.isBehind());
    }
  }

  /** A message will not be sent, which its session is told. */
  void rejected(Buffer message, String why) {
    guarded(() -> session.rejected(new Event.MessageRejected(this, message, why)));
  }

  /** Time passes. */
  void tick(long nowNanos) {
    session.tick(nowNanos);
    life.tick(nowNanos);
    // The memory budget may have changed on another event loop.
    updateReading();
    if (life.isOpen() && pressure.isReading()) {
      linkEnd.tick(nowNanos, life.timeouts());
    }
    var stuck = outbound.tick(nowNanos, life.timeouts().write());
    if (!stuck.isEmpty()) {
      life.cut(stuck);
    }
  }

  Session session() {
    return session;
  }

  /** What this connection adds to its listener's figures. */
  ListenerFigures figures() {
    return new ListenerFigures(0, life.isOpen() ? 1 : 0, inbound.balance(), outbound.balance());
  }

  ConnectionInfo info() {
    return new ConnectionInfo(
        id,
        remoteAddress().toString(),
        link.tls().isPresent(),
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
