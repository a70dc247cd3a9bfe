package dev.samara.http;

import io.vertx.core.http.HttpConnection;
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
  private final Set<HttpConnection> doomed = new HashSet<>();

  Connections(int maxConnections, Counters counters) {
    this.maxConnections = maxConnections;
    this.counters = counters;
  }

  /** A new one: closed at once when there are too many on all event loops together. */
  void admit(HttpConnection connection) {
    boolean tooMany = counters.openConnections.incrementAndGet() > maxConnections;
    connection.closeHandler(closed -> {
      counters.openConnections.decrementAndGet();
      doomed.remove(connection);
    });
    if (tooMany) {
      counters.refusedConnections.incrementAndGet();
      doomed.add(connection);
      connection.close();
    }
  }

  void doom(HttpConnection connection) {
    doomed.add(connection);
  }

  boolean isDoomed(HttpConnection connection) {
    return doomed.contains(connection);
  }
}
