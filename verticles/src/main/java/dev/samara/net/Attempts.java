package dev.samara.net;

import dev.samara.net.connection.Connection;
import dev.samara.net.connection.Link;
import dev.samara.net.connection.Route;
import dev.samara.net.lifecycle.Loop;
import dev.samara.net.transport.Dialler;
import dev.samara.net.transport.MemoryPlaces;
import io.vertx.core.Future;
import io.vertx.core.internal.VertxInternal;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * Dials one time, whatever the transport. To be used on the event loop that owns the connection.
 */
final class Attempts {

  private final Dialler dialler;
  private final MemoryPlaces places;

  Attempts(VertxInternal vertx) {
    this.dialler = new Dialler(vertx);
    this.places = new MemoryPlaces(vertx);
  }

  /** Dials; the connection is open, and nothing was read before its route was. */
  Future<Connection> dial(Loop loop, ConnectorOptions options, Route route) {
    var made = new AtomicReference<Connection>();
    Function<Link, Link.Receiver> adopt =
        link -> {
          var connection = loop.adopt(link, options.name(), options.connection(), route, true);
          made.set(connection);
          return connection.receiver();
        };
    return dial(loop, options, adopt).map(_ -> made.get());
  }

  private Future<Void> dial(
      Loop loop, ConnectorOptions options, Function<Link, Link.Receiver> adopt) {
    return switch (options.transport()) {
      case TCP, UNIX ->
          dialler.stream(
              loop.context(),
              options.address(),
              options.tcp(),
              options.tls(),
              options.connectTimeout(),
              adopt);
      case UDP -> dialler.datagrams(loop.context(), options.address(), adopt);
      case MEMORY -> {
        places.dial(options.address().path(), loop.eventLoop(), adopt);
        yield Future.succeededFuture();
      }
      case WEBSOCKET, STDIO -> throw new IllegalStateException("checked by the options");
    };
  }
}
