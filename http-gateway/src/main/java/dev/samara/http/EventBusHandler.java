package dev.samara.http;

import dev.samara.http.wire.Front;
import dev.samara.rpc.bridge.Permitted;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.bridge.PermittedOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.sockjs.BridgeEvent;
import io.vertx.ext.web.handler.sockjs.SockJSBridgeOptions;
import io.vertx.ext.web.handler.sockjs.SockJSHandler;
import io.vertx.ext.web.handler.sockjs.SockJSHandlerOptions;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code /eventbus}: vertx-web's SockJS bridge for its existing clients, over WebSockets only, as
 * its other transports read bodies without a limit. What it leaves open is closed here: reply
 * addresses that can be guessed, and clients that do not read. On one event loop.
 */
final class EventBusHandler {
  private static final List<String> OTHER_TRANSPORTS =
      List.of("XHR", "EVENT_SOURCE", "HTML_FILE", "JSON_P");

  /** A client for which more waits is disconnected; below the first it may be written to again. */
  private static final WriteBufferWaterMark QUEUE =
      new WriteBufferWaterMark(1024 * 1024, 4 * 1024 * 1024);

  private final Router router;
  private final EventBusOptions options;
  private final Connections connections;
  private final Map<SockJSSocket, ReplyTokens> tokens = new HashMap<>();

  EventBusHandler(Vertx vertx, EventBusOptions options, Connections connections) {
    this.options = options;
    this.connections = connections;
    var sockJs = new SockJSHandlerOptions().setInsertJSESSIONID(false);
    OTHER_TRANSPORTS.forEach(sockJs::addDisabledTransport);
    this.router = Router.router(vertx);
    router
        .route("/eventbus/*")
        .subRouter(SockJSHandler.create(vertx, sockJs).bridge(bridge(), this::check));
  }

  private SockJSBridgeOptions bridge() {
    var bridge =
        new SockJSBridgeOptions()
            .setMaxHandlersPerSocket(options.maxRegistrations())
            .setMaxAddressLength(Permitted.MAX_ADDRESS_LENGTH)
            .setReplyTimeout(options.replyTimeout().toMillis());
    permitted(options.inbound()).forEach(bridge::addInboundPermitted);
    permitted(options.outbound()).forEach(bridge::addOutboundPermitted);
    return bridge;
  }

  private static List<PermittedOptions> permitted(Permitted addresses) {
    var all = new ArrayList<PermittedOptions>();
    addresses.addresses().forEach(one -> all.add(new PermittedOptions().setAddress(one)));
    addresses.regexes().forEach(one -> all.add(new PermittedOptions().setAddressRegex(one)));
    return all;
  }

  /** A request below {@code /eventbus}. */
  void handle(Exchange exchange) throws ProblemException {
    HttpServerRequest request = exchange.request();
    exchange.response();
    if (!request.headers().contains(HttpHeaders.UPGRADE, HttpHeaders.WEBSOCKET, true)) {
      router.handle(request);
      exchange.release();
      return;
    }
    var front = Front.of(request.connection());
    if (front.isEmpty() || !request.canUpgradeToWebSocket()) {
      throw new ProblemException(Problem.BAD_REQUEST, "this is no handshake of a WebSocket");
    }
    request.pause();
    // The reader is at work within this very call; nothing of the request is left in it later.
    exchange.onLoop(() -> upgrade(request, front.get()));
  }

  /**
   * Netty's handshake looks for Netty's decoder, and takes it out. Where no WebSocket comes of it,
   * the connection ends: nobody would read its next request strictly.
   */
  private void upgrade(HttpServerRequest request, Front front) {
    var channel = ((HttpServerConnection) request.connection()).channelHandlerContext().channel();
    if (!channel.isActive()) {
      return;
    }
    front.whenAnswered(channel::close);
    channel.pipeline().replace("httpDecoder", "httpDecoder", new HttpRequestDecoder());
    Promise<Void> ended = Promise.promise();
    channel.closeFuture().addListener(closed -> ended.complete());
    connections.upgraded(request.connection(), ended.future());
    channel.config().setWriteBufferWaterMark(QUEUE);
    // First, since the handlers behind it keep the news to themselves.
    channel.pipeline().addFirst(new SlowClients());
    router.handle(request);
  }

  /** Ends a connection whose client does not read. */
  private static final class SlowClients extends ChannelInboundHandlerAdapter {

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
      if (!ctx.channel().isWritable()) {
        ctx.close();
      }
      ctx.fireChannelWritabilityChanged();
    }
  }

  /** Everything that happens on a socket comes by here first. */
  private void check(BridgeEvent event) {
    switch (event.type()) {
      case SOCKET_CREATED ->
          tokens.put(
              event.socket(),
              new ReplyTokens(options.maxReplyAddresses(), options.replyTimeout().toNanos()));
      case SOCKET_CLOSED -> tokens.remove(event.socket());
      case RECEIVE -> disguise(event.socket(), event.getRawMessage());
      case SEND -> reveal(event.socket(), event.getRawMessage());
      default -> {
        // Permitted or not by its address alone.
      }
    }
    event.complete(true);
  }

  private void disguise(SockJSSocket socket, JsonObject message) {
    var known = tokens.get(socket);
    var address = message.getString("replyAddress");
    if (known != null && address != null) {
      message.put("replyAddress", known.give(address, System.nanoTime()));
    }
  }

  /** An address that is no token of this socket stays, but for those of the bus itself. */
  private void reveal(SockJSSocket socket, JsonObject message) {
    var known = tokens.get(socket);
    if (known != null && message.getValue("address") instanceof String address) {
      var own = address.startsWith("__vertx.") ? ReplyTokens.PREFIX : address;
      message.put("address", known.take(address, System.nanoTime()).orElse(own));
    }
  }
}
