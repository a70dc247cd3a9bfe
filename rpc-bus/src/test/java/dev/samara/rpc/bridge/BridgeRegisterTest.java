package dev.samara.rpc.bridge;

import static dev.samara.rpc.bridge.BridgeFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What clients get that are registered for an address, from plain senders on the bus. */
class BridgeRegisterTest {

  private final BridgeFixture fixture = new BridgeFixture(BridgeFixture.inAndOut());
  private final BridgeClient client = fixture.connect();

  @AfterEach
  void close() {
    client.close();
    fixture.close();
  }

  @Test
  void aSendAndAPublishArrive() {
    client.register("news");
    fixture.bus().send("news", "one", new DeliveryOptions().addHeader("h", "v"));
    assertEquals(
        new JsonObject()
            .put("type", "message")
            .put("address", "news")
            .put("headers", new JsonObject().put("h", "v"))
            .put("body", "one")
            .put("send", true),
        client.read());
    fixture.bus().publish("news", new JsonObject().put("n", 2));
    var published = client.read();
    assertEquals(false, published.getBoolean("send"));
    assertEquals(new JsonObject().put("n", 2), published.getJsonObject("body"));
    assertFalse(published.containsKey("replyAddress"));
  }

  @Test
  void bytesTravelInBase64() {
    client.register("news");
    fixture.bus().publish("news", Buffer.buffer("seed"));
    assertEquals(Buffer.buffer("seed"), client.read().getBuffer("body"));
  }

  @Test
  void aPublishReachesEachClientAndASendOne() {
    try (var second = fixture.connect()) {
      client.register("out.shared");
      second.register("out.shared");
      fixture.bus().publish("out.shared", "all");
      assertEquals("all", client.read().getString("body"));
      assertEquals("all", second.read().getString("body"));
      fixture.bus().send("out.shared", "a");
      fixture.bus().send("out.shared", "b");
      var got = new TreeSet<>(List.of(client.read().getString("body")));
      got.add(second.read().getString("body"));
      assertEquals(new TreeSet<>(List.of("a", "b")), got);
    }
  }

  @Test
  void twoClientsTalkThroughOneAddress() {
    client.close();
    var both = Permitted.of(List.of("room"));
    var options = BridgeOptions.defaults().withInbound(both).withOutbound(both);
    try (var open = new BridgeFixture(options);
        var service = open.connect();
        var caller = open.connect()) {
      service.register("room");
      caller.request("room", "mine", "question");
      var asked = service.read();
      assertEquals("question", asked.getString("body"));
      service.send("send", asked.getString("replyAddress"), "answer");
      var answer = caller.read();
      assertEquals("mine", answer.getString("address"));
      assertEquals("answer", answer.getString("body"));
      caller.register("room");
      service.send("publish", "room", "to all");
      assertEquals("to all", caller.read().getString("body"));
      assertEquals("to all", service.read().getString("body"));
    }
  }

  @Test
  void aClientAnswersRequestsOfTheBus() {
    client.register("out.service");
    var reply = fixture.bus().<Object>request("out.service", "ask");
    var asked = client.read();
    assertEquals("ask", asked.getString("body"));
    client.sendText(
        new JsonObject()
            .put("type", "send")
            .put("address", asked.getString("replyAddress"))
            .put("headers", new JsonObject().put("h", "v"))
            .put("body", 42)
            .encode());
    var answer = await(reply);
    assertEquals(42, answer.body());
    assertEquals("v", answer.headers().get("h"));
  }

  @Test
  void aClientAnswersWithAQuestion() {
    client.register("out.service");
    var talk =
        fixture
            .bus()
            .<Object>request("out.service", "ask")
            .compose(question -> question.<Object>replyAndRequest("told " + question.body()));
    client.request(client.read().getString("replyAddress"), "mine", "what");
    var told = client.read();
    assertEquals("mine", told.getString("address"));
    assertEquals("told what", told.getString("body"));
    client.send("send", told.getString("replyAddress"), "thanks");
    assertEquals("thanks", await(talk).body());
  }

  @Test
  void aClientAnswersWithAFailure() {
    client.register("out.service");
    var reply = fixture.bus().request("out.service", "ask");
    client.sendText(
        new JsonObject()
            .put("type", "send")
            .put("address", client.read().getString("replyAddress"))
            .put("failureCode", 7)
            .put("message", "no such seed")
            .encode());
    var failure = assertThrows(ReplyException.class, () -> await(reply));
    assertEquals(ReplyFailure.RECIPIENT_FAILURE, failure.failureType());
    assertEquals(7, failure.failureCode());
    assertEquals("no such seed", failure.getMessage());
  }

  @Test
  void whoIsUnregisteredGetsNothing() {
    client.register("news").send("unregister", "news").settle();
    var failure =
        assertThrows(ReplyException.class, () -> await(fixture.bus().request("news", "x")));
    assertEquals(ReplyFailure.NO_HANDLERS, failure.failureType());
    client.send("unregister", "news");
    assertEquals("unknown_address", client.readError());
    assertEquals(0, fixture.figure("registrations"));
    client.settle();
  }

  @Test
  void registeringTwiceIsRegisteringOnce() {
    client.register("news").register("news");
    assertEquals(1, fixture.figure("registrations"));
    fixture.bus().publish("news", "once");
    assertEquals("once", client.read().getString("body"));
    client.send("unregister", "news").settle();
    assertEquals(0, fixture.figure("registrations"));
  }

  @Test
  void registrationsEndWithTheConnection() {
    client.register("news").register("out.a").register("out.b");
    assertEquals(3, fixture.figure("registrations"));
    client.close();
    fixture.awaitFigure("registrations", 0);
    var failure =
        assertThrows(ReplyException.class, () -> await(fixture.bus().request("out.a", "x")));
    assertEquals(ReplyFailure.NO_HANDLERS, failure.failureType());
  }

  @Test
  void registrationsEndWithTheClientsOutput() {
    client.register("news").endOutput().assertClosed();
    fixture.awaitFigure("registrations", 0);
  }

  @Test
  void callersAreToldAtOnceWhenTheClientGoes() {
    client.register("out.service");
    var reply = fixture.bus().request("out.service", "ask");
    client.read();
    assertEquals(1, fixture.figure("unanswered"));
    client.close();
    var failure = assertThrows(ReplyException.class, () -> await(reply));
    assertEquals("the client has disconnected", failure.getMessage());
    assertEquals(ReplyFailure.RECIPIENT_FAILURE, failure.failureType());
  }

  @Test
  void replyAddressesAreOfOneConnectionAndCannotBeGuessed() {
    try (var thief = fixture.connect()) {
      client.register("out.service");
      var reply = fixture.bus().request("out.service", "ask");
      var address = client.read().getString("replyAddress");
      assertTrue(address.matches("samara\\.reply\\.[A-Za-z0-9_-]{22}"), address);
      thief.send("send", address, "stolen");
      assertEquals("access_denied", thief.readError());
      client.send("send", address, "mine");
      assertEquals("mine", await(reply).body());
    }
  }
}
