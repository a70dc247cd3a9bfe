package dev.samara.http;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.http.WebSocketInternal;
import java.util.HashSet;
import java.util.Set;

/**
 * The connections of one event loop, on which alone it is used: how many there are, and which are
 * doomed, that is, only kept until the client has read the last answer. Vert.x would still dispatch
 * what follows on those, and after a message whose end is in doubt that may be anything.
 */
final class Connections {
  private final int maxConnections;
  private final Counters counters;
  private final Set<HttpConnection> open = new HashSet<>();
  private final Set<HttpConnection> doomed = new HashSet<>();

  Connections(int maxConnections, Counters counters) {
    this.maxConnections = maxConnections;
    this.counters = counters;
  }

  /** A new one: closed at once when there are too many on all event loops together. */
  void admit(HttpConnection connection) {
    open.add(connection);
    boolean tooMany = counters.openConnections.incrementAndGet() > maxConnections;
    connection.closeHandler(closed -> release(connection));
    if (tooMany) {
      counters.refusedConnections.incrementAndGet();
      doomed.add(connection);
      connection.close();
    }
  }

  /** From now on Vert.x tells only the WebSocket of the end, and its handlers are the node's. */
  void upgraded(HttpConnection connection, ServerWebSocket socket) {
    ((WebSocketInternal) socket)
        .channelHandlerContext()
        .channel()
        .closeFuture()
        .addListener(closed -> release(connection));
  }

  private void release(HttpConnection connection) {
    if (open.remove(connection)) {
      counters.openConnections.decrementAndGet();
      doomed.remove(connection);
    }
  }

  void doom(HttpConnection connection) {
    doomed.add(connection);
  }

  boolean isDoomed(HttpConnection connection) {
    return doomed.contains(connection);
  }
}
