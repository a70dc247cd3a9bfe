package dev.samara.examples.echo;

import dev.samara.net.connection.Connection;
import dev.samara.net.route.ConnectionHandler;
import io.vertx.core.buffer.Buffer;

/**
 * Style 1: an object with callbacks, on the connection's event loop. Stateless, so one serves all.
 */
public final class EchoHandler implements ConnectionHandler {

  /** Makes the handler. */
  public EchoHandler() {}

  @Override
  public void message(Connection connection, Buffer message) {
    connection.post(message);
  }
}
