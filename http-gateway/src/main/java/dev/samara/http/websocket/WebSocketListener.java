package dev.samara.http.websocket;

import dev.samara.net.Hub;
import dev.samara.net.Listener;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.internal.net.NetSocketInternal;
import java.util.Optional;

/**
 * Lets WebSockets in as connections of a listener: with its rules, limits, names and accounting. A
 * message of the peer is a message; long ones are not streamed. Without extensions, thus without
 * compression.
 */
public final class WebSocketListener {
  private final Hub hub;
  private final Listener listener;
  private final int maxMessageBytes;

  private WebSocketListener(Hub hub, Listener listener, int maxMessageBytes) {
    this.hub = hub;
    this.listener = listener;
    this.maxMessageBytes = maxMessageBytes;
  }

  /**
   * Makes an end of WebSockets.
   *
   * @param hub the hub
   * @param listener a listener attached to that hub
   * @param maxMessageBytes the most bytes of one message, 1 or more; a longer one closes the
   *     connection with 1009
   * @return takes requests
   */
  public static WebSocketListener into(Hub hub, Listener listener, int maxMessageBytes) {
    return new WebSocketListener(hub, listener, maxMessageBytes);
  }

  /**
   * Whether a request is an opening handshake that can be met.
   *
   * @param request any request that is not answered yet
   * @return what is wrong with it; empty if nothing is
   */
  public Optional<HandshakeFault> check(HttpServerRequest request) {
    var fault = Handshake.check(request);
    if (fault.isPresent() && fault.get().status() == Handshake.UPGRADE_REQUIRED) {
      Handshake.explain(request.response());
    }
    return fault;
  }

  /**
   * Answers a handshake that was checked, and makes the connection. On the request's event loop,
   * before anything was answered.
   *
   * @param request the request
   * @return completes when the WebSocket has ended; one connection too many is closed with 1013
   *     after the handshake. Fails if the client had gone before
   */
  public Future<Void> accept(HttpServerRequest request) {
    var connection = (HttpServerConnection) request.connection();
    var pipeline = connection.channelHandlerContext().pipeline();
    var link = new WebSocketLink(request.connection(), maxMessageBytes);
    // In front of Vert.x's own handler, so that no frame that comes early is lost there.
    pipeline.addBefore("handler", "webSocket", link);
    Handshake.accept(request, request.response());
    Promise<Void> ended = Promise.promise();
    request
        .toNetSocket()
        .onSuccess(socket -> {
          pipeline.channel().closeFuture().addListener(_ -> ended.complete());
          if (link.open((NetSocketInternal) socket)) {
            hub.adopt(listener, link).ifPresentOrElse(link::start, link::refuse);
          }
        })
        .onFailure(ended::fail);
    return ended.future();
  }
}
