package dev.samara.net.connection;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.Optional;

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
   * event; only a thread that is more than 65,536 messages or 64 MiB ahead of the event loop gets
   * no more than the count.
   *
   * @param message the message; belongs to the connection from now on
   */
  void post(Buffer message);

  /**
   * Waits for the next message: the straight-line style.
   *
   * @return the message, or empty when no more will come
   * @throws IllegalStateException unless the route is a virtual thread
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  Optional<Buffer> receive() throws InterruptedException;

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
