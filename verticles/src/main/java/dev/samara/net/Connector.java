package dev.samara.net;

import dev.samara.net.connection.Connection;
import dev.samara.net.connection.Route;
import io.vertx.core.Future;
import io.vertx.core.internal.VertxInternal;

/** Dials out. Any thread. */
final class Connector {

  private final Loops loops;
  private final Attempts attempts;

  Connector(VertxInternal vertx, Loops loops) {
    this.loops = loops;
    this.attempts = new Attempts(vertx);
  }

  Future<Connection> connect(ConnectorOptions options, Route route) {
    return loops
        .ask(loops.next(), loop -> attempts.dial(loop, options, route))
        .compose(connected -> connected)
        .recover(cause ->
            Future.failedFuture(
                new IllegalStateException(
                    "cannot connect to %s: %s".formatted(options.address(), cause.getMessage()),
                    cause)));
  }
}
