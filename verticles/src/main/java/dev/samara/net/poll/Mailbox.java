package dev.samara.net.poll;

import dev.samara.net.connection.Cause;
import dev.samara.net.connection.CloseMode;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.Route;
import dev.samara.net.connection.Session;
import io.vertx.core.Context;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers what happens to many connections for threads that ask: a game loop, a batch job, a
 * simulation. Nothing is called back.
 *
 * <pre>{@code
 * var mailbox = Mailbox.create();
 * hub.listen(options, Routes.poll(mailbox));
 * for (var batch = mailbox.poll(tick); batch.state() == OPEN; batch = mailbox.poll(tick)) {
 *   batch.messages().forEach((player, moves) -> ...);
 * }
 * }</pre>
 *
 * <p>What is unread is bounded: each connection may have as many unread messages as its credit
 * allows, then it is no longer read. Any thread but an event loop may poll, several at a time.
 */
public final class Mailbox implements AutoCloseable {

  /** Why connections of a closed mailbox are closed. */
  static final String CLOSED = "the mailbox is closed";

  private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);

  private final boolean asks;
  private final AtomicInteger passedBy = new AtomicInteger();
  private final Lane lane = new Lane(() -> passedBy.getAndSet(0));
  private final Map<Connection, MailSession> sessions = new ConcurrentHashMap<>();
  private volatile boolean closed;

  private Mailbox(boolean asks) {
    this.asks = asks;
  }

  /**
   * A mailbox that lets everybody in.
   *
   * @return a mailbox without connections
   */
  public static Mailbox create() {
    return new Mailbox(false);
  }

  /**
   * A mailbox that asks: messages of a {@link Newcomer} wait until it is accepted or refused.
   *
   * @return a mailbox without connections
   */
  public static Mailbox asking() {
    return new Mailbox(true);
  }

  /**
   * Makes connections end up here.
   *
   * @return the route, for any number of listeners and connectors
   */
  public Route route() {
    return new MailRoute(this, Optional.empty(), false);
  }

  /**
   * Makes connections end up here once somebody has met them.
   *
   * @param doorkeeper meets each newcomer on a virtual thread of its own; the mailbox is told of
   *     those that are merged
   * @return the route, for any number of listeners and connectors
   */
  public Route route(Doorkeeper doorkeeper) {
    return new MailRoute(this, Optional.of(doorkeeper), false);
  }

  Session open(Session.Control control, boolean dialled) {
    // Who is dialled need not be asked about.
    return register(control, lane, dialled, asks && !dialled);
  }

  Session openApart(Session.Control control, boolean dialled, Doorkeeper doorkeeper) {
    var apart = new Lane(() -> 0);
    var session = register(control, apart, dialled, false);
    var newcomer = new Separate(control, Optional.of(session), lane, apart);
    session.whenOpen(() ->
        Thread.ofVirtual()
            .name("samara door " + control.id())
            .start(() -> meet(session, newcomer, doorkeeper)));
    return session;
  }

  private MailSession register(
      Session.Control control, Lane where, boolean dialled, boolean waits) {
    var session = new MailSession(control, this, where, dialled, waits);
    sessions.put(control, session);
    return session;
  }

  private static void meet(MailSession session, Separate newcomer, Doorkeeper doorkeeper) {
    try {
      doorkeeper.meet(newcomer);
      newcomer.settle();
      if (newcomer.isStillApart()) {
        newcomer.connection().close(CloseMode.DRAIN);
      }
    } catch (Exception e) {
      newcomer.settle();
      LOG.warn("{}: not let in: {}", newcomer.connection().id(), e.toString());
      session.refuse(Cause.TURNED_AWAY, "not let in: " + e.getMessage());
    }
  }

  /**
   * Waits until something happens, and gives all that has happened.
   *
   * @param within how long at most; zero looks only
   * @return what there is; empty if the time is over, marked {@link Batch.State#ENDED} if the
   *     mailbox is closed
   * @throws InterruptedException if the thread is interrupted while it waits
   * @throws IllegalStateException on an event loop
   */
  public Batch poll(Duration within) throws InterruptedException {
    checkMayWait();
    return lane.poll(within, Integer.MAX_VALUE);
  }

  static void checkMayWait() {
    if (Context.isOnEventLoopThread()) {
      throw new IllegalStateException("poll() waits: not on an event loop");
    }
  }

  /**
   * Reads a connection apart from the others from now on. What was polled before, or is being
   * polled at this moment, stays where it is. Any thread.
   *
   * @param connection a connection of this mailbox
   * @return where its news is read; marked ended at once if the connection has ended
   */
  public Separate separate(Connection connection) {
    var apart = new Lane(() -> 0);
    var session = Optional.ofNullable(sessions.get(connection));
    session.ifPresentOrElse(one -> one.moveTo(apart), () -> apart.end(Batch.State.ENDED));
    return new Separate(connection, session, lane, apart);
  }

  Lane lane() {
    return lane;
  }

  /** A connection ended before it was seen. */
  void passedBy() {
    passedBy.incrementAndGet();
  }

  /** The end of a connection has been polled: read apart, there is nothing more to come. */
  void told(Lane where) {
    if (where != lane) {
      where.end(Batch.State.ENDED);
    }
  }

  void remove(Connection connection) {
    sessions.remove(connection);
  }

  /**
   * Whether it is closed.
   *
   * @return true if nothing more comes
   */
  public boolean isClosed() {
    return closed;
  }

  /**
   * Ends the mailbox: who waits gets an empty batch marked as ended, unread messages count as
   * rejected, and its connections are closed after what was sent to them has left. Any thread;
   * again does nothing.
   */
  @Override
  public void close() {
    closed = true;
    lane.end(Batch.State.ENDED);
    sessions.values().forEach(MailSession::shut);
  }
}
