package dev.samara.net.route;

import dev.samara.codec.stream.CodecException;
import dev.samara.codec.value.Codec;
import dev.samara.net.connection.Cause;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.UndeliveredException;
import dev.samara.net.connection.UndeliveredException.Outcome;
import io.vertx.core.Future;

/**
 * A connection whose messages are objects. Any thread.
 *
 * @param <T> the messages
 * @param connection the connection
 * @param codec makes bytes of a message
 */
public record TypedConnection<T>(Connection connection, Codec<T> codec) {

  /**
   * Sends an object.
   *
   * @param message the object
   * @return as {@link Connection#send(io.vertx.core.buffer.Buffer)}; rejected if the codec cannot
   *     carry it, which is in no balance since no message came of it
   */
  public Future<Void> send(T message) {
    try {
      return connection.send(codec.encode(message));
    } catch (CodecException e) {
      return Future.failedFuture(
          new UndeliveredException(Outcome.REJECTED, Cause.UNSENDABLE, e.getMessage()));
    }
  }
}
