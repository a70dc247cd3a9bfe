package dev.samara.rpc.bridge;

import static dev.samara.rpc.bridge.BridgeFixture.await;
import static dev.samara.rpc.bridge.BridgeFixture.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.vertx.core.MultiMap;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients send, to plain consumers of the bus. */
class BridgeSendTest {

  private final BridgeFixture fixture = new BridgeFixture(BridgeFixture.inAndOut());
  private final BridgeClient client = fixture.connect();

  @AfterEach
  void close() {
    client.close();
    fixture.close();
  }

  private void echo() {
    fixture.bus().consumer("echo", message -> message.reply(message.body()));
  }

  @Test
  void aPingIsAnswered() {
    client.sendText("{\"type\":\"ping\"}");
    assertEquals("{\"type\":\"pong\"}", client.read().encode());
  }

  @Test
  void aSendReachesOneConsumer() {
    var bodies = new ConcurrentLinkedQueue<>();
    fixture.bus().consumer("in.one", message -> bodies.add(message.body()));
    client.send("send", "in.one", new JsonObject().put("a", 1)).settle();
    eventually("a message", () -> !bodies.isEmpty());
    assertEquals(new JsonObject().put("a", 1), bodies.poll());
  }

  @Test
  void aPublishReachesAll() {
    var sends = new ConcurrentLinkedQueue<Boolean>();
    for (var i = 0; i < 3; i++) {
      fixture.bus().consumer("in.all", message -> sends.add(message.isSend()));
    }
    client.send("publish", "in.all", "x").settle();
    eventually("three messages", () -> sends.size() == 3);
    assertEquals(List.of(false, false, false), List.copyOf(sends));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":[1,{\"b\":null}]}",
        "[1,\"two\",[]]",
        "\"\\u00e4\\u20ac\\ud83c\\udf41\"",
        "7",
        "7000000000",
        "-0.25",
        "true",
        "{}"
      })
  void anyJsonComesBackInAReply(String body) {
    echo();
    client.sendText(
        "{\"type\":\"send\",\"address\":\"echo\",\"replyAddress\":\"r\",\"body\":" + body + "}");
    var expected =
        new JsonObject(
            "{\"type\":\"message\",\"address\":\"r\",\"headers\":{},\"body\":%s,\"send\":true}"
                .formatted(body));
    assertEquals(expected, client.read());
  }

  @Test
  void aRequestWithoutABodyGetsAReplyWithoutOne() {
    echo();
    client.sendText("{\"type\":\"send\",\"address\":\"echo\",\"replyAddress\":\"r\"}");
    var reply = client.read();
    assertEquals("r", reply.getString("address"));
    assertFalse(reply.containsKey("body"));
  }

  @Test
  void headersTravelBothWays() {
    fixture
        .bus()
        .consumer(
            "in.headers",
            message -> {
              var headers = MultiMap.caseInsensitiveMultiMap().addAll(message.headers());
              message.reply(
                  headers.names().size(), new DeliveryOptions().setHeaders(headers.add("z", "26")));
            });
    client.sendText(
        """
        {"type":"send","address":"in.headers","replyAddress":"r",
         "headers":{"a":"1","b":2,"c":true,"timeout":5000,"localOnly":true}}\
        """);
    var reply = client.read();
    // What the last two say is not a header of the message.
    assertEquals(3, reply.getInteger("body"));
    assertEquals(
        new JsonObject().put("a", "1").put("b", "2").put("c", "true").put("z", "26"),
        reply.getJsonObject("headers"));
  }

  @Test
  void nobodyListensIsToldAtOnceWhoeverAsks() {
    client.request("in.nobody", "r", "x");
    var error = client.read();
    assertEquals("err", error.getString("type"));
    assertEquals("r", error.getString("address"));
    assertEquals("in.nobody", error.getString("sourceAddress"));
    assertEquals(-1, error.getInteger("failureCode"));
    assertEquals("NO_HANDLERS", error.getString("failureType"));
    assertEquals("No handlers for address in.nobody", error.getString("message"));
    client.send("send", "in.nobody", "x").send("publish", "in.nobody", "x").settle();
    eventually("three refused", () -> fixture.figures().in().rejected() == 3);
  }

  @Test
  void aRecipientsFailureComesWithItsCode() {
    fixture.bus().consumer("in.fails", message -> message.fail(418, "a teapot"));
    client.request("in.fails", "r", "x");
    assertEquals(
        new JsonObject()
            .put("type", "err")
            .put("address", "r")
            .put("sourceAddress", "in.fails")
            .put("failureCode", 418)
            .put("failureType", "RECIPIENT_FAILURE")
            .put("message", "a teapot"),
        client.read());
  }

  @Test
  void aTimeoutIsToldAndCounted() {
    fixture.bus().consumer("in.silent", message -> {});
    client.sendText(
        """
        {"type":"send","address":"in.silent","replyAddress":"r","headers":{"timeout":50}}\
        """);
    var error = client.read();
    assertEquals("TIMEOUT", error.getString("failureType"));
    assertEquals("r", error.getString("address"));
    assertEquals(1, fixture.figures().in().expired());
  }

  @Test
  void repliesMayBeRepliedTo() {
    var conclusions = new ConcurrentLinkedQueue<>();
    fixture.bus().consumer("in.talk", message -> converse(message, conclusions));
    client.request("in.talk", "first", "hello");
    var question = client.read();
    assertEquals("first", question.getString("address"));
    assertEquals("who?", question.getString("body"));
    client.request(question.getString("replyAddress"), "second", "me");
    var next = client.read();
    assertEquals("second", next.getString("address"));
    assertEquals("which me?", next.getString("body"));
    client.send("send", next.getString("replyAddress"), "the only one").settle();
    eventually("the end", () -> !conclusions.isEmpty());
    assertEquals("the only one", conclusions.poll());
    // Each reply address is good for one answer.
    client.send("send", next.getString("replyAddress"), "again");
    assertEquals("access_denied", client.readError());
  }

  private static void converse(Message<Object> message, ConcurrentLinkedQueue<Object> conclusions) {
    message
        .<Object>replyAndRequest("who?")
        .compose(answer -> answer.<Object>replyAndRequest("which " + answer.body() + "?"))
        .onSuccess(last -> conclusions.add(last.body()));
  }

  @Test
  void manyRequestsAreAnsweredEachOnce() {
    echo();
    var replies = new AtomicInteger();
    for (var i = 0; i < 500; i++) {
      client.request("echo", "r" + i, i);
    }
    for (var i = 0; i < 500; i++) {
      var reply = client.read();
      assertEquals("r" + reply.getInteger("body"), reply.getString("address"));
      replies.incrementAndGet();
    }
    assertEquals(500, replies.get());
    assertEquals(500, fixture.figures().in().flushed());
  }

  @Test
  void whatIsNotPermittedIsDenied() {
    var seen = new AtomicInteger();
    fixture.bus().consumer("private", _ -> seen.incrementAndGet());
    fixture.bus().consumer("news", _ -> seen.incrementAndGet());
    for (var type : List.of("send", "publish", "register", "unregister")) {
      client.send(type, "private", "x");
      assertEquals("access_denied", client.readError(), type);
    }
    // What is permitted one way is not permitted the other way.
    client.send("send", "news", "x");
    assertEquals("access_denied", client.readError());
    client.send("register", "echo");
    assertEquals("access_denied", client.readError());
    client.request("private", "r", "x");
    assertEquals("{\"type\":\"err\",\"message\":\"access_denied\"}", client.read().encode());
    client.settle();
    assertEquals(0, seen.get());
    assertEquals(7, fixture.figure("denied"));
    assertEquals(7, fixture.figures().in().rejected());
  }

  @Test
  void addressesOfTheBusAndTheKitNeedTheirExactNames() {
    client.close();
    var all = Permitted.none().withRegex(".*");
    var options = BridgeOptions.defaults().withInbound(all).withOutbound(all);
    try (var open = new BridgeFixture(options);
        var guest = open.connect()) {
      for (var address : List.of("__vertx.reply.1", "samara.loop.test.0", "samara.reply.x")) {
        for (var type : List.of("send", "publish", "register")) {
          guest.send(type, address, "x");
          assertEquals("access_denied", guest.readError(), address);
        }
      }
      guest.send("send", "x".repeat(Permitted.MAX_ADDRESS_LENGTH + 1));
      assertEquals("access_denied", guest.readError());
    }
  }

  @Test
  void nothingIsPermittedUnlessToldSo() {
    client.close();
    try (var closed = new BridgeFixture(BridgeOptions.defaults());
        var guest = closed.connect()) {
      await(closed.bus().consumer("echo", message -> message.reply("x")).completion());
      guest.send("send", "echo", "x");
      assertEquals("access_denied", guest.readError());
      guest.send("register", "echo");
      assertEquals("access_denied", guest.readError());
      guest.settle();
    }
  }
}
