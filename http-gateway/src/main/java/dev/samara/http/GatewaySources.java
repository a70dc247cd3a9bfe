package dev.samara.http;

import dev.samara.http.sse.SseListener;
import dev.samara.http.websocket.WebSocketListener;
import dev.samara.rpc.Rpc;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What a gateway shows and calls; the node provides it.
 *
 * @param rpc the RPC end that {@code /rpc} calls through
 * @param status the document of {@code /status}; called on an event loop, must not block
 * @param metrics the text of {@code /metrics} in the Prometheus format; called on a worker thread
 * @param ready whether the node takes work, for {@code /health/ready}; called on an event loop
 * @param events the source of {@code /events}
 * @param webSocket takes the WebSockets on {@code /ws}; when empty, {@code /ws} does not exist
 * @param sse takes the streams of events on {@code /sse}; when empty, {@code /sse} does not exist
 * @param eventBus what SockJS clients of the event bus may do on {@code /eventbus}; when empty, it
 *     does not exist
 */
public record GatewaySources(
    Rpc rpc,
    Supplier<Future<JsonObject>> status,
    Supplier<String> metrics,
    BooleanSupplier ready,
    EventSource events,
    Optional<WebSocketListener> webSocket,
    Optional<SseListener> sse,
    Optional<EventBusOptions> eventBus) {

  /**
   * Without {@code /sse} and {@code /eventbus}.
   *
   * @param rpc as above
   * @param status as above
   * @param metrics as above
   * @param ready as above
   * @param events as above
   * @param webSocket as above
   */
  public GatewaySources(
      Rpc rpc,
      Supplier<Future<JsonObject>> status,
      Supplier<String> metrics,
      BooleanSupplier ready,
      EventSource events,
      Optional<WebSocketListener> webSocket) {
    this(rpc, status, metrics, ready, events, webSocket, Optional.empty(), Optional.empty());
  }

  /**
   * The same with streams on {@code /sse}.
   *
   * @param listener takes them
   * @return a copy
   */
  public GatewaySources withSse(SseListener listener) {
    return new GatewaySources(
        rpc, status, metrics, ready, events, webSocket, Optional.of(listener), eventBus);
  }

  /**
   * The same with SockJS clients of the event bus on {@code /eventbus}.
   *
   * @param options what they may do
   * @return a copy
   */
  public GatewaySources withEventBus(EventBusOptions options) {
    return new GatewaySources(
        rpc, status, metrics, ready, events, webSocket, sse, Optional.of(options));
  }
}
