package dev.samara.rpc;

import static dev.samara.rpc.Waiting.failure;
import static dev.samara.rpc.Waiting.result;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.rpc.call.CallOptions;
import dev.samara.rpc.call.FailureKind;
import dev.samara.rpc.call.RpcException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.streams.ReadStream;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Plain Vert.x programs as callers and as services. */
class InteropTest {
  record Sum(int value, List<Integer> of) {}

  interface Adder {
    Future<Sum> add(int a, int b);

    Future<String> never();

    ReadStream<Integer> count();
  }

  private final Vertx vertx = Vertx.vertx();
  private final EventBus bus = vertx.eventBus();
  private Rpc rpc;

  @BeforeEach
  void start() {
    rpc = result(Rpc.start(vertx, Waiting.patient("a", "id-a")));
    result(rpc.expose(Catalogue.class, new Catalogue.Shop()));
  }

  @AfterEach
  void stop() {
    Waiting.assertBalanced(rpc);
    result(rpc.close());
    result(vertx.close());
  }

  private Future<Object> request(String address, Object body) {
    return bus.request(address, body).map(reply -> reply.body());
  }

  @Test
  void anyVertxProgramMayAskWhoOffersWhat() {
    result(rpc.client(Catalogue.class).touch());
    failure(rpc.client(Catalogue.class).failing("x"));
    Waiting.until(
        "both are counted",
        () -> rpc.services().getFirst().calls() == 2 && rpc.balance().inFlight() == 0);
    JsonArray all = (JsonArray) result(request(PlainAddresses.SERVICES, "any"));
    JsonObject catalogue = all.getJsonObject(0);
    assertEquals("catalogue", catalogue.getString("service"));
    assertEquals("a", catalogue.getString("node"));
    assertEquals(2, catalogue.getLong("calls"));
    assertEquals(1, catalogue.getJsonObject("failures").getLong("CALLEE_FAILED"));
    assertTrue(catalogue.getJsonArray("methods").contains("touch(): void"));
    JsonObject info = (JsonObject) result(request("samara.rpc.id-a.info", "any"));
    assertEquals(1, info.getJsonObject("calls").getLong("answered"));
    assertEquals(1, info.getJsonObject("calls").getJsonObject("failed").getLong("CALLEE_FAILED"));
  }

  @Test
  void aNodeAnswersAPing() {
    Duration took = result(rpc.ping("id-a", Duration.ofSeconds(20)));
    assertTrue(took.isPositive() && took.compareTo(Duration.ofSeconds(20)) < 0, took.toString());
    assertInstanceOf(ReplyException.class, failure(rpc.ping("nobody", Duration.ofSeconds(20))));
  }

  @Test
  void anyVertxProgramMayCall() {
    JsonObject call = new JsonObject().put("service", "catalogue").put("method", "add");
    JsonObject answer =
        (JsonObject)
            result(
                request(
                    PlainAddresses.CALL,
                    call.copy().put("arguments", new JsonArray().add(1).add(2))));
    assertEquals(3, answer.getInteger("result"));
    ReplyException wrong =
        assertInstanceOf(ReplyException.class, failure(request(PlainAddresses.CALL, call)));
    assertEquals(FailureKind.BAD_ARGUMENTS.code(), wrong.failureCode());
    assertEquals("catalogue.add: it takes 2 arguments, 0 given", wrong.getMessage());
    ReplyException none =
        assertInstanceOf(ReplyException.class, failure(request(PlainAddresses.CALL, "text")));
    assertEquals(FailureKind.BAD_ARGUMENTS.code(), none.failureCode());
  }

  @Test
  void aTypedClientMayCallAPlainConsumer() {
    bus.<JsonArray>consumer(
        "plain.adder",
        message -> {
          assertEquals("blue", message.headers().get("tenant"));
          JsonArray of = message.body();
          switch (message.headers().get("method")) {
            case "add" ->
                message.reply(
                    new JsonObject()
                        .put("value", of.getInteger(0) + of.getInteger(1))
                        .put("of", of));
            case "never" -> message.fail(77, "not today");
            default -> throw new IllegalStateException();
          }
        });
    Adder adder = rpc.plainClient("plain.adder", Adder.class);
    CallOptions blue = CallOptions.none().withMetadata("tenant", "blue");
    assertEquals(new Sum(3, List.of(1, 2)), result(blue.call(() -> adder.add(1, 2))));
    RpcException failed = failure(FailureKind.CALLEE_FAILED, blue.call(adder::never));
    assertEquals("77", failed.code().orElseThrow());
    assertEquals("adder.never failed: not today", failed.getMessage());
    RpcException refused = failure(FailureKind.REFUSED, StreamContract.all(adder.count()));
    assertEquals("adder.count: a plain consumer answers no streams", refused.getMessage());
  }

  @Test
  void failuresOfPlainConsumersAreOfTheSameKinds() {
    Adder nobody = rpc.plainClient("nobody", Adder.class);
    failure(FailureKind.NO_SUCH_SERVICE, nobody.never());
    bus.consumer("silent", message -> {});
    Adder silent = rpc.plainClient("silent", Adder.class);
    CallOptions shortly = CallOptions.none().withTimeout(Duration.ofMillis(100));
    failure(FailureKind.EXPIRED, shortly.call(silent::never));
    bus.consumer("wrong", message -> message.reply("no sum"));
    Adder wrong = rpc.plainClient("wrong", Adder.class);
    failure(FailureKind.CALLEE_FAILED, wrong.add(1, 2));
  }
}
