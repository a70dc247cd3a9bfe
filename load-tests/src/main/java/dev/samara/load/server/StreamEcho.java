package dev.samara.load.server;

import dev.samara.net.connection.Connection;
import dev.samara.net.connection.MessageStream;
import dev.samara.net.route.ConnectionHandler;
import io.vertx.core.buffer.Buffer;

/** Sends everything back, a stream while it still arrives. On the connection's event loop. */
final class StreamEcho implements ConnectionHandler {
  @Override
  public void message(Connection connection, Buffer message) {
    connection.post(message);
  }

  @Override
  public boolean stream(MessageStream message) {
    message.connection().send(message.lengthBytes(), message);
    return true;
  }
}
