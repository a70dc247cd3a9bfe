package dev.samara.rpc;

import dev.samara.rpc.call.CallBalance;
import dev.samara.rpc.call.FailureKind;
import dev.samara.rpc.call.RpcException;
import dev.samara.rpc.call.ServiceInfo;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * What any Vert.x program can ask with a plain {@code eventBus().request}, in JSON. On the event
 * loop of the {@link RpcNode}.
 *
 * <pre>
 * samara.rpc.services     any body      ▶ array of all services of the cluster with their figures
 * samara.rpc.NODEID.info  any body      ▶ object: the node's name, its services, its calls
 * samara.rpc.call         {"service": "clock", "method": "now", "arguments": [..],
 *                          "timeoutMillis": 5000}   ▶ {"result": ..}
 * </pre>
 *
 * A failed call fails the request with the code of its {@link FailureKind}.
 */
final class PlainAddresses {
  static final String SERVICES = "samara.rpc.services";
  static final String CALL = "samara.rpc.call";

  private final Vertx vertx;
  private final RpcNode node;
  private final RpcOptions options;

  PlainAddresses(Vertx vertx, RpcNode node, RpcOptions options) {
    this.vertx = vertx;
    this.node = node;
    this.options = options;
  }

  private static String info(String nodeId) {
    return "samara.rpc." + nodeId + ".info";
  }

  static Future<Duration> ping(Vertx vertx, String nodeId, Duration timeout) {
    long began = System.nanoTime();
    DeliveryOptions within = new DeliveryOptions().setSendTimeout(Math.max(1, timeout.toMillis()));
    return vertx
        .eventBus()
        .request(info(nodeId), "ping", within)
        .map(answer -> Duration.ofNanos(System.nanoTime() - began));
  }

  /** Registers all; completes when they are known. */
  Future<?> register(BusConsumers consumers) {
    return Future.all(
        consumers.add(SERVICES, message -> message.reply(services())),
        consumers.add(info(options.nodeId()), message -> message.reply(info())),
        consumers.add(CALL, this::call));
  }

  private JsonArray services() {
    return json(node.known());
  }

  private JsonObject info() {
    CallBalance balance = node.caller().balance();
    JsonObject calls =
        new JsonObject()
            .put("started", balance.started())
            .put("answered", balance.answered())
            .put("failed", byKind(balance.failed()))
            .put("inFlight", balance.inFlight());
    return new JsonObject()
        .put("node", options.nodeName())
        .put("id", options.nodeId())
        .put("services", json(node.services().infos()))
        .put("calls", calls);
  }

  private static JsonArray json(List<ServiceInfo> infos) {
    JsonArray all = new JsonArray();
    for (ServiceInfo info : infos) {
      JsonObject one =
          new JsonObject()
              .put("service", info.service())
              .put("node", info.node())
              .put("methods", new JsonArray(info.methods()))
              .put("calls", info.calls())
              .put("failures", byKind(info.failuresByKind()))
              .put("totalMicros", TimeUnit.NANOSECONDS.toMicros(info.totalTime().toNanos()))
              .put("longestMicros", TimeUnit.NANOSECONDS.toMicros(info.longestTime().toNanos()));
      info.epoch().ifPresent(epoch -> one.put("epoch", epoch));
      all.add(one);
    }
    return all;
  }

  private static JsonObject byKind(java.util.Map<FailureKind, Long> counts) {
    JsonObject all = new JsonObject();
    new TreeMap<>(counts).forEach((kind, count) -> all.put(kind.name(), count));
    return all;
  }

  private void call(Message<Object> message) {
    if (!(message.body() instanceof JsonObject asked)
        || !(asked.getValue("service") instanceof String service)
        || !(asked.getValue("method") instanceof String method)) {
      message.fail(
          FailureKind.BAD_ARGUMENTS.code(),
          "the body must be an object with the texts 'service' and 'method'");
      return;
    }
    Object arguments = asked.getValue("arguments", new JsonArray());
    Object timeout = asked.getValue("timeoutMillis", options.callTimeout().toMillis());
    if (!(timeout instanceof Number millis)) {
      message.fail(FailureKind.BAD_ARGUMENTS.code(), "'timeoutMillis' must be a number");
      return;
    }
    node.ready()
        .json(service, method, Json.encode(arguments), Duration.ofMillis(millis.longValue()))
        .onComplete(
            result -> message.reply(new JsonObject().put("result", Json.decodeValue(result))),
            thrown -> failed(message, thrown));
  }

  private static void failed(Message<Object> message, Throwable thrown) {
    FailureKind kind =
        thrown instanceof RpcException failure ? failure.kind() : FailureKind.CALLEE_FAILED;
    message.fail(kind.code(), thrown.getMessage());
  }
}
