package dev.samara.net.connection;

import dev.samara.codec.Framing;
import dev.samara.codec.stream.Encoder;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.streams.ReadStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/**
 * One peer, over whatever transport. Every method may be called from any thread; futures complete
 * on the connection's event loop.
 */
public interface Connection {

  /**
   * The connection's name, usable on every node.
   *
   * @return the id
   */
  ConnectionId id();

  /**
   * The peer's address.
   *
   * @return the address; for a UNIX socket an empty path
   */
  SocketAddress remoteAddress();

  /**
   * What the peer's host is called, if its listener looks for that ({@code
   * ListenerOptions.reverseDns}), some time after the connection has come. For logs and people:
   * whoever owns the address has chosen the name.
   *
   * @return the name; empty before it is found, and if there is none
   */
  default Optional<String> remoteHostName() {
    return Optional.empty();
  }

  /**
   * How the connection is encrypted.
   *
   * @return empty for plain text
   */
  default Optional<TlsSession> tls() {
    return Optional.empty();
  }

  /**
   * The name the peer is known by.
   *
   * @return the client's name, if it has one
   */
  Optional<String> client();

  /**
   * Sends a message and says what became of it.
   *
   * @param message the message; belongs to the connection from now on
   * @return completes when all its bytes have left for the operating system; fails with {@link
   *     UndeliveredException} otherwise
   */
  Future<Void> send(Buffer message);

  /**
   * Sends a message that is worth nothing if it comes late.
   *
   * @param message the message; belongs to the connection from now on
   * @param within if nothing of it could be sent in this time, it expires; positive, looked at ten
   *     times a second
   * @return as {@link #send(Buffer)}
   */
  Future<Void> send(Buffer message, Duration within);

  /**
   * Sends a message whose bytes are made while it is sent, so that it is never whole in memory.
   * Messages given after it wait for its end. If the encoder gives fewer or more bytes, or fails
   * within the message, the connection ends: the peer could not tell where the next message starts.
   *
   * @param lengthBytes its length in bytes, an unsigned 64-bit number within the framing's limits
   * @param encoder gives the bytes; asked and closed on the connection's event loop
   * @return as {@link #send(Buffer)}; rejected if the framing cannot announce a length
   */
  Future<Void> send(long lengthBytes, Encoder encoder);

  /**
   * As {@link #send(long, Encoder)} with the bytes of a stream.
   *
   * @param lengthBytes its length in bytes, an unsigned 64-bit number within the framing's limits
   * @param source the bytes; paused until its turn comes. Those of a {@link MessageStream} pass
   *     without being copied if both connections have the same event loop
   * @return as {@link #send(Buffer)}
   */
  default Future<Void> send(long lengthBytes, ReadStream<Buffer> source) {
    var encoder =
        source instanceof MessageStream message ? message.encoder() : new ReadStreamEncoder(source);
    return send(lengthBytes, encoder);
  }

  /**
   * Sends a message without a future of its own, which is cheaper. Its outcome is in the balance.
   * If it is not sent it comes back to the connection's handler, as rejected or with the disconnect
   * event; only a thread that is more than 65,536 messages or 64 MiB ahead of the event loop gets
   * no more than the count.
   *
   * @param message the message; belongs to the connection from now on
   */
  void post(Buffer message);

  /**
   * Waits for the next message: the straight-line style. Several threads may wait; each message
   * goes to one of them, first to the one that has waited longest.
   *
   * @return the message, or empty when no more will come
   * @throws IllegalStateException unless the route is a virtual thread
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  Optional<Buffer> receive() throws InterruptedException;

  /**
   * Gives the stream another framing, in both directions: for what the peer sends after the message
   * that the route deals with now, and for what is sent after this call.
   *
   * @param next the new framing
   * @return completes when it is in force; fails with IllegalStateException unless the connection's
   *     options say that messages are read one at a time, or within a message
   */
  Future<Void> switchFraming(Framing next);

  /**
   * Hands the connection to another route: from a handler to a virtual thread for straight-line
   * code, to a bus address, to a mailbox, and back. No message is lost or changes places: the route
   * that has it now deals with what it has begun with, and what it has not goes to the next one, as
   * does all that the peer sends from then on. Called by a handler, that is what follows the
   * message it deals with; called by a conversation, what it has not received, and it should return
   * then. Called by others, it takes place when the conversation asks for its next message, or
   * returns.
   *
   * <p>The next route is told as if the connection had just been made. The guards in front of the
   * route before (rules, rates, handshake) are gone: put new ones in front of the next. Several
   * switches take place one after the other.
   *
   * @param next where messages go
   * @return completes when the next route has the connection; fails with {@link
   *     ConnectionEndedException} if it ended first, with IllegalStateException if it is not made
   *     yet, has not finished its handshake, or is read by a route that keeps it: a feed, or bytes
   */
  Future<Void> switchRoute(Route next);

  /**
   * Changes the time limits, at once.
   *
   * @param limits the new ones
   */
  void timeouts(Timeouts limits);

  /**
   * As {@link #receive()}, but does not wait longer than told.
   *
   * @param within how long at most; zero looks only
   * @return the message, or empty when no more will come
   * @throws IllegalStateException unless the route is a virtual thread
   * @throws InterruptedException if the thread is interrupted while it waits
   * @throws TimeoutException if there is none in time; asking again is no fault
   */
  Optional<Buffer> receive(Duration within) throws InterruptedException, TimeoutException;

  /**
   * Keeps an object of the application with the connection, in place of the one before. Any thread.
   *
   * @param context the object
   */
  void attach(Object context);

  /**
   * The object that was attached.
   *
   * @param <T> its type
   * @param type its type
   * @return the object, or empty if there is none of that type
   */
  <T> Optional<T> attachment(Class<T> type);

  /**
   * The connection at this moment: how much it holds in both directions, and where its messages
   * went.
   *
   * @return completes with what the event loop sees
   */
  Future<ConnectionInfo> info();

  /**
   * Closes the connection within the close limit of its options. Closing again does nothing more,
   * except that a faster mode and an earlier deadline win.
   *
   * @param mode how much of what is queued still leaves
   * @return completes with the end of the connection, and with what was not sent
   */
  Future<Event.Disconnected> close(CloseMode mode);

  /**
   * Closes the connection after everything queued was sent.
   *
   * @return as {@link #close(CloseMode)} with {@link CloseMode#DRAIN}
   */
  default Future<Event.Disconnected> close() {
    return close(CloseMode.DRAIN);
  }

  /**
   * Closes the connection as {@link #close(CloseMode)} does, within a time of its own.
   *
   * @param mode how much of what is queued still leaves
   * @param within after this the mode is {@link CloseMode#NOW}: what is left is given back; exact
   *     to a tenth of a second
   * @return completes with the end of the connection, and with what was not sent
   */
  Future<Event.Disconnected> close(CloseMode mode, Duration within);

  /**
   * How the connection ends.
   *
   * @return completes when it has ended, however that comes about
   */
  Future<Event.Disconnected> closed();
}
