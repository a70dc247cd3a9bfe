package dev.samara.net;

import dev.samara.net.connection.Cause;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.ConnectionId;
import dev.samara.net.connection.ConnectionOptions;
import dev.samara.net.connection.Link;
import dev.samara.net.connection.Route;
import dev.samara.net.connection.Transport;
import dev.samara.net.lifecycle.LiveConnection;
import dev.samara.net.lifecycle.Loop;
import dev.samara.net.transport.StdioLink;
import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.ThreadLocalRandom;

/** Dials out. Any thread. */
final class Connector {

  private final Loops loops;
  private final Attempts attempts;
  private volatile boolean stopped;

  Connector(VertxInternal vertx, Loops loops) {
    this.loops = loops;
    this.attempts = new Attempts(vertx);
  }

  LiveConnection dial(ConnectorOptions options, Route route) {
    return dial(loops.next(), options, route, 0).connection();
  }

  Future<Connection> connect(ConnectorOptions options, Route route) {
    return dial(loops.next(), options, route, 0)
        .outcome()
        .<Connection>map(connection -> connection)
        .recover(cause ->
            Future.failedFuture(
                new IllegalStateException(
                    "cannot connect to %s: %s".formatted(options.places(), cause.getMessage()),
                    cause)));
  }

  HubLink link(ConnectorOptions options, LinkOptions linkOptions, Route route) {
    var loop = home(linkOptions);
    return new HubLink(failures -> dial(loop, options, route, failures), loop, options, linkOptions)
        .start();
  }

  HubLink link(
      LinkDialler dialler, ConnectorOptions options, LinkOptions linkOptions, Route route) {
    var loop = home(linkOptions);
    return new HubLink(
            failures -> dial(loop, dialler, options, route, failures), loop, options, linkOptions)
        .start();
  }

  private Loop home(LinkOptions options) {
    return options
        .home()
        .map(context -> loops.of(((ContextInternal) context).nettyEventLoop()))
        .orElseGet(loops::next);
  }

  /**
   * Begins to make a connection on an event loop.
   *
   * @param failures how many tries have failed already: it begins with the wait that follows them
   */
  Dialling dial(Loop loop, ConnectorOptions options, Route route, int failures) {
    return dial(
        loop,
        options.transport(),
        options,
        (address, adopt) -> attempts.dial(loop, options, address, adopt),
        route,
        failures);
  }

  private Dialling dial(
      Loop loop, LinkDialler dialler, ConnectorOptions options, Route route, int failures) {
    return dial(
        loop,
        dialler.transport(),
        options,
        (_, adopt) -> dialler.dial(loop.context(), adopt),
        route,
        failures);
  }

  private Dialling dial(
      Loop loop,
      Transport transport,
      ConnectorOptions options,
      Dialling.Sockets sockets,
      Route route,
      int failures) {
    var dialling =
        new Dialling(
            loop, transport, options, sockets, () -> ThreadLocalRandom.current().nextLong());
    dialling.start(route.dialled(), failures);
    if (stopped) {
      dialling.connection().fail(Cause.DRAINED, "the hub is shut down");
    }
    return dialling;
  }

  Future<Connection> pipe(
      String name, InputStream input, OutputStream output, ConnectionOptions options, Route route) {
    ConnectionId.checkName("connection name", name);
    if (stopped) {
      return Future.failedFuture(new IllegalStateException("the hub is shut down"));
    }
    return loops.ask(
        loops.next(),
        loop -> {
          var link = new StdioLink(name, loop.eventLoop(), input, output);
          var connection = loop.adopt(link, name, options, route);
          link.start(connection.receiver());
          return connection;
        });
  }

  /** On the event loop that the link belongs to. */
  AdoptedLink adopt(
      EventLoop eventLoop, String name, Link link, ConnectionOptions options, Route route) {
    ConnectionId.checkName("connection name", name);
    if (stopped) {
      throw new IllegalStateException("the hub is shut down");
    }
    var connection = loops.of(eventLoop).adopt(link, name, options, route.dialled());
    return new AdoptedLink(connection, connection.receiver());
  }

  /** Dials no more. */
  void stop() {
    stopped = true;
  }
}
