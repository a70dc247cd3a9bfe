package dev.samara.net.lifecycle;

import dev.samara.net.connection.AddressText;
import dev.samara.net.connection.Cause;
import dev.samara.net.connection.ConnectionEndedException;
import dev.samara.net.connection.ConnectionInfo;
import dev.samara.net.connection.ConnectionOptions;
import dev.samara.net.connection.Event;
import dev.samara.net.connection.Link;
import dev.samara.net.connection.ListenerFigures;
import dev.samara.net.connection.Route;
import dev.samara.net.connection.Session;
import dev.samara.net.watch.Occupation;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts of a connection, and how they move each other. Owned by its event loop. */
final class Engine {

  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

  private final LiveConnection connection;
  private final Loop loop;
  private final Link link;
  private final LinkEnd linkEnd;
  private final Inbound inbound;
  private final Outbound outbound;
  private final Pressure pressure;
  private final LifeCycle life;

  /** A route that fails to open one leaves this: the connection is being closed then. */
  private volatile Session session = _ -> {};

  private String routeName = "";

  /** Null unless the connection is changing its route. */
  private RouteSwitch routeSwitch;

  private final boolean dialled;

  Engine(LiveConnection connection, Loop loop, Link link, ConnectionOptions options, State state) {
    this.connection = connection;
    this.dialled = state == State.DIALLING;
    this.loop = loop;
    this.link = link;
    this.linkEnd = new LinkEnd(this, link, options);
    this.inbound = new Inbound(options, loop.memory());
    this.life = new LifeCycle(this, link, loop, options.timeouts(), state);
    this.outbound = new Outbound(this, options, link, loop, this::onSent);
    this.pressure =
        new Pressure(
            link,
            options,
            inbound,
            outbound,
            () -> options.vital() || loop.memory().mayRead(connection));
  }

  void open(Route route) {
    prepare(route);
    guarded(session::opened);
  }

  /** Makes the session of a connection that is being dialled. */
  void prepare(Route route) {
    routeName = route.name();
    guarded(() -> session = route.open(connection));
  }

  /** Gives the connection another route, after those that it is to get before. */
  void switchRoute(Route next, Promise<Void> promise) {
    if (routeSwitch != null) {
      routeSwitch.promise().future().onComplete(_ -> switchRoute(next, promise));
      return;
    }
    try {
      checkOpen();
      routeSwitch = new RouteSwitch(this, dialled ? next.dialled() : next, promise);
      routeSwitch.begin();
    } catch (RuntimeException e) {
      switchOver();
      promise.tryFail(e);
    }
  }

  /**
   * Checks that something can still be changed.
   *
   * @throws IllegalStateException if it is not open
   */
  void checkOpen() {
    if (life.state() == State.DIALLING) {
      throw new IllegalStateException("the connection is not made yet");
    }
    if (life.state() != State.OPEN) {
      throw new ConnectionEndedException(life.cause(), life.reason());
    }
  }

  /** Whether no route has a say any more. */
  boolean isFlushing() {
    return life.state().compareTo(State.FLUSHING) >= 0;
  }

  boolean isSwitching() {
    return routeSwitch != null;
  }

  /** The next route has the connection now, and messages that the one before has not begun with. */
  void opens(Route next, List<Buffer> unread) {
    prepare(next);
    sessionOpens();
    if (!unread.isEmpty() && !isFlushing()) {
      guarded(() -> session.messages(unread));
    }
    if (life.state() == State.FINISHING) {
      guarded(session::inputEnded);
    }
    switchOver();
  }

  private void sessionOpens() {
    if (!isFlushing()) {
      guarded(session::opened);
    }
  }

  void switchOver() {
    routeSwitch = null;
    linkEnd.resume();
    updateReading();
  }

  /** The connection has ended: nobody else gets it. */
  void endSwitch() {
    if (routeSwitch != null) {
      routeSwitch.end();
      routeSwitch = null;
    }
  }

  /** The connection as others see it. */
  LiveConnection connection() {
    return connection;
  }

  SocketAddress remoteAddress() {
    return link.remoteAddress();
  }

  long nowNanos() {
    return loop.nowNanos();
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

  void flushAnswers() {
    if (life.state().compareTo(State.CLOSING) < 0) {
      outbound.flush();
    }
    updateReading();
  }

  /** Returns whether the route takes the long message that begins. */
  boolean received(IncomingStream message) {
    inbound.addStream();
    var taken = new boolean[1];
    guarded(() -> taken[0] = session.stream(message));
    if (!taken[0]) {
      inbound.refused(1);
      settled();
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

  /** Runs a task on the event loop when what it does now is done. */
  void later(Runnable task) {
    loop.eventLoop().execute(task);
  }

  /** Whether this is the event loop. */
  boolean isHere() {
    return loop.eventLoop().inEventLoop();
  }

  void handled(int messages) {
    inbound.handled(messages);
    settled();
  }

  void settled() {
    if (routeSwitch != null) {
      routeSwitch.step();
    }
    linkEnd.resume();
    updateReading();
    life.inboundSettled();
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
    guarded(() -> session.rejected(new Event.MessageRejected(connection, message, why)));
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
      life.cut(Cause.TIME_LIMIT, stuck);
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
        connection.id(),
        AddressText.of(link.remoteAddress()),
        connection.remoteHostName(),
        link.tls().isPresent(),
        connection.client(),
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
    var before = Occupation.begin(this);
    try {
      loop.dispatch(call);
    } catch (Exception e) {
      LOG.error("{}: the handler failed, closing", connection.id(), e);
      life.flushAndClose(Cause.APPLICATION_FAILED, "the handler failed: " + e);
    } finally {
      Occupation.end(before);
    }
  }

  /** Whose handler it is that runs, for another thread that wonders. */
  @Override
  public String toString() {
    return "route '%s' of connection %s from %s"
        .formatted(routeName, connection.id(), AddressText.of(connection.remoteAddress()));
  }
}
