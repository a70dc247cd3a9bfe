package dev.samara.http;

import dev.samara.http.wire.Wire;
import io.vertx.core.Future;
import io.vertx.core.http.HttpConnection;
import java.util.HashSet;
import java.util.Set;

/** The connections of one event loop, on which alone it is used. */
final class Connections {
  /** So many more are told that there are too many, a sixteenth of the limit but at least this. */
  private static final int MIN_TOLD = 16;

  private final int maxConnections;
  private final Counters counters;
  private final Wire wire;
  private final HookCalls hooks;
  private final Set<HttpConnection> open = new HashSet<>();

  Connections(int maxConnections, Counters counters, Wire wire, HookCalls hooks) {
    this.maxConnections = maxConnections;
    this.counters = counters;
    this.wire = wire;
    this.hooks = hooks;
  }

  /**
   * A new one. When there are too many on all event loops together it is answered with 503, and
   * when too many are being answered so, closed at once.
   */
  void admit(HttpConnection connection) {
    add(connection);
    long now = counters.openConnections.incrementAndGet();
    if (now <= maxConnections) {
      wire.attach(connection);
      return;
    }
    counters.refusedConnections.incrementAndGet();
    if (now <= maxConnections + Math.max(MIN_TOLD, maxConnections / 16L)) {
      wire.refuse(connection, "too many connections are open");
    } else {
      connection.close();
    }
  }

  /** A new one over QUIC, which Vert.x reads. When there are too many it is closed. */
  void admitQuic(HttpConnection connection) {
    add(connection);
    if (counters.openConnections.incrementAndGet() > maxConnections) {
      counters.refusedConnections.incrementAndGet();
      connection.close();
    }
  }

  /** From now on Vert.x does not tell of its end. */
  void upgraded(HttpConnection connection, Future<Void> ended) {
    ended.onComplete(end -> release(connection));
  }

  private void add(HttpConnection connection) {
    open.add(connection);
    connection.closeHandler(closed -> release(connection));
    hooks.opened(connection);
  }

  private void release(HttpConnection connection) {
    if (open.remove(connection)) {
      counters.openConnections.decrementAndGet();
      hooks.closed(connection);
    }
  }
}
