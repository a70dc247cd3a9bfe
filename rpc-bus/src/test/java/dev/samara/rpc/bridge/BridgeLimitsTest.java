package dev.samara.rpc.bridge;

import static dev.samara.rpc.bridge.BridgeFixture.await;
import static dev.samara.rpc.bridge.BridgeFixture.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.net.connection.ConnectionInfo;
import dev.samara.net.connection.ConnectionOptions;
import dev.samara.net.connection.SlowConsumerPolicy;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Nothing of a client grows without a bound, and whoever waits for it is told. */
class BridgeLimitsTest {

  private static final int KIB = 1024;

  private static ReplyException failure(Future<?> request) {
    return assertThrows(ReplyException.class, () -> await(request));
  }

  @Test
  void registrationsHaveALimit() {
    try (var fixture = new BridgeFixture(BridgeFixture.inAndOut().withLimits(2, 10));
        var client = fixture.connect();
        var other = fixture.connect()) {
      client.register("out.1").register("out.2");
      client.send("register", "out.3");
      assertEquals("too_many_registrations", client.readError());
      client.send("unregister", "out.1").register("out.3");
      other.register("out.1");
      assertEquals(3, fixture.figure("registrations"));
    }
  }

  @Test
  void unansweredRequestsHaveALimit() {
    try (var fixture = new BridgeFixture(BridgeFixture.inAndOut().withLimits(10, 2));
        var client = fixture.connect()) {
      client.register("out.service");
      var first = fixture.bus().request("out.service", 1);
      fixture.bus().request("out.service", 2);
      var third = fixture.bus().request("out.service", 3);
      assertEquals(
          "the client has not answered too many other requests", failure(third).getMessage());
      client.send("send", client.read().getString("replyAddress"), "done");
      assertEquals("done", await(first).body());
      var fourth = fixture.bus().request("out.service", 4);
      assertEquals(2, client.read().getInteger("body"));
      var last = client.read();
      assertEquals(4, last.getInteger("body"));
      client.send("send", last.getString("replyAddress"), "as well");
      assertEquals("as well", await(fourth).body());
      assertEquals(1, fixture.figure("undelivered"));
    }
  }

  @Test
  void aRequestThatIsNotAnsweredInTimeFailsAndItsAddressExpires() {
    var options = BridgeFixture.inAndOut().withReplyTimeout(Duration.ofMillis(50));
    try (var fixture = new BridgeFixture(options);
        var client = fixture.connect()) {
      client.register("out.service");
      var reply = fixture.bus().request("out.service", "ask");
      var address = client.read().getString("replyAddress");
      assertEquals("the client did not answer within 50 ms", failure(reply).getMessage());
      client.send("send", address, "late");
      assertEquals("access_denied", client.readError());
    }
  }

  @Test
  void aClientCannotWaitLongerThanItMay() {
    var options = BridgeFixture.inAndOut().withReplyTimeout(Duration.ofMillis(50));
    try (var fixture = new BridgeFixture(options);
        var client = fixture.connect()) {
      fixture.bus().consumer("in.silent", message -> {});
      client.sendText(
          """
          {"type":"send","address":"in.silent","replyAddress":"r","headers":{"timeout":3600000}}\
          """);
      assertEquals("TIMEOUT", client.read().getString("failureType"));
    }
  }

  @Test
  void aReplyThatIsTooLongIsAFailure() {
    try (var fixture = new BridgeFixture(BridgeFixture.inAndOut().withMaxMessageBytes(KIB));
        var client = fixture.connect()) {
      fixture.bus().consumer("in.long", message -> message.reply("x".repeat(KIB)));
      client.request("in.long", "r", "x");
      var error = client.read();
      assertEquals("r", error.getString("address"));
      assertEquals("ERROR", error.getString("failureType"));
      assertTrue(error.getString("message").endsWith("(expected: at most 1024)"), error.encode());
      fixture.bus().consumer("in.wordy", message -> message.fail(1, "x".repeat(KIB)));
      client.request("in.wordy", "r", "x");
      assertEquals("the reason is too long to be told", client.read().getString("message"));
      client.settle();
    }
  }

  @Test
  void aReplyWithoutAFormInJsonIsAFailure() {
    try (var fixture = new BridgeFixture(BridgeFixture.inAndOut());
        var client = fixture.connect()) {
      fixture.bus().registerDefaultCodec(Opaque.class, new Opaque.LocalCodec());
      fixture.bus().consumer("in.opaque", message -> message.reply(new Opaque("secret")));
      client.request("in.opaque", "r", "x");
      var error = client.read();
      assertEquals("ERROR", error.getString("failureType"));
      assertEquals("a Opaque has no form in JSON", error.getString("message"));
      client.register("out.service");
      var reply = fixture.bus().request("out.service", new Opaque("secret"));
      assertEquals("a Opaque has no form in JSON", failure(reply).getMessage());
      client.settle();
    }
  }

  @Test
  void whatAClientCannotBeToldFailsForWhoeverAsks() {
    try (var fixture = new BridgeFixture(BridgeFixture.inAndOut().withMaxMessageBytes(KIB));
        var client = fixture.connect()) {
      client.register("out.service");
      var reply = fixture.bus().request("out.service", "x".repeat(KIB));
      assertTrue(failure(reply).getMessage().contains("expected: at most 1024"));
      fixture.bus().publish("out.service", Buffer.buffer(new byte[KIB]));
      fixture.awaitFigure("undelivered", 2);
      client.settle();
    }
  }

