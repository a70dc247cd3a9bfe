package dev.samara.http.websocket;

import dev.samara.codec.datagram.DatagramFraming;
import dev.samara.net.AdoptedLink;
import dev.samara.net.Backoff;
import dev.samara.net.ConnectorOptions;
import dev.samara.net.Hub;
import dev.samara.net.HubLink;
import dev.samara.net.LinkDialler;
import dev.samara.net.LinkOptions;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.ConnectionOptions;
import dev.samara.net.connection.Link;
import dev.samara.net.connection.Route;
import dev.samara.net.connection.Transport;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.http.WebSocketInternal;
import io.vertx.core.net.SocketAddress;
import java.util.function.Function;

/**
 * Dials WebSockets as connections of a hub, with the client of Vert.x: a message of the connection
 * is a binary message there. Text messages arrive as their UTF-8 bytes. Any thread may call any
 * method.
 */
public final class WebSocketConnector {
  /** How long a server may take to answer a close. */
  private static final int CLOSING_SECONDS = 1;

  private final VertxInternal vertx;
  private final Hub hub;
  private final int maxMessageBytes;
  private final WebSocketClient client;

  private WebSocketConnector(
      Vertx vertx, Hub hub, int maxMessageBytes, WebSocketClientOptions options) {
    this.vertx = (VertxInternal) vertx;
    this.hub = hub;
    this.maxMessageBytes = maxMessageBytes;
    this.client =
        vertx.createWebSocketClient(
            new WebSocketClientOptions(options)
                .setMaxFrameSize(maxMessageBytes)
                .setMaxMessageSize(maxMessageBytes)
                .setClosingTimeout(CLOSING_SECONDS));
  }

  /**
   * Makes a connector.
   *
   * @param vertx the hub's
   * @param hub whose connections they become
   * @param maxMessageBytes the most bytes of one message in either direction, 1 or more; for RPC
   *     {@code rpc.framing().maxMessageBytes()}
   * @param options for TLS, time limits and the like; its sizes and its closing timeout are set
   * @return the connector, to be closed
   */
  public static WebSocketConnector of(
      Vertx vertx, Hub hub, int maxMessageBytes, WebSocketClientOptions options) {
    return new WebSocketConnector(vertx, hub, maxMessageBytes, options);
  }

  /**
   * Dials once. What the connection needs beyond the defaults: its timeouts are those of {@link
   * ConnectionOptions#of}.
   *
   * @param name stands in the connection's id where a connector's name would
   * @param place where to, and with which header fields
   * @param route where messages go that arrive
   * @return the connection, open; fails if there is no WebSocket, with Vert.x's words
   */
  public Future<Connection> connect(String name, WebSocketConnectOptions place, Route route) {
    var context = vertx.createEventLoopContext();
    Promise<Connection> done = context.promise();
    // On that context: the socket belongs to the event loop that has dialled.
    context.runOnContext(_ ->
        client
            .connect(place)
            .map(socket -> adopt(name, (WebSocketInternal) socket, route))
            .onComplete(done));
    return done.future();
  }

  /**
   * Dials for good: whenever the connection ends the next one is dialled.
   *
   * @param name stands in the connection's id where a connector's name would
   * @param place where to, with host and port, and with which header fields
   * @param retry the waits, and how often it is tried before the link ends
   * @param linkOptions how the link behaves between two connections
   * @param route where messages go that arrive; asked for a session by each connection
   * @return the link, to which messages may be given at once
   */
  public HubLink link(
      String name,
      WebSocketConnectOptions place,
      Backoff retry,
      LinkOptions linkOptions,
      Route route) {
    var options =
        ConnectorOptions.to(
                name,
                SocketAddress.inetSocketAddress(place.getPort(), place.getHost()),
                connectionOptions())
            .withRetry(retry);
    return LinkDialler.link(hub, new Again(client, place), options, linkOptions, route);
  }

  /** Dials the same place each time. */
  private record Again(WebSocketClient client, WebSocketConnectOptions place)
      implements LinkDialler {
    @Override
    public Transport transport() {
      return Transport.WEBSOCKET;
    }

    @Override
    public Future<Void> dial(Context context, Function<Link, Link.Receiver> adopt) {
      Promise<Void> done = ((ContextInternal) context).promise();
      context.runOnContext(_ ->
          client
              .connect(place)
              .<Void>map(socket -> {
                var link = new WebSocketClientLink((WebSocketInternal) socket);
                link.start(adopt.apply(link));
                return null;
              })
              .onComplete(done));
      return done.future();
    }
  }

  private ConnectionOptions connectionOptions() {
    return ConnectionOptions.of(DatagramFraming.webSocket(maxMessageBytes));
  }

  private Connection adopt(String name, WebSocketInternal socket, Route route) {
    var link = new WebSocketClientLink(socket);
    try {
      var adopted = AdoptedLink.adopt(hub, name, link, connectionOptions(), route);
      link.start(adopted.receiver());
      return adopted.connection();
    } catch (RuntimeException refused) {
      link.close(true);
      throw refused;
    }
  }

  /**
   * Closes the client and what it has dialled.
   *
   * @return completes when that is done
   */
  public Future<Void> close() {
    return client.close();
  }
}
