package dev.samara.net.route;

import dev.samara.codec.stream.CodecException;
import dev.samara.codec.value.Codec;
import dev.samara.net.connection.Cause;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.Event;
import dev.samara.net.connection.Session;
import io.vertx.core.buffer.Buffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes objects of messages. Owned by the connection's event loop. */
final class TypedAdapter<T> implements ConnectionHandler {

  private static final Logger LOG = LoggerFactory.getLogger(TypedAdapter.class);

  private final Codec<T> codec;
  private final TypedHandler<T> handler;
  private TypedConnection<T> typed;

  TypedAdapter(Codec<T> codec, TypedHandler<T> handler) {
    this.codec = codec;
    this.handler = handler;
  }

  @Override
  public void connected(Connection connection) {
    typed = new TypedConnection<>(connection, codec);
    handler.connected(typed);
  }

  @Override
  public void message(Connection connection, Buffer message) {
    T value;
    try {
      value = codec.decode(message);
    } catch (CodecException e) {
      // The peer's fault, and not worth a stack trace; what follows would be no better.
      LOG.warn(
          "{}: not a message of {}: {}; closing", connection.id(), codec.name(), e.getMessage());
      ((Session.Control) connection)
          .fail(Cause.BROKEN_BYTES, "not a message of %s".formatted(codec.name()));
      return;
    }
    handler.message(typed, value);
  }

  @Override
  public void disconnected(Event.Disconnected event) {
    handler.disconnected(event);
  }
}
