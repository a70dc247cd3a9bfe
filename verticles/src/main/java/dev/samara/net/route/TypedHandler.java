package dev.samara.net.route;

import dev.samara.net.connection.Event;

/**
 * A service as an object with callbacks whose messages are objects. All are called on the
 * connection's event loop, one at a time, and must not block. One that throws costs its connection,
 * and no other.
 *
 * @param <T> the messages
 */
@FunctionalInterface
public interface TypedHandler<T> {

  /**
   * The connection is open; the first call.
   *
   * @param connection the connection
   */
  default void connected(TypedConnection<T> connection) {}

  /**
   * A message arrived. It counts as dealt with when this method returns.
   *
   * @param connection the connection
   * @param message the message
   */
  void message(TypedConnection<T> connection, T message);

  /**
   * The connection has ended.
   *
   * @param event why, and what was not sent, as bytes
   */
  default void disconnected(Event.Disconnected event) {}
}
