package dev.samara.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gateway of a node shows that node's own figures and events. */
class NodeGatewayTest {

  @TempDir Path folder;

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      return client.send(request.build(), BodyHandlers.ofString());
    }
  }

  private static String get(String url) throws Exception {
    var response = send(HttpRequest.newBuilder(URI.create(url)));
    assertEquals(200, response.statusCode(), response.body());
    return response.body();
  }

  @Test
  void tellsItsHealthAndStatus() throws Exception {
    try (var fixture = NodeFixture.start(folder)) {
      assertEquals("up", json(get(fixture.http() + "/health/ready")).getString("status"));
      assertEquals("up", json(get(fixture.http() + "/health/live")).getString("status"));
      var status = json(get(fixture.http() + "/status"));
      assertEquals("test", status.getString("node"));
      assertTrue(status.getJsonObject("balance").getBoolean("addsUp"));
      assertTrue(get(fixture.http() + "/").startsWith("<!doctype html>"));
    }
  }

  private static JsonObject json(String text) {
    return new JsonObject(text);
  }

  @Test
  void countsMessagesInItsMetrics() throws Exception {
    try (var fixture = NodeFixture.start(folder)) {
      try (var client = RawClient.tcp(fixture.port("lines"))) {
        client.write("one\ntwo\n");
        assertEquals("one", client.readLine());
        assertEquals("two", client.readLine());
        var metrics = get(fixture.http() + "/metrics");
        assertMetric(metrics, "samara_messages_accepted_total", "direction=\"in\"", "2.0");
        assertMetric(metrics, "samara_messages_accepted_total", "direction=\"out\"", "2.0");
        assertMetric(metrics, "samara_connections", "listener=\"lines\"", "1.0");
      }
    }
  }

  private static void assertMetric(String metrics, String name, String label, String value) {
    assertTrue(
        metrics
            .lines()
            .anyMatch(line ->
                line.startsWith(name + "{")
                    && line.contains("listener=\"lines\"")
                    && line.contains("node=\"test\"")
                    && line.contains(label)
                    && line.endsWith(" " + value)),
        () -> name + " with " + label + " and " + value + " in\n" + metrics);
  }

  @Test
  void showsWhoConnectsAndLeaves() throws Exception {
    try (var fixture = NodeFixture.start(folder);
        var http = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(URI.create(fixture.http() + "/events")).build();
      try (var body = http.send(request, BodyHandlers.ofInputStream()).body()) {
        var events = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
        assertEquals(": connected", events.readLine());
        try (var client = RawClient.tcp(fixture.port("lines"))) {
          assertEquals("hello", client.write("hello\n").readLine());
        }
        var connected = nextEvent(events);
        assertEquals("RemoteConnected", connected.getString("event"));
        assertTrue(connected.getString("connection").startsWith("test/lines/"));
        var left = nextEvent(events);
        assertEquals("RemoteDisconnected", left.getString("event"));
        assertEquals("closed by the peer", left.getString("reason"));
        assertEquals(0, left.getInteger("queued"));
      }
    }
  }

  private static JsonObject nextEvent(BufferedReader events) throws Exception {
    var line = events.readLine();
    while (!line.startsWith("data: ")) {
      line = events.readLine();
    }
    return json(line.substring("data: ".length()));
  }

  @Test
  void streamsOfEventsAreConnections() throws Exception {
    var yaml =
        """
        listeners: {}
        gateway: { port: 0, sse: { route: "bus:echo", keepAlive: 5s, maxMessageBytes: 1000 } }
        """;
    try (var fixture = NodeFixture.start(folder, yaml);
        var http = HttpClient.newHttpClient()) {
      var uri = URI.create(fixture.http() + "/sse");
      var request = HttpRequest.newBuilder(uri).build();
      try (var body = http.send(request, BodyHandlers.ofInputStream()).body()) {
        var events = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
        var message =
            HttpRequest.newBuilder(uri).header("Samara-Stream", nextEvent(events).getString("key"));
        assertEquals(204, send(message.POST(BodyPublishers.ofString("{}"))).statusCode());
        assertEquals(new JsonObject(), nextEvent(events));
        assertEquals(
            413, send(message.POST(BodyPublishers.ofString("x".repeat(1001)))).statusCode());
        assertEquals(1, fixture.balance().listeners().get("sse").open());
      }
    }
  }

  @Test
  void withoutARouteThereIsNoStream() throws Exception {
    try (var fixture = NodeFixture.start(folder)) {
      var request = HttpRequest.newBuilder(URI.create(fixture.http() + "/sse"));
      assertEquals(404, send(request).statusCode());
    }
  }

  @Test
  void callsTheClock() throws Exception {
    try (var fixture = NodeFixture.start(folder)) {
      var time = call(fixture, "clock/now", "{\"zone\":\"Asia/Tokyo\"}");
      assertEquals(200, time.statusCode(), time.body());
      assertEquals("test", json(time.body()).getString("node"));
      assertTrue(json(time.body()).getString("time").endsWith("+09:00"), time.body());
      var unknown = call(fixture, "clock/now", "{\"zone\":\"Mars/Olympus\"}");
      assertEquals(400, unknown.statusCode());
      assertTrue(unknown.body().contains("zone: 'Mars/Olympus' is not known"), unknown.body());
      assertEquals(404, call(fixture, "sundial/now", "").statusCode());
      assertEquals(404, call(fixture, "clock/tomorrow", "").statusCode());
      assertEquals(1, fixture.balance().calls().answered());
    }
  }

  private static HttpResponse<String> call(NodeFixture fixture, String path, String body)
      throws Exception {
    return send(
        HttpRequest.newBuilder(URI.create(fixture.http() + "/rpc/" + path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }
}