  /** Sends to a client that does not read until a condition holds. */
  private static void flood(BridgeFixture fixture, BooleanSupplier enough) {
    var body = "x".repeat(10 * KIB);
    eventually(
        "a queue that is full",
        () -> {
          for (var i = 0; i < 100; i++) {
            fixture.bus().publish("news", body);
          }
          return enough.getAsBoolean();
        });
  }

  private static long queuedBytes(BridgeFixture fixture) {
    return await(fixture.hub.connections()).getFirst().queuedBytes();
  }

  private static UnaryOperator<ConnectionOptions> queue(SlowConsumerPolicy policy) {
    return usual -> usual.withQueue(1024 * KIB, policy);
  }

  @Test
  void aClientThatDoesNotReadIsDisconnected() {
    try (var fixture =
            new BridgeFixture(BridgeFixture.inAndOut(), queue(SlowConsumerPolicy.DISCONNECT));
        var client = fixture.connect()) {
      client.register("news");
      flood(fixture, () -> fixture.figures().open() == 0);
      fixture.awaitFigure("registrations", 0);
      var out = fixture.figures().out();
      assertTrue(out.returned() + out.incomplete() + out.rejected() > 0, out.toString());
    }
  }

  @Test
  void messagesForAClientThatDoesNotReadMayBeDroppedAndAreCounted() {
    try (var fixture =
            new BridgeFixture(BridgeFixture.inAndOut(), queue(SlowConsumerPolicy.REJECT));
        var client = fixture.connect()) {
      client.register("news").register("out.service");
      // What the kernel still takes must not count: so it is asked until nothing fits any more.
      var failures = new ConcurrentLinkedQueue<String>();
      flood(
          fixture,
          () -> {
            fixture
                .bus()
                .request("out.service", "x".repeat(900 * KIB))
                .onFailure(cause -> failures.add(cause.getMessage()));
            return !failures.isEmpty();
          });
      assertEquals("the peer does not read and its queue is full", failures.peek());
      assertTrue(queuedBytes(fixture) <= 1024 * KIB);
      eventually(
          "the same in both counts",
          () -> fixture.figure("undelivered") == fixture.figures().out().rejected());
    }
  }

  @Test
  void aClientWithTooManyOpenRequestsIsNotReadForAWhile() {
    try (var fixture =
            new BridgeFixture(BridgeFixture.inAndOut(), usual -> usual.withCredit(10, 100 * KIB));
        var client = fixture.connect()) {
      var held = new ConcurrentLinkedQueue<Message<Object>>();
      fixture.bus().<Object>consumer("in.held", held::add);
      for (var i = 0; i < 11; i++) {
        client.request("in.held", "r" + i, i);
      }
      eventually(
          "a pause",
          () -> await(fixture.hub.connections()).stream().anyMatch(ConnectionInfo::paused));
      held.forEach(message -> message.reply("done"));
      for (var i = 0; i < 11; i++) {
        assertEquals("done", client.read().getString("body"));
      }
      client.settle();
    }
  }

  @Test
  void aClientThatGoesWithOpenRequestsLeavesNothing() {
    try (var fixture = new BridgeFixture(BridgeFixture.inAndOut())) {
      var held = new ConcurrentLinkedQueue<Message<Object>>();
      fixture.bus().<Object>consumer("in.held", held::add);
      var client = fixture.connect();
      client.request("in.held", "r", "x").settle();
      eventually("a request", () -> !held.isEmpty());
      client.reset();
      eventually("an end", () -> fixture.figures().open() == 0);
      assertEquals(1, fixture.figures().in().returned());
      // The reply comes to nobody, and a question in it is answered at once.
      var question = held.element().<Object>replyAndRequest("who?");
      assertEquals("the client has disconnected", failure(question).getMessage());
    }
  }

  @Test
  void aClientThatEndsItsOutputStillGetsItsReplies() {
    try (var fixture = new BridgeFixture(BridgeFixture.inAndOut());
        var client = fixture.connect()) {
      var held = new ConcurrentLinkedQueue<Message<Object>>();
      fixture.bus().<Object>consumer("in.held", held::add);
      client.request("in.held", "r", "x").endOutput();
      eventually("a request", () -> !held.isEmpty());
      held.poll().reply("late");
      assertEquals("late", client.read().getString("body"));
      client.assertClosed();
    }
  }

  @Test
  void aDrainingHubAnswersWhatWasAsked() {
    try (var fixture = new BridgeFixture(BridgeFixture.inAndOut());
        var client = fixture.connect()) {
      var held = new ConcurrentLinkedQueue<Message<Object>>();
      fixture.bus().<Object>consumer("in.held", held::add);
      client.request("in.held", "r", "x").register("news");
      eventually("a request", () -> !held.isEmpty());
      var drained = fixture.hub.drain(Duration.ofMinutes(1));
      held.poll().reply(new JsonObject().put("the", "last"));
      assertEquals("last", client.read().getJsonObject("body").getString("the"));
      client.assertClosed();
      await(drained);
    }
  }
}
