package dev.samara.net;

import dev.samara.net.connection.Connection;
import dev.samara.net.connection.Link;
import dev.samara.net.connection.Route;
import dev.samara.net.lifecycle.LiveConnection;
import dev.samara.net.lifecycle.Loop;
import dev.samara.net.transport.ChannelLink;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SocketAddress;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

/** Dials out. Any thread. */
final class Connector {

  private final Loops loops;

  /** Held as long as the hub: Vert.x closes the sockets of a client that nobody refers to. */
  private final NetClient client;

  private volatile boolean stopped;

  Connector(Vertx vertx, Loops loops) {
    this.loops = loops;
    this.client = vertx.createNetClient(new NetClientOptions());
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
    return new HubLink(this, loops.next(), options, linkOptions, route).start();
  }

  /**
   * Begins to make a connection on an event loop.
   *
   * @param failures how many tries have failed already: it begins with the wait that follows them
   */
  Dialling dial(Loop loop, ConnectorOptions options, Route route, int failures) {
    var dialling =
        new Dialling(
            loop,
            options,
            (address, adopt) ->
                client
                    .connect(connectOptions(options, address))
                    .onSuccess(socket -> start(socket, adopt))
                    .mapEmpty(),
            () -> ThreadLocalRandom.current().nextLong());
    dialling.start(route, failures);
    if (stopped) {
      dialling.connection().fail("the hub is shut down");
    }
    return dialling;
  }

  private static void start(NetSocket socket, Function<Link, Link.Receiver> adopt) {
    var link = ChannelLink.of(socket);
    var receiver = adopt.apply(link);
    link.start(receiver);
    socket.shutdownHandler(receiver::drain);
  }

  private static ConnectOptions connectOptions(ConnectorOptions options, SocketAddress address) {
    var connect =
        new ConnectOptions()
            .setRemoteAddress(address)
            .setTimeout((int) options.connectTimeout().toMillis());
    if (options.tls()) {
      var ssl = new ClientSSLOptions().setHostnameVerificationAlgorithm("HTTPS");
      options
          .trust()
          .ifPresent(
              file -> ssl.setTrustOptions(new PemTrustOptions().addCertPath(file.toString())));
      connect.setSsl(true).setSslOptions(ssl);
    }
    return connect;
  }

  /** Dials no more. */
  void stop() {
    stopped = true;
  }

  Future<Void> close() {
    stop();
    return client.close();
  }
}
