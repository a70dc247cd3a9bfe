package dev.samara.node;

import dev.samara.http.Gateway;
import dev.samara.net.connection.Balance;
import dev.samara.net.connection.Event;
import dev.samara.net.connection.ListenerFigures;
import dev.samara.node.cluster.Member;
import dev.samara.rpc.call.ServiceInfo;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.Function;

/** What a node shows of itself, as JSON: for the admin socket, the status page, and scripts. */
public final class NodeViews {

  private final Node node;
  private final HubViews hub;

  /**
   * Makes the views of a node.
   *
   * @param node the node
   */
  public NodeViews(Node node) {
    this.node = node;
    this.hub = new HubViews(node.hub(), node.config());
  }

  /**
   * All there is to see at a glance.
   *
   * @return one document
   */
  public Future<JsonObject> status() {
    var listeners = listeners();
    var balance = balance();
    return Future.all(listeners, balance)
        .map(_ ->
            new JsonObject()
                .put("node", node.config().nodeName())
                .put("version", Version.current())
                .put("ready", node.isReady())
                .put("pid", ProcessHandle.current().pid())
                .put("started", node.started().toString())
                .put("uptimeMillis", Duration.between(node.started(), Instant.now()).toMillis())
                .put("transport", node.hub().status().eventLoopTransport())
                .put("clustered", node.config().cluster().enabled())
                .put("nodes", node.members().size())
                .put("clients", node.hub().clients().all().size())
                .put("services", node.rpc().services().size())
                .put("nodeLinks", node.rpc().nodeLinks())
                .put("memory", hub.memory())
                .put("uploads", uploadFolder())
                .put("eventLoops", HubViews.eventLoops(node.delays().last()))
                .put("blocked", blocked())
                .put("expected", new JsonObject(new TreeMap<>(node.hub().clients().expected())))
                .put("listeners", listeners.result())
                .put("balance", balance.result()));
  }

  /**
   * The last times that an event loop was blocked, and by whom; asks no event loop.
   *
   * @return an object for each, the oldest first
   */
  public JsonArray blocked() {
    return array(
        node.blockedLoops().reports(),
        (BlockedLoops.Report report) ->
            new JsonObject()
                .put("eventLoop", report.loop().eventLoop())
                .put("at", report.at().toString())
                .put("millis", report.loop().since().toMillis())
                .put("over", report.over())
                .put("by", report.loop().work().orElse("?"))
                .put(
                    "place",
                    report.loop().stack().stream()
                        .findFirst()
                        .map(StackTraceElement::toString)
                        .orElse("?")));
  }

  private JsonObject uploadFolder() {
    return node.gateway()
        .map(Gateway::uploadFolder)
        .map(use ->
            new JsonObject()
                .put("bytes", use.bytes())
                .put("files", use.files())
                .put("reservedBytes", use.reservedBytes())
                .put("partials", use.partials()))
        .orElseGet(JsonObject::new);
  }

  /**
   * The nodes of the cluster.
   *
   * @return an object for each
   */
  public JsonArray nodes() {
    return array(
        node.members(),
        (Member member) ->
            new JsonObject()
                .put("name", member.name())
                .put("address", member.address())
                .put("id", member.id())
                .put("self", member.self()));
  }

  /**
   * The listeners.
   *
   * @return an object for each
   */
  public Future<JsonArray> listeners() {
    return hub.listeners();
  }

  /**
   * The open connections.
   *
   * @return an object for each
   */
  public Future<JsonArray> connections() {
    return hub.connections();
  }

  /**
   * The named clients of this node, connected or expected.
   *
   * @return an object for each
   */
  public JsonArray clients() {
    return hub.clients();
  }

  /**
   * The services of all nodes; of a shard the node is its owner, and {@code epoch} says which
   * ownership it is.
   *
   * @return an object for each service on each node
   */
  public JsonArray services() {
    return array(
        node.rpc().services(),
        (ServiceInfo service) -> {
          var json =
              new JsonObject()
                  .put("service", service.service())
                  .put("node", service.node())
                  .put("methods", new JsonArray(service.methods()))
                  .put("calls", service.calls())
                  .put("failures", service.failures());
          service.epoch().ifPresent(epoch -> json.put("epoch", epoch));
          return json;
        });
  }

  /**
   * Where everything went.
   *
   * @return messages by listener and in all, calls, uploads, and whether it adds up
   */
  public Future<JsonObject> balance() {
    return node.balance().map(NodeViews::json);
  }

  /**
   * A balance as JSON.
   *
   * @param balance the balance
   * @return messages by listener and in all, calls, uploads, and whether it adds up
   */
  public static JsonObject json(NodeBalance balance) {
    var listeners = new JsonObject();
    balance.listeners().forEach((name, figures) -> listeners.put(name, json(figures)));
    var calls = balance.calls();
    var failed = new JsonObject();
    calls
        .failed()
        .forEach((kind, count) -> failed.put(kind.name().toLowerCase(Locale.ROOT), count));
    var json =
        new JsonObject()
            .put("addsUp", balance.addsUp())
            .put("total", json(balance.total()))
            .put("listeners", listeners)
            .put(
                "calls",
                new JsonObject()
                    .put("started", calls.started())
                    .put("answered", calls.answered())
                    .put("failed", failed)
                    .put("inFlight", calls.inFlight()));
    balance
        .uploads()
        .ifPresent(uploads ->
            json.put(
                "uploads",
                new JsonObject()
                    .put("accepted", uploads.accepted())
                    .put("stored", uploads.stored())
                    .put("failed", uploads.failed())
                    .put("aborted", uploads.aborted())
                    .put("parked", uploads.parked())
                    .put("inFlight", uploads.inFlight())));
    return json;
  }

  private static JsonObject json(ListenerFigures figures) {
    return new JsonObject().put("in", json(figures.in())).put("out", json(figures.out()));
  }

  private static JsonObject json(Balance balance) {
    return new JsonObject()
        .put("accepted", balance.accepted())
        .put("flushed", balance.flushed())
        .put("incomplete", balance.incomplete())
        .put("returned", balance.returned())
        .put("rejected", balance.rejected())
        .put("expired", balance.expired())
        .put("inFlight", balance.inFlight());
  }

  /**
   * An event of a connection as JSON.
   *
   * @param event the event
   * @return its kind, its connection, and what else it says
   */
  public static JsonObject event(Event event) {
    var json =
        new JsonObject()
            .put("event", event.getClass().getSimpleName())
            .put("connection", event.connection().id().toString())
            .put("remote", event.connection().remoteAddress().toString());
    if (event instanceof Event.Disconnected end) {
      json.put("reason", end.reason())
          .put("incomplete", end.incomplete().isPresent() ? 1 : 0)
          .put("queued", end.queued().size());
    }
    return json;
  }

  private static <T> JsonArray array(Iterable<T> items, Function<T, JsonObject> view) {
    var array = new JsonArray();
    items.forEach(item -> array.add(view.apply(item)));
    return array;
  }
}
