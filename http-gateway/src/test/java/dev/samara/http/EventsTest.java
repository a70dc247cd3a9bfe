package dev.samara.http;

import static dev.samara.http.TestGateway.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventsTest {
  private static final String GET = "GET /events HTTP/1.1\r\nHost: x\r\n\r\n";

  private static final String DROPPED = "data: {\"dropped\":";

  @TempDir Path folder;

  @Test
  void eventsComeInOrderAndTheClientsEndIsNoticed() throws Exception {
    try (var gateway = new TestGateway(folder)) {
      try (var raw = new RawClient(gateway.port())) {
        String head = raw.send(GET).readUntil(": connected\n\n");
        assertTrue(head.startsWith("HTTP/1.1 200 "), head);
        assertTrue(head.contains("text/event-stream"), head);
        eventually("subscribed", () -> gateway.events.listeners.size() == 1);
        for (int i = 0; i < 1000; i++) {
          gateway.events.publish(new JsonObject().put("i", i));
        }
        String events = raw.readUntil("{\"i\":999}\n\n");
        for (int i = 0; i < 1000; i++) {
          assertTrue(events.contains("data: {\"i\":" + i + "}\n\n"), "event " + i);
        }
        assertEquals(1, gateway.gateway.counts().eventClients());
      }
      eventually("unsubscribed", () -> gateway.events.listeners.isEmpty());
      assertEquals(0, gateway.gateway.counts().droppedEvents());
    }
  }

  @Test
  void aSlowClientLosesEventsAndIsToldHowMany() throws Exception {
    try (var gateway = new TestGateway(folder);
        var raw = new RawClient(gateway.port(), 4096)) {
      raw.send(GET).readUntil(": connected\n\n");
      eventually("subscribed", () -> gateway.events.listeners.size() == 1);
      var big = new JsonObject().put("text", "x".repeat(10_000));
      int published = 0;
      while (gateway.gateway.counts().droppedEvents() < 50) {
        gateway.events.publish(big);
        published++;
        assertTrue(published < 100_000, "nothing is dropped");
      }
      long got = 0;
      long lost = 0;
      while (got + lost < published) {
        String line = raw.readUntil("\n");
        got += line.startsWith("data: {\"text\"") ? 1 : 0;
        lost += line.startsWith(DROPPED) ? Integer.parseInt(line.replaceAll("\\D", "")) : 0;
      }
      assertEquals(published, got + lost);
      assertEquals(lost, gateway.gateway.counts().droppedEvents());
    }
  }

  @Test
  void aSilentSourceIsKeptAliveByHeartbeats() throws Exception {
    try (var gateway =
            new TestGateway(folder, o -> o.withConnectionLimits(10, Duration.ofMillis(300)));
        var raw = new RawClient(gateway.port())) {
      raw.send(GET).readUntil(": connected\n\n");
      for (int i = 0; i < 6; i++) {
        assertTrue(raw.readUntil(": heartbeat\n\n").endsWith(": heartbeat\n\n"), "beat " + i);
        raw.readUntil("\n");
      }
    }
  }
}
