package dev.samara.net.route;

import dev.samara.net.connection.Connection;
import dev.samara.net.connection.Event;
import dev.samara.net.connection.MessageStream;
import io.vertx.core.buffer.Buffer;

/**
 * A service as an object with callbacks. All are called on the connection's event loop, one at a
 * time, and must not block. One that throws costs its connection, and no other.
 */
public interface ConnectionHandler {

  /**
   * The connection is open; called before any message. What is sent here leaves before what was
   * sent while the connection was still being made.
   *
   * @param connection the connection
   */
  default void connected(Connection connection) {}

  /**
   * An outgoing connection could not be made; called in place of {@link #connected} and {@link
   * #disconnected}.
   *
   * @param event what was sent meanwhile
   */
  default void connectFailed(Event.ConnectFinished event) {}

  /**
   * A message arrived. It counts as dealt with when this method returns.
   *
   * @param connection the connection
   * @param message the message; belongs to the handler
   */
  void message(Connection connection, Buffer message);

  /**
   * A message longer than the framing's in-memory limit begins to arrive.
   *
   * @param message its bytes; needs a handler sooner or later, and counts as dealt with when its
   *     end has been handed over
   * @return whether it is taken; if not, as unless overridden, the connection is closed
   */
  default boolean stream(MessageStream message) {
    return false;
  }

  /**
   * The peer has been silent for as long as it may.
   *
   * @param connection the connection
   * @return whether it may be so for as long again, as when it was just asked for a sign of life;
   *     unless overridden, it is closed
   */
  default boolean idle(Connection connection) {
    return false;
  }

  /**
   * Everything sent so far has left.
   *
   * @param connection the connection
   */
  default void outputEmpty(Connection connection) {}

  /**
   * A message was not accepted for sending.
   *
   * @param event the message and the reason
   */
  default void rejected(Event.MessageRejected event) {}

  /**
   * The connection has ended; the last call but for rejected messages that came too late.
   *
   * @param event why, and what was not sent
   */
  default void disconnected(Event.Disconnected event) {}
}
