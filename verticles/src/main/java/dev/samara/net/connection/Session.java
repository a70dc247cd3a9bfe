package dev.samara.net.connection;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/**
 * The application's side of one connection: what a route makes for each. All methods are called on
 * the connection's event loop and must not block.
 */
public interface Session {

  /**
   * The connection is open; called before any message. What is sent here leaves before what was
   * sent while the connection was still being made.
   */
  default void opened() {}

  /**
   * The connection could not be made, or was closed before it was; the last call but for {@link
   * #rejected}. Neither {@link #opened} nor {@link #closed} is called then.
   *
   * @param event what was sent meanwhile
   */
  default void connectFailed(Event.ConnectFinished event) {}

  /**
   * Messages arrived. Each must be accounted for sooner or later with one of the methods of {@link
   * Control}.
   *
   * @param messages the messages of one read, in order; the session owns the list
   */
  void messages(List<Buffer> messages);

  /**
   * A message longer than the framing's in-memory limit begins to arrive. It counts as dealt with
   * when its end has been handed over.
   *
   * @param message its bytes; needs a handler sooner or later
   * @return whether the session takes it; if not, as unless overridden, the connection is closed
   */
  default boolean stream(MessageStream message) {
    return false;
  }

  /**
   * The peer has been silent for as long as it may.
   *
   * @return whether it may be so for as long again, as when it was asked for a sign of life; unless
   *     overridden, it is closed
   */
  default boolean idle() {
    return false;
  }

  /** The peer will send nothing more; the connection closes when all messages are dealt with. */
  default void inputEnded() {}

  /**
   * An answer arrived over the bus for this connection.
   *
   * @param answer what was sent to this connection's event loop
   */
  default void answered(ForConnection answer) {}

  /** Everything given to the connection has been sent. */
  default void outputEmpty() {}

  /**
   * A message was not accepted for sending.
   *
   * @param event the message and the reason
   */
  default void rejected(Event.MessageRejected event) {}

  /**
   * Time passes: look for what has waited too long. Called ten times a second, for a route's own
   * use and not for the application's: it must not throw.
   *
   * @param nowNanos the event loop's coarse clock
   */
  default void tick(long nowNanos) {}

  /**
   * The connection gets another route: no more messages come here. The session still answers those
   * that it has begun with, and gets everything else that concerns them, until all are accounted
   * for; then it is forgotten, without {@link #closed}.
   *
   * @return completes with the messages that it has not begun with, in order and not accounted for,
   *     on any thread; by default none. Fails if it must keep the connection
   */
  default Future<List<Buffer>> leave() {
    return Future.succeededFuture(List.of());
  }

  /**
   * The connection has ended. Messages not accounted for are counted as returned. Nothing is called
   * after it but {@link #rejected}, for messages that come too late.
   *
   * @param event how it ended and what was not sent
   */
  default void closed(Event.Disconnected event) {}

  /** A message over the bus to a connection. */
  interface ForConnection {

    /**
     * Which connection of the event loop it is for.
     *
     * @return the connection's serial
     */
    long serial();
  }

  /** What a session may ask of its connection, on the event loop unless said otherwise. */
  interface Control extends Connection {

    /** In place of a number of messages: all that the route has not accounted for. */
    int ALL = Integer.MAX_VALUE;

    /**
     * Sends a message as an answer: accepted even while the connection is finishing.
     *
     * @param message the message; belongs to the connection from now on
     */
    void answer(Buffer message);

    /**
     * From now on only answers leave: what is sent otherwise stands back, within the bound of the
     * connection's queue, until {@link #letGo}, and comes back if the connection ends before.
     */
    void holdBack();

    /**
     * What stands back may leave.
     *
     * @param first what this task sends leaves before it
     */
    void letGo(Runnable first);

    /** Sends what was answered, at the end of a batch. */
    void flushAnswers();

    /**
     * The route has dealt with messages.
     *
     * @param messages how many
     */
    void handled(int messages);

    /**
     * The same from any other thread.
     *
     * @param messages how many
     */
    void handledElsewhere(int messages);

    /**
     * Nobody takes the messages.
     *
     * @param messages how many, or {@link #ALL}
     */
    void refused(int messages);

    /**
     * Messages were not dealt with in time.
     *
     * @param messages how many, or {@link #ALL}
     */
    void expired(int messages);

    /**
     * The context whose event loop owns the connection. Any thread.
     *
     * @return the context
     */
    Context context();

    /**
     * Who is at the other end. Any thread.
     *
     * @return the peer, as its link knows it
     */
    Peer peer();

    /**
     * Whether the connection stands, or stood. On the event loop.
     *
     * @return false while it is being dialled
     */
    boolean wasConnected();

    /**
     * What waits to leave.
     *
     * @return bytes on the wire
     */
    long queuedBytes();

    /**
     * How much may wait to leave, before the declared policy for slow peers begins.
     *
     * @return bytes on the wire
     */
    long maxQueuedBytes();

    /**
     * The connection's time limits.
     *
     * @return the limits
     */
    Timeouts timeouts();

    /**
     * The event loop's coarse clock.
     *
     * @return nanoseconds, exact to 25 ms
     */
    long nowNanos();

    /**
     * Ends the connection after what was already answered has been sent, because the application
     * failed. Legal from any thread.
     *
     * @param reason why, for a person
     */
    default void fail(String reason) {
      fail(Cause.APPLICATION_FAILED, reason);
    }

    /**
     * Ends the connection after what was already answered has been sent. Legal from any thread.
     *
     * @param cause why, for a program
     * @param reason why, for a person
     */
    void fail(Cause cause, String reason);

    /**
     * The bus address that reaches this connection's event loop.
     *
     * @return the address
     */
    String loopAddress();
  }
}
