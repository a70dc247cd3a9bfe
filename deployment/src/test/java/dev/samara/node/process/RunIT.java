package dev.samara.node.process;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The default node: every listener answers, and the command line finds it. */
class RunIT {

  @TempDir private static Path folder;
  private static NodeProcess node;

  @BeforeAll
  static void start() throws Exception {
    node = NodeProcess.start(folder);
  }

  @AfterAll
  static void stop() throws Exception {
    try (var _ = node) {
      node.signal("INT");
      node.assertStops();
    }
  }

  @Test
  void printsALineForEachListenerAndThenReady() {
    var lines = node.out();
    var names = List.of("echo", "lines", "datagrams", "local", "chat", "ws", "admin", "gateway");
    for (var i = 0; i < names.size(); i++) {
      assertTrue(lines.get(i).startsWith(names.get(i) + " "), node::text);
    }
    assertTrue(lines.get(1).contains("127.0.0.1:" + node.port(Ports.LINES)), lines.get(1));
    assertTrue(lines.get(1).matches("lines +tcp .* lines +bus:echo"), lines.get(1));
    assertTrue(lines.get(names.size()).matches("ready in \\d+ ms"), node::text);
    // A machine that stands still is worth a line of Vert.x, and no fault of the node.
    var said = node.err().stream().filter(line -> !line.contains("blocked")).toList();
    assertEquals(List.of(), said);
  }

  @Test
  void linesOverTcpAndUnix() throws Exception {
    try (var tcp = Peer.tcp(node.port(Ports.LINES));
        var unix = Peer.unix(folder.resolve("run/" + node.name() + "/echo.sock"))) {
      assertEquals("hällo", tcp.line("hällo").readLine());
      assertEquals("hello", unix.line("hello").readLine());
    }
  }

  @Test
  void lengthPrefixOverTcp() throws Exception {
    try (var peer = Peer.tcp(node.port(Ports.ECHO))) {
      byte[] frame = {0, 0, 0, 3, 1, 2, 3};
      assertArrayEquals(frame, peer.send(frame).read(frame.length));
    }
  }

  @Test
  void datagrams() throws Exception {
    try (var socket = new DatagramSocket()) {
      socket.setSoTimeout(20_000);
      var message = "hello".getBytes(StandardCharsets.UTF_8);
      var loopback = InetAddress.getLoopbackAddress();
      socket.send(
          new DatagramPacket(message, message.length, loopback, node.port(Ports.DATAGRAMS)));
      var answer = new DatagramPacket(new byte[100], 100);
      socket.receive(answer);
      assertEquals("hello", new String(answer.getData(), 0, answer.getLength(), "UTF-8"));
    }
  }

  @Test
  void chatTellsEverybodyAndRefusesATakenName() throws Exception {
    try (var ann = Peer.tcp(node.port(Ports.CHAT));
        var bob = Peer.tcp(node.port(Ports.CHAT));
        var second = Peer.tcp(node.port(Ports.CHAT))) {
      ann.line("ann").awaitLine("* ann joined");
      bob.line("bob").awaitLine("* bob joined");
      ann.line("hi").awaitLine("ann: hi");
      bob.awaitLine("ann: hi");
      second.line("ann");
      assertEquals(List.of("! the name 'ann' is taken"), second.linesToEnd());
      var sent = node.cli("send", "ann", "from the console");
      assertEquals(0, sent.exitCode(), sent.err());
      ann.awaitLine("from the console");
    }
  }

  @Test
  void webSocket() throws Exception {
    var answer = new CompletableFuture<String>();
    var listener =
        new WebSocket.Listener() {
          @Override
          public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            answer.complete(text.toString());
            return null;
          }
        };
    try (var client = HttpClient.newHttpClient()) {
      var uri = URI.create("ws://127.0.0.1:" + node.port(Ports.GATEWAY) + "/ws");
      var socket = client.newWebSocketBuilder().buildAsync(uri, listener).get(20, TimeUnit.SECONDS);
      socket.sendText("hello", true).get(20, TimeUnit.SECONDS);
      assertEquals("hello", answer.get(20, TimeUnit.SECONDS));
      socket.abort();
    }
  }

  @Test
  void callsOverHttpAndFromTheCommandLineWithAnErrorOfTheirOwnEach() throws Exception {
    var good = post("/rpc/clock/now", "{\"zone\":\"Asia/Tokyo\"}");
    assertEquals(200, good.statusCode(), good::body);
    var time = new JsonObject(good.body());
    assertEquals("Asia/Tokyo", time.getString("zone"));
    assertTrue(time.getString("time").endsWith("+09:00"), good::body);
    assertEquals(node.name(), time.getString("node"));
    assertProblem("no-such-service", 404, post("/rpc/clok/now", ""));
    assertProblem("no-such-method", 404, post("/rpc/clock/nov", ""));
    assertProblem("bad-arguments", 400, post("/rpc/clock/now", "{\"zone\":\"Mars\"}"));

    var called = node.cli("call", "clock", "now", "{\"zone\":\"Asia/Tokyo\"}");
    assertEquals(0, called.exitCode(), called.err());
    assertEquals(node.name(), new JsonObject(called.out()).getString("node"));
    var wrong = node.cli("call", "clock", "now", "{\"zone\":\"Mars\"}");
    assertEquals(1, wrong.exitCode());
    assertEquals("", wrong.out());
    assertEquals(1, wrong.err().lines().count(), wrong.err());
    assertTrue(wrong.err().contains("zone: 'Mars' is not known"), wrong.err());
  }

  private static HttpResponse<String> post(String path, String body) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(node.uri(path))
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build();
      return client.send(request, BodyHandlers.ofString());
    }
  }

  private static void assertProblem(String type, int status, HttpResponse<String> answer) {
    assertEquals(status, answer.statusCode(), answer::body);
    assertEquals("urn:samara:problem:" + type, new JsonObject(answer.body()).getString("type"));
  }

  @Test
  void listingsAsTextAndJson() throws Exception {
    try (var peer = Peer.tcp(node.port(Ports.LINES))) {
      assertEquals("x", peer.line("x").readLine());
      for (var listing : List.of("listeners", "connections", "services", "nodes", "clients")) {
        var json = node.cli(listing, "--json");
        assertEquals(0, json.exitCode(), json.err());
        var items = new JsonArray(json.out());
        assertEquals(listing.equals("clients"), items.isEmpty(), json.out());
      }
    }
    var services = node.cli("services");
    assertTrue(services.out().contains("clock"), services.out());
    var status = node.cli("status", "--json");
    assertTrue(new JsonObject(status.out()).getBoolean("ready"), status.out());
    assertTrue(node.cli("status").out().contains("the balance adds up"));
    assertTrue(new JsonObject(node.cli("balance", "--json").out()).getBoolean("addsUp"));
  }

  @Test
  void connectSendsLinesAndPrintsAnswers() throws Exception {
    var command = Launch.samara(List.of("connect", "tcp://127.0.0.1:" + node.port(Ports.LINES)));
    var input = Files.writeString(folder.resolve("lines.txt"), "one\ntwo\n");
    var process =
        new ProcessBuilder(command).redirectInput(input.toFile()).redirectErrorStream(true).start();
    try {
      var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(process.waitFor(20, TimeUnit.SECONDS));
      assertEquals("one\ntwo\n", text);
      assertEquals(0, process.exitValue());
    } finally {
      process.destroyForcibly();
    }
    assertFalse(node.err().stream().anyMatch(line -> line.contains("ERROR")), node::text);
  }
}
