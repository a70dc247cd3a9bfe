package dev.samara.node.admin;

import static dev.samara.node.NodeFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.node.NodeFixture;
import dev.samara.node.RawClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Everything that can be asked over the admin socket of a node, and what it answers. */
class AdminTest {

  @TempDir static Path folder;

  private final CompletableFuture<Duration> asked = new CompletableFuture<>();
  private NodeFixture fixture;
  private AdminClient admin;

  @BeforeEach
  void start() throws IOException {
    fixture = NodeFixture.start(folder);
    await(AdminServer.start(fixture.node(), asked::complete));
    admin = AdminClient.connect(folder.resolve("run"), Optional.of("test"));
  }

  @AfterEach
  void stop() throws IOException {
    admin.close();
    fixture.close();
    assertFalse(Files.exists(folder.resolve("run/test/admin.sock")));
  }

  private Object ask(String command) throws IOException {
    return admin.ask(new JsonObject().put("command", command));
  }

  private String refusal(JsonObject request) {
    return assertThrows(IOException.class, () -> admin.ask(request)).getMessage();
  }

  /** Connects a client of the chat. */
  private RawClient join(String name) {
    var client = RawClient.tcp(fixture.port("chat")).write(name + "\n");
    assertEquals("* " + name + " joined", client.readLine());
    return client;
  }

  @Test
  void onlyTheOwnUserMayConnect() throws IOException {
    var permissions = Files.getPosixFilePermissions(folder.resolve("run/test/admin.sock"));
    assertEquals("rw-------", PosixFilePermissions.toString(permissions));
  }

  /** When nobody else is let in or read any more, an operator can look why. */
  @Test
  void itIsServedWhileMemoryIsShort() throws IOException {
    var memory = fixture.node().hub().status().memory();
    var all = memory.limits().totalBytes();
    memory.add(all, all);
    try (var second = AdminClient.connect(folder.resolve("run"), Optional.of("test"))) {
      var asked = new JsonObject().put("command", "status");
      var status = (JsonObject) second.ask(asked);
      assertTrue(status.getJsonObject("memory").getBoolean("pressed"));
      assertTrue(((JsonObject) admin.ask(asked)).getJsonObject("memory").getBoolean("pressed"));
    } finally {
      memory.add(-all, -all);
    }
  }

  @Test
  void statusNodesAndServices() throws IOException {
    var status = (JsonObject) ask("status");
    assertEquals("test", status.getString("node"));
    assertTrue(status.getBoolean("ready"));
    var nodes = (JsonArray) ask("nodes");
    assertEquals(1, nodes.size());
    assertEquals("test", nodes.getJsonObject(0).getString("name"));
    assertTrue(nodes.getJsonObject(0).getBoolean("self"));
    var services = (JsonArray) ask("services");
    assertEquals("clock", services.getJsonObject(0).getString("service"));
    assertEquals(
        new JsonArray().add("now(Place): Time").add("utc(): Time"),
        services.getJsonObject(0).getJsonArray("methods"));
  }

  @Test
  void listenersConnectionsAndClients() throws IOException {
    try (var ann = join("ann")) {
      var listeners = (JsonArray) ask("listeners");
      assertEquals(11, listeners.size());
      var chat = named(listeners, "chat");
      assertEquals("tcp", chat.getString("transport"));
      assertEquals("127.0.0.1:" + fixture.port("chat"), chat.getString("address"));
      assertEquals("chat", chat.getString("route"));
      assertEquals(1, chat.getLong("open"));
      assertEquals(0, chat.getLong("refused"));
      assertEquals(new JsonObject(), chat.getJsonObject("refusals"));
      assertEquals(new JsonObject(), chat.getJsonObject("faults"));
      assertEquals("no", chat.getString("encrypted"));
      assertTrue(chat.getBoolean("accepting"));
      assertEquals(0, chat.getLong("acceptErrors"));
      var clients = (JsonArray) ask("clients");
      assertEquals(1, clients.size());
      var client = named(clients, "ann");
      var connections = (JsonArray) ask("connections");
      assertEquals(1, connections.size());
      var connection =
          connections.stream()
              .map(JsonObject.class::cast)
              .filter(one -> one.getString("client").equals("ann"))
              .findFirst()
              .orElseThrow();
      assertEquals(client.getString("connection"), connection.getString("id"));
      assertEquals("open", connection.getString("state"));
      assertEquals(1, connection.getLong("received"));
      assertEquals("ann: x", ann.write("x\n").readLine());
    }
  }

