package dev.samara.node.cli;

import static dev.samara.node.NodeFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.net.client.ExpectedClient;
import dev.samara.node.NodeFixture;
import dev.samara.node.RawClient;
import dev.samara.node.admin.AdminServer;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that ask a running node. */
class NodeCommandsTest {

  @TempDir Path folder;

  private final CompletableFuture<Duration> drained = new CompletableFuture<>();
  private NodeFixture fixture;

  @BeforeEach
  void start() {
    fixture = NodeFixture.start(folder);
    await(AdminServer.start(fixture.node(), drained::complete));
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private Cli samara(String... arguments) {
    var all = new ArrayList<>(List.of(arguments));
    all.add("--run-directory=" + folder.resolve("run"));
    return Cli.run(all.toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nodes", "listeners", "connections", "clients", "services"})
  void listingsPrintOneJsonArray(String listing) {
    assertEquals(JsonArray.class, json(samara(listing, "--json")).getClass());
  }

  @ParameterizedTest
  @ValueSource(strings = {"status", "balance"})
  void statusAndBalancePrintOneJsonObject(String listing) {
    assertEquals(JsonObject.class, json(samara(listing, "--json")).getClass());
  }

  private static Object json(Cli cli) {
    return Json.decodeValue(cli.succeeds());
  }

  @Test
  void listenersAreATable() {
    var lines = samara("listeners", "--node", "test").succeeds().lines().toList();
    assertTrue(lines.getFirst().matches("name +transport +address +framing +route +open .*"));
    assertTrue(
        lines.stream().anyMatch(line -> line.matches("local +unix +\\S+/echo.sock +lines .*")),
        () -> String.join("\n", lines));
    assertEquals(12, lines.size());
  }

  @Test
  void anEmptyListingSaysSo() {
    assertEquals("no clients\n", samara("clients").succeeds());
  }

  @Test
  void theBalanceIsASumForEachListener() {
    try (var client = RawClient.tcp(fixture.port("lines"))) {
      assertEquals("hello", client.write("hello\n").readLine());
    }
    var text = samara("balance").succeeds();
    assertTrue(
        text.lines()
            .anyMatch(line ->
                line.matches("lines +in +accepted 1 = flushed 1 \\+ incomplete 0 .* in flight 0")),
        text);
    assertTrue(text.endsWith("the balance adds up\n"), text);
  }

  @Test
  void theStatusShowsNodeListenersAndBalance() {
    var text = samara("status").succeeds();
    assertTrue(text.lines().anyMatch(line -> line.matches("node +test")), text);
    assertTrue(text.lines().anyMatch(line -> line.matches("chat +tcp .*")), text);
    assertTrue(text.endsWith("the balance adds up\n"), text);
  }

  @Test
  void theStatusShowsMemoryAndEventLoops() {
    fixture.lookAtEventLoops();
    var lines = samara("status").succeeds().lines().toList();
    assertTrue(
        lines.stream().anyMatch(line -> line.matches("memory +inBytes \\d+, .*pressed false")),
        () -> String.join("\n", lines));
    assertTrue(
        lines.stream().anyMatch(line -> line.matches("eventLoop +ticks +meanDelayMicros .*")),
        () -> String.join("\n", lines));
  }

  @Test
  void aListenerIsPausedAndResumed() {
    assertEquals("paused\n", samara("pause", "lines").succeeds());
    try (var client = RawClient.tcp(fixture.port("lines"))) {
      client.write("waits\n");
      assertEquals("resumed\n", samara("resume", "lines").succeeds());
      assertEquals("waits", client.readLine());
    }
    assertEquals("samara: there is no listener 'none'", samara("pause", "none").fails());
    assertEquals("samara: there are no certificates", samara("reload", "lines").fails());
    assertEquals(
        "samara: listener 'admin' is how it would be resumed", samara("pause", "admin").fails());
    assertEquals("samara: listener 'ws' belongs to the gateway", samara("pause", "ws").fails());
  }

  @Test
  void sendReachesANamedClient() {
    try (var ann = RawClient.tcp(fixture.port("chat"))) {
      assertEquals("* ann joined", ann.write("ann\n").readLine());
      assertEquals("sent\n", samara("send", "ann", "hello ann").succeeds());
      assertEquals("hello ann", ann.readLine());
      assertEquals("sent", json(samara("send", "ann", "again", "--json")));
      assertEquals("again", ann.readLine());
    }
  }

  @Test
  void whatIsSentToAnExpectedNameWaitsForIt() {
    fixture.node().hub().clients().expect("ben", ExpectedClient.defaults());
    assertEquals("queued\n", samara("send", "ben", "early").succeeds());
    var clients = (JsonArray) json(samara("clients", "--json"));
    assertEquals(1, clients.getJsonObject(0).getInteger("queued"));
    assertTrue(
        samara("status").succeeds().lines().anyMatch(line -> line.matches("expected +ben 1")));
    try (var ben = RawClient.tcp(fixture.port("chat"))) {
      assertEquals("early", ben.write("ben\n").readLine());
      assertEquals("* ben joined", ben.readLine());
      assertEquals("sent\n", samara("send", "ben", "now").succeeds());
    }
  }

  @Test
  void aRefusalIsOneLineInTheWordsOfTheNode() {
    assertEquals(
        "samara: no client is called 'nobody' on node 'test'",
        samara("send", "nobody", "x").fails());
    assertEquals(
        "samara: connection id: 'a/b' (expected: node/listener/serial)",
        samara("send", "a/b", "x").fails());
    assertEquals(
        "samara: there is no node 'elsewhere'", samara("status", "--node", "elsewhere").fails());
    assertTrue(samara("call", "sundial", "now").fails().contains("sundial"));
  }

  @Test
  void callPrintsTheResultAsJson() {
    var time = (JsonObject) json(samara("call", "clock", "now", "{\"zone\":\"Asia/Tokyo\"}"));
    assertEquals("Asia/Tokyo", time.getString("zone"));
    var utc = (JsonObject) json(samara("call", "clock", "utc", "--json"));
    assertEquals("UTC", utc.getString("zone"));
    assertTrue(
        samara("call", "clock", "now", "{\"zone\":\"Mars\"}")
            .fails()
            .contains("zone: 'Mars' is not known"));
  }

  @Test
  void drainTellsTheNode() throws Exception {
    assertEquals("draining\n", samara("drain", "--within", "1500ms").succeeds());
    assertEquals(Duration.ofMillis(1_500), drained.get(20, TimeUnit.SECONDS));
    assertEquals("draining", json(samara("drain", "--json")));
  }

  @Test
  void tailPrintsMessagesUntilTheNodeGoes() {
    var bus = fixture.node().vertx().eventBus();
    await(bus.consumer("weather", _ -> {}).completion());
    var rain = fixture.node().vertx().setPeriodic(5, _ -> bus.publish("weather", "rain"));
    fixture
        .node()
        .vertx()
        .setTimer(
            3_000,
            _ -> {
              fixture.node().vertx().cancelTimer(rain);
              fixture.node().stop(Duration.ofSeconds(5));
            });
    var tail = samara("tail", "weather");
    assertEquals(1, tail.exitCode());
    assertEquals("samara: the node went away\n", tail.err());
    assertFalse(tail.out().isEmpty());
    assertEquals(List.of("weather  rain"), tail.out().lines().distinct().toList());
  }

  @Test
  void connectSendsLinesAndPrintsAnswers() {
    var tcp = "tcp://127.0.0.1:";
    assertEquals(
        "hello\nwörld\n",
        Cli.runWithInput("hello\nwörld\n", "connect", tcp + fixture.port("lines")).succeeds());
    assertEquals(
        "framed\n",
        Cli.runWithInput("framed\n", "connect", "--framing", "length32", tcp + fixture.port("echo"))
            .succeeds());
    for (var framing : List.of("netstring", "length16")) {
      var uri = tcp + fixture.port(framing);
      assertEquals(
          "one\ntwo\n",
          Cli.runWithInput("one\ntwo\n", "connect", "--framing", framing, uri).succeeds());
    }
    assertEquals(
        "local\n",
        Cli.runWithInput("local\n", "connect", "unix://" + folder.resolve("run/test/echo.sock"))
            .succeeds());
  }
}
