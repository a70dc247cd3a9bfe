package dev.samara.node.admin;

import dev.samara.net.connection.ConnectionId;
import dev.samara.node.Node;
import dev.samara.node.NodeViews;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;

/** What can be asked of a node. Any thread. */
final class AdminCommands {

  private static final Duration OTHER_NODE_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(5);

  private final Node node;
  private final NodeViews views;
  private final ListenerCommands listeners;
  private final Consumer<Duration> stop;

  AdminCommands(Node node, Consumer<Duration> stop) {
    this.node = node;
    this.views = new NodeViews(node);
    this.listeners = new ListenerCommands(node.hub());
    this.stop = stop;
  }

  /** One line of a failure, for a person. */
  static String line(Throwable cause) {
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }

  /** Runs a command, here or on the node the request names; the result is a JSON value. */
  Future<Object> run(JsonObject request) {
    var there = text(request, "node");
    if (!there.isEmpty() && !there.equals(node.config().nodeName())) {
      return ask(there, request);
    }
    try {
      return runHere(request);
    } catch (IllegalArgumentException e) {
      return Future.failedFuture(e);
    }
  }

  /** A field as text; one that is missing, or null, is empty. */
  static String text(JsonObject request, String field) {
    return Objects.toString(request.getValue(field), "");
  }

  private Future<Object> ask(String there, JsonObject request) {
    var options = new DeliveryOptions().setSendTimeout(OTHER_NODE_TIMEOUT.toMillis());
    return node.vertx()
        .eventBus()
        .request(AdminServer.address(there), request, options)
        .map(reply -> reply.body())
        .recover(cause ->
            Future.failedFuture(
                cause instanceof ReplyException e && e.failureType() == ReplyFailure.NO_HANDLERS
                    ? "there is no node '%s'".formatted(there)
                    : "node '%s': %s".formatted(there, line(cause))));
  }

  private Future<Object> runHere(JsonObject request) {
    return switch (text(request, "command")) {
      case "status" -> views.status().map(Object.class::cast);
      case "blocked" -> Future.succeededFuture(views.blocked());
      case "nodes" -> Future.succeededFuture(views.nodes());
      case "listeners" -> views.listeners().map(Object.class::cast);
      case "connections" -> views.connections().map(Object.class::cast);
      case "clients" -> Future.succeededFuture(views.clients());
      case "services" -> Future.succeededFuture(views.services());
      case "balance" -> views.balance().map(Object.class::cast);
      case "send" -> send(text(request, "to"), text(request, "text"));
      case "call" -> call(request);
      case "pause" -> listeners.pause(text(request, "listener"));
      case "resume" -> listeners.resume(text(request, "listener"));
      case "reload" -> listeners.reload(text(request, "listener"));
      case "drain" -> drain(request.getValue("withinMillis"));
      default -> Future.failedFuture("unknown command '%s'".formatted(text(request, "command")));
    };
  }

  private Future<Object> send(String to, String text) {
    var message = Buffer.buffer(text);
    return to.contains("/")
        ? node.hub().send(ConnectionId.parse(to), message).map("sent")
        : sendByName(to, message);
  }

  /** An expected client need not be there: nobody waits for the answer until it is. */
  private Future<Object> sendByName(String name, Buffer message) {
    var clients = node.hub().clients();
    var isThere = clients.find(name).isPresent();
    if (!isThere && !clients.isExpected(name)) {
      return Future.failedFuture(noClient(name));
    }
    var sent = clients.send(name, message);
    return isThere || sent.isComplete() ? sent.map("sent") : Future.succeededFuture("queued");
  }

  private String noClient(String name) {
    return "no client is called '%s' on node '%s'".formatted(name, node.config().nodeName());
  }

  private Future<Object> call(JsonObject request) {
    return node.rpc()
        .callJson(
            text(request, "service"),
            text(request, "method"),
            text(request, "arguments"),
            CALL_TIMEOUT)
        .map(Json::decodeValue);
  }

  private Future<Object> drain(Object withinMillis) {
    var limit =
        switch (withinMillis) {
          case null -> node.config().drainTimeout();
          case Number millis when millis.longValue() >= 0 -> Duration.ofMillis(millis.longValue());
          default ->
              throw new IllegalArgumentException(
                  "withinMillis: %s (expected: milliseconds, 0 or more)".formatted(withinMillis));
        };
    // After this answer has left.
    node.vertx().runOnContext(_ -> stop.accept(limit));
    return Future.succeededFuture("draining");
  }
}
