package dev.samara.http;

import static dev.samara.http.TestGateway.await;
import static dev.samara.http.TestGateway.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.rpc.bridge.Permitted;
import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code /eventbus}: SockJS clients of the event bus. */
class EventBusTest {
  /** Two registrations and one request under way. */
  private static final int MAX_REGISTRATIONS = 3;

  @TempDir Path folder;
  private TestGateway gateway;
  private WebSocketClient client;

  @BeforeEach
  void start() {
    gateway = new TestGateway(folder, options(Duration.ofSeconds(5)));
    client = gateway.vertx.createWebSocketClient();
  }

  private static EventBusOptions options(Duration replyTimeout) {
    var usual =
        EventBusOptions.of(
            Permitted.of(List.of("regex:in\\..*")), Permitted.of(List.of("regex:out\\..*")));
    return new EventBusOptions(
        usual.inbound(), usual.outbound(), MAX_REGISTRATIONS, 10, replyTimeout);
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  /** A client that speaks the bridge's JSON without SockJS around it. */
  private final class Raw {
    final LinkedBlockingQueue<JsonObject> frames = new LinkedBlockingQueue<>();
    final WebSocket socket =
        await(
            client
                .connect(gateway.port(), "127.0.0.1", "/eventbus/websocket")
                .onSuccess(one -> {
                  one.textMessageHandler(text -> frames.add(new JsonObject(text)));
                  one.binaryMessageHandler(bytes -> frames.add(new JsonObject(bytes)));
                }));

    void send(String type, String address, Object body) {
      var frame = new JsonObject().put("type", type).put("address", address).put("body", body);
      await(socket.writeTextMessage(frame.encode()));
    }

    JsonObject next() throws InterruptedException {
      var frame = frames.poll(20, TimeUnit.SECONDS);
      assertNotNull(frame, "no frame in time");
      return frame;
    }
  }

  private EventBus bus() {
    return gateway.vertx.eventBus();
  }

  /** Asks a registered client, as soon as its registration is there. */
  private Future<Object> ask(Raw raw, String address) throws InterruptedException {
    raw.send("register", address, null);
    raw.send("send", "in.settled", address);
    raw.next();
    return bus().request(address, "ask").map(Message::body);
  }

  /** Tells a client that what it sent before was dealt with. */
  private void settle() {
    bus().consumer("in.settled", message -> bus().send((String) message.body(), "settled"));
  }

  @Test
  void whatIsNotPermittedIsDenied() throws InterruptedException {
    var raw = new Raw();
    for (var address : List.of("private", "out.x", "__vertx.reply.1", "samara.reply.x")) {
      raw.send("send", address, 1);
      assertEquals("access_denied", raw.next().getString("body"), address);
    }
    raw.send("register", "in.x", null);
    assertEquals("access_denied", raw.next().getString("body"));
  }

  @Test
  void registrationsHaveALimitAndEndWithTheSocket() throws InterruptedException {
    var raw = new Raw();
    settle();
    raw.send("register", "out.1", null);
    raw.send("register", "out.2", null);
    raw.send("register", "out.3", null);
    raw.send("register", "out.4", null);
    assertEquals("max_handlers_reached", raw.next().getString("body"));
    raw.send("send", "in.settled", "out.2");
    assertEquals("settled", raw.next().getString("body"));
    await(raw.socket.close());
    eventually("it is closed", () -> gateway.gateway.counts().openConnections() == 0);
    eventually("nobody is there", () -> isUnknown("out.2"));
  }

  /** A registration ends a moment after its socket, and what comes between times out. */
  private boolean isUnknown(String address) {
    var asked = bus().request(address, 1, new DeliveryOptions().setSendTimeout(500));
    eventually("an outcome", asked::isComplete);
    return asked.cause() instanceof ReplyException e && e.failureType() == ReplyFailure.NO_HANDLERS;
  }

  @Test
  void replyAddressesAreOfOneSocketAndCannotBeGuessed() throws InterruptedException {
    var raw = new Raw();
    var thief = new Raw();
    settle();
    var reply = ask(raw, "out.service");
    var address = raw.next().getString("replyAddress");
    assertTrue(address.matches("samara\\.reply\\.[A-Za-z0-9_-]{22}"), address);
    thief.send("send", address, "stolen");
    assertEquals("access_denied", thief.next().getString("body"));
    raw.send("send", address, "mine");
    assertEquals("mine", await(reply));
    raw.send("send", address, "again");
    assertEquals("access_denied", raw.next().getString("body"));
  }

  @Test
  void aClientThatDoesNotReadIsDisconnected() throws InterruptedException {
    var raw = new Raw();
    settle();
    raw.send("register", "out.news", null);
    raw.send("send", "in.settled", "out.news");
    raw.next();
    raw.socket.pause();
    var body = "x".repeat(100_000);
    var published = new AtomicInteger();
    eventually(
        "the end",
        () -> {
          // More than a queue and the kernel hold together, and less than would fill the heap.
          if (published.incrementAndGet() <= 300) {
            bus().publish("out.news", body);
          }
          return gateway.gateway.counts().openConnections() == 0;
        });
    raw.socket.resume();
  }

  /** What is left of a connection that became none is read by nobody: it ends. */
  @Test
  void aHandshakeThatFailsEndsItsConnection() throws Exception {
    var head =
        """
        GET /eventbus/websocket HTTP/1.1
        Host: x
        Upgrade: websocket
        Connection: Upgrade
        Sec-WebSocket-Version: 13

        """;
    try (var http = new RawClient(gateway.port())) {
      var smuggled = "GET /health/live HTTP/1.1\nHost : x\n\n";
      var answers = http.send((head + smuggled).replace("\n", "\r\n")).readToClose();
      assertTrue(answers.startsWith("HTTP/1.1 4"), answers);
      assertEquals(1, answers.split("HTTP/1.1 ", -1).length - 1, answers);
    }
  }

  @Test
  void onlyWebSocketsAreATransport() throws Exception {
    try (var http = new RawClient(gateway.port())) {
      http.send("POST /eventbus/0/abc/xhr HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
      assertTrue(http.readAnswer().startsWith("HTTP/1.1 404 "));
    }
    try (var http = new RawClient(gateway.port())) {
      http.send("GET /eventbus/info HTTP/1.1\r\nHost: x\r\n\r\n");
      String info = http.readAnswer();
      assertTrue(info.startsWith("HTTP/1.1 200 "), info);
      assertTrue(info.contains("\"websocket\":true"), info);
    }
  }

  @Test
  void pagesOfOthersAreRefused() {
    var foreign =
        new WebSocketConnectOptions()
            .setPort(gateway.port())
            .setHost("127.0.0.1")
            .setURI("/eventbus/websocket")
            .addHeader("Origin", "http://elsewhere.example");
    var refused =
        assertThrows(AssertionError.class, () -> await(client.connect(foreign))).getCause();
    assertEquals(403, ((UpgradeRejectedException) refused).getStatus());
  }

  @Test
  void itDoesNotExistUnlessAskedFor() throws Exception {
    try (var without = new TestGateway(folder.resolve("other"));
        var http = new RawClient(without.port())) {
      http.send("GET /eventbus/info HTTP/1.1\r\nHost: x\r\n\r\n");
      assertTrue(http.readAnswer().startsWith("HTTP/1.1 404 "));
    }
  }

  @Test
  @Tag("outside")
  void thePublishedClientAsksPublishesRegistersAndIsToldErrors() throws Exception {
    bus()
        .<JsonObject>consumer(
            "in.upper",
            message ->
                message.reply(
                    new JsonObject()
                        .put("text", message.body().getString("text").toUpperCase(Locale.ROOT)),
                    new DeliveryOptions().setHeaders(message.headers())));
    bus().consumer("in.fails", message -> message.fail(418, "a teapot"));
    bus().consumer("in.relay", message -> bus().publish("out.news", message.body()));
    bus()
        .consumer(
            "in.ask",
            message ->
                bus()
                    .request("out.client", message.body())
                    .onSuccess(answer -> message.reply(answer.body()))
                    .onFailure(
                        e -> message.fail(((ReplyException) e).failureCode(), e.toString())));
    var script = Path.of(getClass().getResource("eventbus_client.js").toURI());
    var node = new ProcessBuilder("node", script.toString(), Integer.toString(gateway.port()));
    node.environment()
        .put("NODE_PATH", Path.of("../target/npm/node_modules").toRealPath().toString());
    var answer = folder.resolve("answer").toFile();
    var process = node.redirectErrorStream(true).redirectOutput(answer).start();
    try {
      process.waitFor(30, TimeUnit.SECONDS);
    } finally {
      process.destroyForcibly();
    }
    var output = Files.readString(answer.toPath());
    assertEquals("ok\n", output);
  }
}
