package dev.samara.node;

import dev.samara.net.Hub;
import dev.samara.net.Listener;
import dev.samara.net.connection.AddressText;
import dev.samara.net.connection.Connection;
import dev.samara.net.connection.ConnectionInfo;
import dev.samara.net.connection.ListenerFigures;
import dev.samara.net.time.EventLoopDelay;
import dev.samara.node.config.ListenerConfig;
import dev.samara.node.config.NodeConfig;
import dev.samara.node.config.TlsConfig;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a node's hub shows of itself, as JSON. Any thread. */
final class HubViews {

  private final Hub hub;
  private final NodeConfig config;

  HubViews(Hub hub, NodeConfig config) {
    this.hub = hub;
    this.config = config;
  }

  Future<JsonArray> listeners() {
    return hub.figures()
        .map(figures -> {
          var all = new JsonArray();
          for (var listener : hub.listeners()) {
            all.add(
                listener(listener, figures.getOrDefault(listener.name(), ListenerFigures.ZERO)));
          }
          return all;
        });
  }

  private JsonObject listener(Listener listener, ListenerFigures figures) {
    return new JsonObject()
        .put("name", listener.name())
        .put("transport", listener.transport().toString())
        .put("address", listener.address())
        .put("framing", listener.framing())
        .put("route", listener.route())
        .put("open", figures.open())
        .put("opened", figures.opened())
        .put("encrypted", encrypted(listener.name()))
        .put("accepting", listener.isAccepting())
        .put("acceptErrors", listener.acceptErrors())
        .put("faults", counts(listener.faults()))
        .put("refused", listener.refused())
        .put("refusals", new JsonObject(new TreeMap<>(listener.refusals())))
        .put("routeFigures", new JsonObject(new TreeMap<>(listener.routeFigures())));
  }

  /** No, yes, or auto where plain text is let in as well. */
  private String encrypted(String listener) {
    return Optional.ofNullable(config.listeners().get(listener))
        .flatMap(ListenerConfig::tls)
        .map(tls -> tls.mode().orElse(TlsConfig.Mode.ON) == TlsConfig.Mode.AUTO ? "auto" : "yes")
        .orElse("no");
  }

  /** By the names that refusals have as well, such as {@code tls-handshake}; without zeros. */
  static JsonObject counts(Map<? extends Enum<?>, Long> counts) {
    var byName = new TreeMap<String, Object>();
    counts.forEach((kind, count) -> {
      if (count > 0) {
        byName.put(label(kind), count);
      }
    });
    return new JsonObject(byName);
  }

  static String label(Enum<?> kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  Future<JsonArray> connections() {
    return hub.connections()
        .map(all -> new JsonArray(all.stream().map(HubViews::connection).toList()));
  }

  private static JsonObject connection(ConnectionInfo info) {
    return new JsonObject()
        .put("id", info.id().toString())
        .put("remote", info.remoteAddress())
        .put("hostName", info.remoteHostName().orElse(""))
        .put("encrypted", info.encrypted())
        .put("client", info.client().orElse(""))
        .put("state", info.state())
        .put("received", info.in().accepted())
        .put("sent", info.out().flushed())
        .put("queuedBytes", info.queuedBytes())
        .put("paused", info.paused());
  }

  /** Connected and expected names; an expected one that is not connected has no connection. */
  JsonArray clients() {
    var connected = hub.clients().all();
    var expected = hub.clients().expected();
    var names = new TreeSet<>(connected.keySet());
    names.addAll(expected.keySet());
    var all = new JsonArray();
    for (var name : names) {
      var connection = Optional.ofNullable(connected.get(name));
      all.add(
          new JsonObject()
              .put("name", name)
              .put("connection", connection.map(one -> one.id().toString()).orElse(""))
              .put("remote", connection.map(HubViews::remote).orElse(""))
              .put("expected", expected.containsKey(name))
              .put("queued", expected.getOrDefault(name, 0)));
    }
    return all;
  }

  private static String remote(Connection connection) {
    return AddressText.of(connection.remoteAddress());
  }

  JsonObject memory() {
    var memory = hub.status().memory();
    return new JsonObject()
        .put("inBytes", memory.inBytes())
        .put("maxInBytes", memory.limits().inBytes())
        .put("outBytes", memory.outBytes())
        .put("maxOutBytes", memory.limits().outBytes())
        .put("maxTotalBytes", memory.limits().totalBytes())
        .put("pressed", memory.isPressed());
  }

  static JsonArray eventLoops(List<EventLoopDelay> delays) {
    var all = new JsonArray();
    for (var loop = 0; loop < delays.size(); loop++) {
      var delay = delays.get(loop);
      all.add(
          new JsonObject()
              .put("eventLoop", loop)
              .put("ticks", delay.ticks())
              .put("meanDelayMicros", delay.mean().toNanos() / 1_000)
              .put("p99DelayMicros", delay.p99().toNanos() / 1_000)
              .put("maxDelayMicros", delay.max().toNanos() / 1_000));
    }
    return all;
  }
}
