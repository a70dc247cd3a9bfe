package dev.samara.net;

import dev.samara.net.connection.Link;
import dev.samara.net.lifecycle.Loop;
import dev.samara.net.transport.Dialler;
import dev.samara.net.transport.MemoryPlaces;
import io.vertx.core.Future;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.SocketAddress;
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

  /**
   * Dials.
   *
   * @param adopt takes the link before anything is read
   * @return completes when the link has its receiver; fails if there is none
   */
  Future<Void> dial(
      Loop loop,
      ConnectorOptions options,
      SocketAddress address,
      Function<Link, Link.Receiver> adopt) {
    return switch (options.transport()) {
      case TCP, UNIX ->
          dialler.stream(
              loop.context(),
              address,
              new Dialler.Setup(options.tcp(), options.buffers(), options.tls()),
              options.connectTimeout(),
              adopt);
      case UDP -> dialler.datagrams(loop.context(), address, adopt);
      case MEMORY -> {
        places.dial(address.path(), loop.eventLoop(), adopt);
        yield Future.succeededFuture();
      }
      case WEBSOCKET, SSE, STDIO -> throw new IllegalStateException("checked by the options");
    };
  }
}
