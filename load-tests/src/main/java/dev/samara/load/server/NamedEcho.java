package dev.samara.load.server;

import dev.samara.net.Hub;
import dev.samara.net.client.ClientRegistry;
import dev.samara.net.connection.CloseMode;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.Route;
import dev.samara.net.route.ConnectionHandler;
import dev.samara.net.route.Routes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;

/**
 * An echo whose connections are named clients from their first moment: an answer proves that its
 * connection has its name. On the connection's event loop.
 *
 * @param clients the registry of the hub
 */
record NamedEcho(ClientRegistry clients) implements ConnectionHandler {
  static Future<Route> route(Vertx vertx, Hub hub, int loops) {
    NamedEcho handler = new NamedEcho(hub.clients());
    return Future.succeededFuture(Routes.handler(() -> handler));
  }

  @Override
  public void connected(Connection connection) {
    if (!clients.claim("client-" + connection.id().serial(), connection).given()) {
      connection.close(CloseMode.NOW);
    }
  }

  @Override
  public void message(Connection connection, Buffer message) {
    connection.post(message);
  }
}