  private static JsonObject named(JsonArray all, String name) {
    return all.stream()
        .map(JsonObject.class::cast)
        .filter(one -> one.getString("name").equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void balanceAddsUp() throws IOException {
    try (var client = RawClient.tcp(fixture.port("lines"))) {
      assertEquals("hello", client.write("hello\n").readLine());
    }
    var balance = (JsonObject) ask("balance");
    assertTrue(balance.getBoolean("addsUp"));
    var lines = balance.getJsonObject("listeners").getJsonObject("lines");
    assertEquals(1, lines.getJsonObject("in").getLong("flushed"));
    assertEquals(1, lines.getJsonObject("out").getLong("accepted"));
    assertEquals(0, balance.getJsonObject("calls").getLong("started"));
    assertEquals(0, balance.getJsonObject("uploads").getLong("accepted"));
  }

  @Test
  void sendReachesAClientByNameAndById() throws IOException {
    try (var ann = join("ann")) {
      assertEquals("sent", send("ann", "by name"));
      assertEquals("by name", ann.readLine());
      var id = ((JsonArray) ask("clients")).getJsonObject(0).getString("connection");
      assertEquals("sent", send(id, "by id"));
      assertEquals("by id", ann.readLine());
    }
  }

  private Object send(String to, String text) throws IOException {
    return admin.ask(sendRequest(to).put("text", text));
  }

  private static JsonObject sendRequest(String to) {
    return new JsonObject().put("command", "send").put("to", to);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nobody        | no client is called 'nobody' on node 'test'
          ''            | no client is called '' on node 'test'
          test/chat     | connection id: 'test/chat' (expected: node/listener/serial)
          test/chat/x   | connection id: 'test/chat/x' (expected: a number after the last slash)
          test/chat/-1  | serial: -1 (expected: >= 0)
          /chat/1       | node: '' (expected: 1 to 64 letters, digits, '.', '-' or '_')
          """)
  void sendToNobodyIsRefused(String to, String expected) {
    assertEquals(
        expected, refusal(sendRequest(to.replace("''", "")).put("text", "x")).replace("\n", ""));
  }

  @Test
  void sendToAConnectionThatIsGoneOrElsewhereIsRefused() {
    assertEquals(
        "there is no such connection: test/chat/999999", refusal(sendRequest("test/chat/999999")));
    assertTrue(refusal(sendRequest("other/chat/1")).startsWith("node 'other': "));
  }

  @Test
  void callAnswersOrSaysWhyNot() throws IOException {
    var request =
        new JsonObject().put("command", "call").put("service", "clock").put("method", "now");
    var time = (JsonObject) admin.ask(request.copy().put("arguments", "{\"zone\":\"UTC\"}"));
    assertEquals("test", time.getString("node"));
    assertTrue(
        refusal(request.copy().put("arguments", "{\"zone\":\"Mars\"}"))
            .contains("zone: 'Mars' is not known"));
    assertTrue(refusal(request.copy().put("service", "sundial")).contains("sundial"));
    assertTrue(refusal(request.copy().put("method", "later")).contains("later"));
    assertEquals(1, refusal(request.copy().put("arguments", "{")).lines().count());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          not JSON                              | not a JSON object
          {"command":                           | not a JSON object
          ["command"]                           | not a JSON object
          "status"                              | not a JSON object
          null                                  | not a JSON object
          ``                                    | not a JSON object
          {}                                    | unknown command ''
          {"command":"fly"}                     | unknown command 'fly'
          {"command":null}                      | unknown command ''
          {"command":5}                         | unknown command '5'
          {"command":"send","to":5}             | no client is called '5' on node 'test'
          {"command":"send","to":null}          | no client is called '' on node 'test'
          {"command":"status","node":[]}        | there is no node '[]'
          {"command":"tail"}                    | address: '' (expected: a bus address)
          {"command":"drain","withinMillis":"x"} | withinMillis: x (expected: milliseconds, 0 or more)
          {"command":"drain","withinMillis":-1} | withinMillis: -1 (expected: milliseconds, 0 or more)
          {"command":"status","node":"nowhere"} | there is no node 'nowhere'
          """)
  void aRequestThatMakesNoSenseIsRefusedAndTheNextOneAnswered(String line, String expected) {
    try (var raw = RawClient.unix(folder.resolve("run/test/admin.sock"))) {
      var answer = new JsonObject(raw.write(line + "\n").readLine());
      assertEquals(new JsonObject().put("ok", false).put("error", expected), answer);
      var next = new JsonObject(raw.write("{\"command\":\"clients\"}\n").readLine());
      assertEquals(new JsonObject().put("ok", true).put("result", new JsonArray()), next);
    }
  }

  @Test
  void tailSeesAMessageWithoutTakingIt() throws IOException {
    assertEquals("tailing", tail("echo"));
    try (var client = RawClient.tcp(fixture.port("each"))) {
      assertEquals("hello", client.write("hello\n").readLine());
    }
    var seen = admin.next().getJsonObject("message");
    assertEquals("echo", seen.getString("address"));
    assertTrue(seen.getString("body").contains("hello"), seen.encode());
    try (var client = RawClient.tcp(fixture.port("lines"))) {
      assertEquals("batch", client.write("batch\n").readLine());
    }
    var batch = admin.next().getJsonObject("message");
    assertTrue(batch.getString("body").contains("batch"), batch.encode());
  }

  private Object tail(String address) throws IOException {
    return admin.ask(new JsonObject().put("command", "tail").put("address", address));
  }

  @Test
  void aTailEndsWithItsClientOrTheNextTail() throws IOException {
    var bus = fixture.node().vertx().eventBus();
    await(bus.consumer("other", _ -> {}).completion());
    tail("echo");
    tail("other");
    try (var client = RawClient.tcp(fixture.port("lines"))) {
      assertEquals("unseen", client.write("unseen\n").readLine());
      bus.publish("other", "seen");
      assertEquals("seen", admin.next().getJsonObject("message").getString("body"));
      admin.close();
      assertEquals("after", client.write("after\n").readLine());
    }
  }

  @Test
  void drainAsksForTheStopWithItsTime() throws Exception {
    assertEquals(
        "draining", admin.ask(new JsonObject().put("command", "drain").put("withinMillis", 1_500)));
    assertEquals(Duration.ofMillis(1_500), asked.get(20, TimeUnit.SECONDS));
  }

  @Test
  void drainWithoutATimeTakesTheNodesOwn() throws Exception {
    ask("drain");
    assertEquals(Duration.ofSeconds(10), asked.get(20, TimeUnit.SECONDS));
  }

  @Test
  void anAnswerOfManyConnectionsIsOneLine() throws IOException {
    var clients = new java.util.ArrayList<RawClient>();
    try {
      for (var i = 0; i < 200; i++) {
        clients.add(RawClient.tcp(fixture.port("lines")));
      }
      NodeFixture.eventually(
          "all connected", () -> fixture.balance().listeners().get("lines").open() == 200);
      assertEquals(200, ((JsonArray) ask("connections")).size());
    } finally {
      clients.forEach(RawClient::close);
    }
  }
}
