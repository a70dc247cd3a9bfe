package dev.samara.net.connection;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.SocketAddress;
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
   * Sends a message without a future of its own, which is cheaper. Its outcome is in the balance.
   * If it is not sent it comes back to the connection's handler, as rejected or with the disconnect
   * event; only a thread that is more than 65,536 messages ahead of the event loop gets no more
   * than the count.
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
   * Closes the connection. Closing again does nothing more, except that a faster mode wins.
   *
   * @param mode how much of what is queued still leaves
   * @return completes with the end of the connection, and with what was not sent
   */
  Future<Event.Disconnected> close(CloseMode mode);

  /**
   * How the connection ends.
   *
   * @return completes when it has ended, however that comes about
   */
  Future<Event.Disconnected> closed();
}
