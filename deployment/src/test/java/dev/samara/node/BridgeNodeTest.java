package dev.samara.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A listener for clients of the event-bus bridge that is only in a file. */
class BridgeNodeTest {

  private static final String LISTENERS =
      """
      listeners:
        bridge:
          transport: tcp
          port: 0
          framing: length32
          maxMessageBytes: 1000
          route: bridge
          access: { rules: [allow local], messageRate: { perSecond: 1000000 } }
          bridge:
            { inbound: [greet, 'regex:in[.].*'], outbound: [news],
              maxRegistrations: 1, maxReplyAddresses: 10, replyTimeout: 5s }
        closed: { transport: unix, path: bridge.sock, framing: length32, route: bridge }
      gateway: { port: 0, eventBus: { inbound: [greet] } }
      """;

  @TempDir Path folder;

  private NodeFixture fixture;
  private RawClient client;

  @BeforeEach
  void start() {
    fixture = NodeFixture.start(folder, LISTENERS);
    client = RawClient.tcp(fixture.port("bridge"));
  }

  @AfterEach
  void stop() {
    client.close();
    fixture.close();
  }

  private static void send(RawClient client, JsonObject frame) {
    var data = frame.toBuffer();
    client.write(Buffer.buffer().appendInt(data.length()).appendBuffer(data).getBytes());
  }

  private static JsonObject read(RawClient client) {
    var length = Buffer.buffer(client.read(4)).getInt(0);
    return new JsonObject(Buffer.buffer(client.read(length)));
  }

  private static JsonObject frame(String type, String address) {
    return new JsonObject().put("type", type).put("address", address);
  }

  private JsonObject figures(String listener) {
    return NodeFixture.await(new NodeViews(fixture.node()).listeners()).stream()
        .map(JsonObject.class::cast)
        .filter(one -> one.getString("name").equals(listener))
        .map(one -> one.getJsonObject("routeFigures"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aClientAsksAndRegisters() {
    var bus = fixture.node().vertx().eventBus();
    bus.<String>consumer("greet", message -> message.reply("hello " + message.body()));
    send(client, frame("send", "greet").put("replyAddress", "r").put("body", "seed"));
    assertEquals("hello seed", read(client).getString("body"));
    send(client, frame("register", "news"));
    send(client, frame("register", "news.other"));
    assertEquals("access_denied", read(client).getString("message"));
    bus.publish("news", "x");
    assertEquals("x", read(client).getString("body"));
    bus.publish("news", "x".repeat(1_000));
    NodeFixture.eventually("one undelivered", () -> figures("bridge").getLong("undelivered") == 1);
  }

  @Test
  void listingsAndMetricsShowWhatClientsOccupy() {
    send(client, frame("register", "news"));
    send(client, frame("publish", "elsewhere"));
    assertEquals("access_denied", read(client).getString("message"));
    assertEquals(
        new JsonObject()
            .put("denied", 1L)
            .put("invalid", 0L)
            .put("registrations", 1L)
            .put("unanswered", 0L)
            .put("undelivered", 0L),
        figures("bridge"));
    var text = new NodeMetrics(fixture.node()).scrape();
    var line = "samara_route_figure\\{.*figure=\"registrations\",listener=\"bridge\".*} 1.0";
    assertTrue(Pattern.compile(line).matcher(text).find(), text);
  }

  @Test
  void theGatewayServesSockJsClients() {
    var bus = fixture.node().vertx().eventBus();
    bus.<String>consumer("greet", message -> message.reply("hello " + message.body()));
    var replies = new LinkedBlockingQueue<JsonObject>();
    var sockets = fixture.node().vertx().createWebSocketClient();
    var port = fixture.node().gateway().orElseThrow().port();
    var socket =
        NodeFixture.await(
            sockets
                .connect(port, "127.0.0.1", "/eventbus/websocket")
                .onSuccess(
                    one -> one.binaryMessageHandler(bytes -> replies.add(new JsonObject(bytes)))));
    var request = frame("send", "greet").put("replyAddress", "r").put("body", "seed");
    NodeFixture.await(socket.writeTextMessage(request.encode()));
    NodeFixture.eventually("a reply", () -> !replies.isEmpty());
    assertEquals("hello seed", replies.element().getString("body"));
    NodeFixture.await(socket.close());
    NodeFixture.await(sockets.close());
  }

  @Test
  void nothingIsPermittedWithoutTheGroup() {
    try (var local = RawClient.unix(folder.resolve("run/test/bridge.sock"))) {
      send(local, frame("send", "greet"));
      assertEquals("access_denied", read(local).getString("message"));
      send(local, new JsonObject().put("type", "ping"));
      assertEquals("pong", read(local).getString("type"));
      assertEquals(1, figures("closed").getLong("denied"));
    }
  }
}
