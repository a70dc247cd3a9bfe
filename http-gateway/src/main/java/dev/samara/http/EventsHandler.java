package dev.samara.http;

import io.vertx.core.http.HttpMethod;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** {@code /events}: the streams of one event loop, on which alone it is used. */
final class EventsHandler {
  private final EventSource source;
  private final Counters counters;
  private final long heartbeatMillis;
  private final Set<EventStream> streams = new HashSet<>();

  EventsHandler(EventSource source, Counters counters, GatewayOptions options) {
    this.source = source;
    this.counters = counters;
    this.heartbeatMillis = Math.clamp(options.idleTimeout().toMillis() / 3, 1, 15_000);
  }

  void handle(Exchange exchange) throws ProblemException {
    exchange.require(HttpMethod.GET);
    var stream = new EventStream(exchange, counters.droppedEvents);
    streams.add(stream);
    counters.eventClients.incrementAndGet();
    long heartbeat = exchange.vertx().setPeriodic(heartbeatMillis, tick -> stream.heartbeat());
    stream.open();
    EventSource.Subscription subscription = source.subscribe(stream::offer);
    stream.onClose(() -> {
      subscription.cancel();
      exchange.vertx().cancelTimer(heartbeat);
      streams.remove(stream);
      counters.eventClients.decrementAndGet();
    });
  }

  /** Ends every stream: they would never end by themselves. */
  void closeAll() {
    List.copyOf(streams).forEach(EventStream::close);
  }
}
