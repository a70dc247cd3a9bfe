package org.example;

import dev.samara.net.Hub;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.ConnectionId;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/** Stands for an application: what it calls must be found by its name. */
public final class TracedCaller {

  private TracedCaller() {}

  /** Sends. */
  public static Future<Void> send(Connection connection, String message) {
    return connection.send(Buffer.buffer(message));
  }

  /** Sends to where nobody is. */
  public static Future<Void> sendTo(Hub hub, ConnectionId id) {
    return hub.send(id, Buffer.buffer("hello"));
  }
}
