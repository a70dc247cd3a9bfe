package dev.samara.node.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two nodes of one cluster: {@code a} has the clients, {@code b} all the services. The tests share
 * them, since a member needs seconds to start, and go on from one state to the next.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterIT {

  private static final int LINES = 1_000;
  private static final Duration RECOVERY_LIMIT = Duration.ofSeconds(20);
  private static final Duration DEATH_LIMIT = Duration.ofSeconds(15);

  private static final String CONFIG =
      """
      name: %s
      services: %s
      drainTimeout: 30s
      rpc: { callTimeout: 1m }
      cluster: { port: %d, ports: %d }
      listeners:
        lines: { transport: tcp, port: 7401, framing: lines, route: "bus:echo", answerTimeout: 1m }
        hasty: { transport: tcp, port: 7400, framing: lines, route: "bus:echo", answerTimeout: 5s }
        chat:  { transport: tcp, port: 7403, framing: lines, route: chat }
      """;

  @TempDir private static Path folder;
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static int clusterPort;
  private static int offsetOfB;
  private static NodeProcess a;
  private static NodeProcess b;

  @BeforeAll
  static void startBoth() throws Exception {
    clusterPort = Ports.freeClusterPort();
    a = start("a", "[]", Ports.freeOffset());
    offsetOfB = Ports.freeOffset();
    startB();
  }

  private static NodeProcess start(String name, String services, int offset) throws Exception {
    var text = CONFIG.formatted(name, services, clusterPort, Ports.CLUSTER_PORTS);
    var config = Files.writeString(folder.resolve(name + ".yaml"), text);
    return NodeProcess.startAt(folder, offset, "-c", config.toString(), "--cluster");
  }

  private static void startB() throws Exception {
    b = start("b", "[echo, clock]", offsetOfB);
  }

  @AfterAll
  static void killBoth() {
    HTTP.close();
    for (var node : new NodeProcess[] {a, b}) {
      if (node != null) {
        node.close();
      }
    }
  }

  private static CompletableFuture<HttpResponse<String>> callClock() {
    var request =
        HttpRequest.newBuilder(a.uri("/rpc/clock/now"))
            .timeout(Duration.ofMinutes(1))
            .POST(BodyPublishers.ofString("{\"zone\":\"UTC\"}"))
            .build();
    return HTTP.sendAsync(request, BodyHandlers.ofString());
  }

  private static void awaitClockOfB() throws Exception {
    var last = new ArrayList<>(List.of("no call yet"));
    Poll.until(
        RECOVERY_LIMIT,
        last::getLast,
        () -> {
          var answer = callClock().join();
          last.add(answer.body());
          return answer.statusCode() == 200;
        });
    assertEquals("b", new JsonObject(last.getLast()).getString("node"));
  }

  @Test
  @Order(1)
  void bothNodesSeeBoth() throws Exception {
    for (var asked : List.of("a", "b")) {
      var listed = a.cli("nodes", "--json", "--node", asked);
      assertEquals(0, listed.exitCode(), listed.err());
      var names = new ArrayList<String>();
      for (var node : new JsonArray(listed.out())) {
        names.add(((JsonObject) node).getString("name"));
        var self = ((JsonObject) node).getBoolean("self");
        assertEquals(names.getLast().equals(asked), self, listed.out());
      }
      assertEquals(List.of("a", "b"), names);
    }
    var nobody = a.cli("nodes", "--node", "c");
    assertEquals(1, nobody.exitCode());
    assertEquals("samara: there is no node 'c'\n", nobody.err());
  }

  @Test
  @Order(2)
  void aClientOfOneNodeCallsAServiceOfTheOther() throws Exception {
    awaitClockOfB();
    var called = a.cli("call", "clock", "now", "{}", "--node", "a");
    assertEquals(0, called.exitCode(), called.err());
    assertEquals("b", new JsonObject(called.out()).getString("node"));
    var services = a.cli("services", "--json", "--node", "a");
    assertTrue(services.out().contains("\"node\" : \"b\""), services.out());
  }

  @Test
  @Order(3)
  void linesAreAnsweredByTheOtherNodeInOrder() throws Exception {
    try (var peer = Peer.tcp(a.port(Ports.LINES))) {
      var sender =
          CompletableFuture.runAsync(() -> {
            try {
              for (var i = 0; i < LINES; i++) {
                peer.line("line " + i);
              }
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
      for (var i = 0; i < LINES; i++) {
        assertEquals("line " + i, peer.readLine());
      }
      sender.join();
    }
  }

  @Test
  @Order(4)
  void chatLinesCrossNodes() throws Exception {
    try (var ann = Peer.tcp(a.port(Ports.CHAT));
        var bob = Peer.tcp(b.port(Ports.CHAT))) {
      ann.line("ann").awaitLine("* ann joined");
      bob.line("bob").awaitLine("* bob joined");
      ann.awaitLine("* bob joined");
      ann.line("hi").awaitLine("ann: hi");
      bob.awaitLine("ann: hi");
      bob.line("hello").awaitLine("bob: hello");
      ann.awaitLine("bob: hello");
    }
  }

  @Test
  @Order(5)
  void killingTheOtherFailsCallsSoonAndClearly() throws Exception {
    var reasons = new ConcurrentLinkedQueue<String>();
    try (var peer = Peer.tcp(a.port(Ports.ECHO));
        var events = Events.of(HTTP, a, reasons)) {
      assertEquals("before", peer.line("before").readLine());
      b.freeze();
      // Not yet answered when the node dies.
      var pending = callClock();
      peer.line("unanswered");
      Poll.until(RECOVERY_LIMIT, a::text, () -> callsInFlight() > 0);
      b.signal("KILL");
      var killed = System.nanoTime();
      var calls = new ArrayList<>(List.of(pending));
      Poll.until(
          RECOVERY_LIMIT,
          () -> "calls still hang",
          () -> {
            calls.add(callClock());
            Poll.step();
            return calls.stream().allMatch(CompletableFuture::isDone)
                && problem(calls.getLast().join()).equals("no-such-service");
          });
      var millis = Duration.ofNanos(System.nanoTime() - killed).toMillis();
      assertTrue(millis < DEATH_LIMIT.toMillis(), "all clear after " + millis + " ms");
      var problems = calls.stream().map(call -> problem(call.join())).collect(Collectors.toSet());
      assertTrue(
          Set.of("node-left", "connection-lost", "no-such-service").containsAll(problems),
          problems::toString);
      assertTrue(
          Set.of("node-left", "connection-lost").contains(problem(pending.join())),
          () -> pending.join().body());
      assertSaysAtOnceThatNobodyOffersIt();
      peer.awaitClose();
      events.await("no answer from the bus address 'echo' within 5000 ms", reasons);
    }
    try (var late = Peer.tcp(a.port(Ports.LINES));
        var events = Events.of(HTTP, a, reasons)) {
      late.line("nobody there");
      late.awaitClose();
      events.await("nobody listens on the bus address 'echo'", reasons);
    }
  }

  private static void assertSaysAtOnceThatNobodyOffersIt() throws Exception {
    var start = System.nanoTime();
    var answer = callClock().join();
    var millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
    assertEquals("no-such-service", problem(answer));
    assertTrue(answer.body().contains("no node offers the service 'clock'"), answer.body());
    assertTrue(millis < 10_000, "took " + millis + " ms");
    var called = a.cli("call", "clock", "now", "{}", "--node", "a");
    assertEquals(1, called.exitCode());
    assertEquals(1, called.err().lines().count(), called.err());
    assertTrue(called.err().startsWith("samara: no node offers the service 'clock'"), called.err());
  }

  private static String problem(HttpResponse<String> answer) {
    return new JsonObject(answer.body())
        .getString("type", "no problem")
        .replace("urn:samara:problem:", "");
  }

  private static long callsInFlight() throws IOException {
    return a.balance().getJsonObject("calls").getLong("inFlight");
  }

  @Test
  @Order(6)
  void aRestartBringsTheServicesBack() throws Exception {
    b.close();
    startB();
    awaitClockOfB();
    Poll.until(RECOVERY_LIMIT, a::text, () -> echoes(a));
    for (var node : List.of("a", "b")) {
      var balance = a.cli("balance", "--json", "--node", node);
      assertTrue(new JsonObject(balance.out()).getBoolean("addsUp"), balance.out());
    }
  }

  private static boolean echoes(NodeProcess node) throws IOException {
    try (var peer = Peer.tcp(node.port(Ports.LINES))) {
      peer.line("again");
      return peer.hasLine("again");
    }
  }

  @Test
  @Order(7)
  void drainingWaitsForAnAnswerThatAnotherNodeOwes() throws Exception {
    try (var peer = Peer.tcp(a.port(Ports.LINES))) {
      assertEquals("before", peer.line("before").readLine());
      b.freeze();
      try {
        peer.line("in flight");
        var seen = new ArrayList<String>();
        Poll.until(
            RECOVERY_LIMIT,
            seen::toString,
            () -> {
              seen.add(messages().encode());
              return messages().getLong("inFlight") == 1;
            });
        a.signal("INT");
        Poll.until(
            RECOVERY_LIMIT,
            a::text,
            () -> a.out().stream().anyMatch(line -> line.startsWith("draining")));
        assertTrue(a.isAlive());
      } finally {
        b.signal("CONT");
      }
      assertEquals(List.of("in flight"), peer.linesToEnd());
    }
    a.assertStops();
    assertTrue(a.out().stream().anyMatch(line -> line.matches("calls started .* in flight 0")));
    b.signal("TERM");
    b.assertStops();
  }

  private static JsonObject messages() throws IOException {
    return a.balance().getJsonObject("listeners").getJsonObject("lines").getJsonObject("in");
  }
}
