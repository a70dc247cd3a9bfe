package dev.samara.net;

import dev.samara.net.connection.Connection;
import dev.samara.net.connection.Route;
import dev.samara.net.transport.ChannelLink;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PemTrustOptions;

/** Dials out. Any thread. */
final class Connector {

  private final Loops loops;

  /** Held as long as the hub: Vert.x closes the sockets of a client that nobody refers to. */
  private final NetClient client;

  Connector(Vertx vertx, Loops loops) {
    this.loops = loops;
    this.client = vertx.createNetClient(new NetClientOptions());
  }

  Future<Connection> connect(ConnectorOptions options, Route route) {
    var connect =
        new ConnectOptions()
            .setRemoteAddress(options.address())
            .setTimeout((int) options.connectTimeout().toMillis());
    if (options.tls()) {
      var ssl = new ClientSSLOptions().setHostnameVerificationAlgorithm("HTTPS");
      options
          .trust()
          .ifPresent(
              file -> ssl.setTrustOptions(new PemTrustOptions().addCertPath(file.toString())));
      connect.setSsl(true).setSslOptions(ssl);
    }
    // On one of our event loops, so that the link stands before anything can be read.
    return loops
        .ask(
            loops.next(), _ -> client.connect(connect).map(socket -> adopt(socket, options, route)))
        .compose(connected -> connected)
        .recover(cause ->
            Future.failedFuture(
                new IllegalStateException(
                    "cannot connect to %s: %s".formatted(options.address(), cause.getMessage()),
                    cause)));
  }

  private Connection adopt(NetSocket socket, ConnectorOptions options, Route route) {
    var channel = ((NetSocketInternal) socket).channelHandlerContext().channel();
    var link = ChannelLink.of(socket);
    var connection =
        loops
            .of(channel.eventLoop())
            .adopt(link, options.name(), options.connection(), route, true);
    link.start(connection.receiver());
    socket.shutdownHandler(within -> connection.drain(within));
    return connection;
  }

  Future<Void> close() {
    return client.close();
  }
}
