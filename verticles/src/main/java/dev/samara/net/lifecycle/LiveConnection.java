package dev.samara.net.lifecycle;

import dev.samara.codec.Framing;
import dev.samara.codec.stream.Encoder;
import dev.samara.net.connection.Cause;
import dev.samara.net.connection.CloseMode;
import dev.samara.net.connection.ConnectionId;
import dev.samara.net.connection.ConnectionInfo;
import dev.samara.net.connection.ConnectionOptions;
import dev.samara.net.connection.Event.Disconnected;
import dev.samara.net.connection.Link;
import dev.samara.net.connection.Peer;
import dev.samara.net.connection.Route;
import dev.samara.net.connection.Session;
import dev.samara.net.connection.Timeouts;
import dev.samara.net.connection.TlsSession;
import dev.samara.net.trace.CallSites;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
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
  private final Engine engine;
  private final Ordering ordering;

  /** Written by the client registry, read by any thread. */
  private volatile Optional<String> client = Optional.empty();

  /** Written once if somebody looks for it, read by any thread. */
  private volatile Optional<String> remoteHostName = Optional.empty();

  /** Any thread. */
  private volatile Object attachment;

  LiveConnection(ConnectionId id, Loop loop, Link link, ConnectionOptions options, State state) {
    this.id = id;
    this.loop = loop;
    this.link = link;
    this.engine = new Engine(this, loop, link, options, state);
    this.ordering = new Ordering(engine, loop);
  }

  Engine engine() {
    return engine;
  }

  /**
   * The link of a dialled connection stands. On the event loop, before anything can be read from
   * it; without effect if the connection was given up meanwhile.
   */
  public void connected() {
    engine.life().connected();
  }

  @Override
  public boolean wasConnected() {
    return engine.life().wasOpen();
  }

  @Override
  public long queuedBytes() {
    return engine.outbound().queuedBytes();
  }

  @Override
  public long maxQueuedBytes() {
    return engine.outbound().maxQueuedBytes();
  }

  /**
   * Whether a message sent now has a chance. On the event loop.
   *
   * @return false from the moment at which the connection is closing
   */
  public boolean acceptsMessages() {
    return engine.life().acceptsMessages();
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
  public Optional<String> remoteHostName() {
    return remoteHostName;
  }

  /**
   * Says what the peer's host is called. Any thread.
   *
   * @param name the host's name, as far as it was found
   */
  public void remoteHostName(Optional<String> name) {
    remoteHostName = name;
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
    ordering.give(message, promise);
    return CallSites.mark("send", promise.future());
  }

  /**
   * Sends a message that is older than what other threads have given meanwhile. On the event loop.
   *
   * @param message the message
   * @return as {@link #send(Buffer)}
   */
  public Future<Void> sendAhead(Buffer message) {
    Promise<Void> promise = loop.context().promise();
    engine.outbound().offer(message, promise);
    engine.outbound().scheduleFlush();
    return promise.future();
  }

  @Override
  public void post(Buffer message) {
    ordering.give(message, null);
  }

  @Override
  public Future<Void> send(Buffer message, Duration within) {
    Promise<Void> promise = loop.context().promise();
    var deadlineNanos = loop.nowNanos() + within.toNanos();
    ordering.run(() -> {
      engine.outbound().offer(message, promise, deadlineNanos);
      engine.outbound().scheduleFlush();
    });
    return promise.future();
  }

  @Override
  public Future<Void> send(long lengthBytes, Encoder encoder) {
    Promise<Void> promise = loop.context().promise();
    ordering.run(() -> {
      engine.outbound().offer(lengthBytes, encoder, promise);
      engine.outbound().scheduleFlush();
    });
    return promise.future();
  }

  @Override
  public Future<Void> switchFraming(Framing next) {
    Promise<Void> promise = loop.context().promise();
    ordering.run(() -> {
      try {
        engine.checkOpen();
        engine.linkEnd().switchFraming(next);
        engine.outbound().switchFraming(next);
        promise.complete();
      } catch (IllegalStateException e) {
        promise.fail(e);
      }
    });
    return promise.future();
  }

  @Override
  public Future<Void> switchRoute(Route next) {
    Promise<Void> promise = loop.context().promise();
    if (engine.session() instanceof BlockingSession blocking) {
      blocking.handOver();
    }
    ordering.run(() -> engine.switchRoute(next, promise));
    return promise.future();
  }

  @Override
  public void timeouts(Timeouts limits) {
    ordering.run(() -> engine.life().timeouts(limits));
  }

  @Override
  public void handledElsewhere(int messages) {
    ordering.handledElsewhere(messages);
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
    if (engine.session() instanceof BlockingSession blocking) {
      return blocking;
    }
    throw new IllegalStateException(
        "receive() needs a route of virtual threads; messages of %s go elsewhere".formatted(id));
  }

  @Override
  public Future<Disconnected> closed() {
    return engine.life().ended();
  }

  @Override
  public Future<Disconnected> close(CloseMode mode) {
    ordering.runAfterOthers(() -> engine.life().close(mode));
    return engine.life().ended();
  }

  @Override
  public Future<Disconnected> close(CloseMode mode, Duration within) {
    return close(mode, within, Cause.CLOSED);
  }

  /**
   * As {@link #close(CloseMode, Duration)}, for a reason of its own.
   *
   * @param mode how much of what is queued still leaves
   * @param within after this the mode is {@link CloseMode#NOW}
   * @param cause why, for a program
   * @return completes with the end of the connection
   */
  public Future<Disconnected> close(CloseMode mode, Duration within, Cause cause) {
    ordering.runAfterOthers(() -> engine.life().close(mode, within, cause));
    return engine.life().ended();
  }

  @Override
  public void fail(Cause cause, String why) {
    ordering.runAfterOthers(() -> engine.life().finish(cause, why));
  }

  /**
   * Reads no more, lets the route answer what it has, sends that, and closes; one that is being
   * dialled is cut. Any thread.
   *
   * @param within when what is left is given back
   * @param why for a person
   */
  public void drain(Duration within, String why) {
    loop.run(() -> engine.life().drain(within, why));
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
    return engine.linkEnd();
  }

  @Override
  public void answer(Buffer message) {
    engine.outbound().offerAnswer(message);
  }

  @Override
  public void holdBack() {
    engine.outbound().holdBack();
  }

  @Override
  public void letGo(Runnable first) {
    engine.outbound().letGo(first);
    engine.life().nothingStandsBack();
  }

  @Override
  public void flushAnswers() {
    engine.flushAnswers();
  }

  @Override
  public void handled(int messages) {
    engine.inbound().handled(messages);
    engine.settled();
  }

  @Override
  public void refused(int messages) {
    engine.inbound().refused(messages);
    engine.settled();
  }

  @Override
  public void expired(int messages) {
    engine.inbound().expired(messages);
    engine.settled();
  }

  @Override
  public Peer peer() {
    return new Peer(link.transport(), link.remoteAddress(), id.listener(), link.identities());
  }

  @Override
  public Timeouts timeouts() {
    return engine.life().timeouts();
  }

  @Override
  public long nowNanos() {
    return loop.nowNanos();
  }

  @Override
  public Future<ConnectionInfo> info() {
    Promise<ConnectionInfo> promise = loop.context().promise();
    loop.run(() -> promise.complete(engine.info()));
    return promise.future();
  }
}
