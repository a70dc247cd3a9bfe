package dev.samara.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.http.limits.WireOptions;
import dev.samara.http.limits.WireTimeouts;
import dev.samara.http.mount.Mounts;
import dev.samara.http.mount.PathHandler;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nobody keeps a connection by being slow. */
class SlowClientsTest {
  private static final String LIVE = "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n";
  private static final String PUT =
      "PUT /uploads/x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n";
  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir Path folder;

  private static WireOptions with(
      Duration head, Duration body, Duration keepAlive, Duration write) {
    return with(head, body, keepAlive, write, Duration.ofMillis(300));
  }

  private static WireOptions with(
      Duration head, Duration body, Duration keepAlive, Duration write, Duration linger) {
    return WireOptions.defaults()
        .withTimeouts(
            new WireTimeouts(head, body, 100, keepAlive, LONG, write, Duration.ZERO, linger));
  }

  private TestGateway gateway(WireOptions wire) {
    return new TestGateway(folder, o -> o.withWire(wire));
  }

  @Test
  void aHeadThatDoesNotEndIsAnsweredWith408() throws Exception {
    try (var gateway = gateway(with(SHORT, LONG, LONG, LONG));
        var raw = new RawClient(gateway.port())) {
      String answer = raw.send("GET / HTTP/1.1\r\nHost: x\r\n").readToClose();
      assertTrue(answer.startsWith("HTTP/1.1 408 "), answer);
      assertTrue(answer.contains("urn:samara:problem:too-slow"), answer);
    }
  }

  @Test
  void soIsTheSecondHeadOfAConnection() throws Exception {
    try (var gateway = gateway(with(SHORT, LONG, LONG, LONG));
        var raw = new RawClient(gateway.port())) {
      assertTrue(raw.send(LIVE).readAnswer().startsWith("HTTP/1.1 200 "));
      String answer = raw.send("GET").readToClose();
      assertTrue(answer.startsWith("HTTP/1.1 408 "), answer);
    }
  }

  @Test
  void aBodyBelowTheLeastRateIsAnsweredWith408AndLeavesNothing() throws Exception {
    try (var gateway = gateway(with(LONG, SHORT, LONG, LONG));
        var raw = new RawClient(gateway.port())) {
      String answer = raw.send(PUT + "\r\n5\r\nhel").readToClose();
      assertTrue(answer.startsWith("HTTP/1.1 408 "), answer);
      TestGateway.eventually("aborted", () -> gateway.balance().aborted() == 1);
    }
  }

  /** A client that waits for 100 gets it, and only then its time begins. */
  @Test
  void aBodyThatWasInvitedHasItsTimeToo() throws Exception {
    try (var gateway = gateway(with(LONG, SHORT, LONG, LONG));
        var raw = new RawClient(gateway.port())) {
      raw.send(PUT + "Expect: 100-continue\r\n\r\n");
      assertEquals("HTTP/1.1 100 Continue\r\n\r\n", raw.readUntil("\r\n\r\n"));
      String answer = raw.readToClose();
      assertTrue(answer.startsWith("HTTP/1.1 408 "), answer);
    }
  }

  @Test
  void aConnectionWithoutRequestsIsClosedInSilence() throws Exception {
    try (var gateway = gateway(with(LONG, LONG, SHORT, LONG));
        var fresh = new RawClient(gateway.port());
        var used = new RawClient(gateway.port())) {
      assertTrue(used.send(LIVE).readAnswer().startsWith("HTTP/1.1 200 "));
      assertEquals("", used.readToClose());
      assertEquals("", fresh.readToClose());
    }
  }

  @Test
  void aClientThatDoesNotReadItsAnswerIsClosed() throws Exception {
    Buffer large = Buffer.buffer(new byte[32 << 20]);
    var mounts =
        Mounts.none().with("/large", new PathHandler.Plain(r -> r.response().end(large.copy())));
    var wire = with(LONG, LONG, LONG, SHORT);
    try (var gateway = new TestGateway(folder, o -> o.withWire(wire), mounts);
        var raw = new RawClient(gateway.port(), 4096)) {
      raw.send("GET /large HTTP/1.1\r\nHost: x\r\n\r\n");
      TestGateway.eventually("begun", () -> gateway.gateway.counts().requests() == 1);
      TestGateway.eventually("closed", () -> gateway.gateway.counts().openConnections() == 0);
    }
  }

  @Test
  void aClientThatSendsOnAfterTheLastAnswerIsClosedAfterAWhile() throws Exception {
    try (var gateway = gateway(with(LONG, LONG, LONG, LONG));
        var raw = new RawClient(gateway.port())) {
      String answer = raw.send("GET / HTTP/1.1\r\n\r\n").readToClose();
      assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
      // The answer is read and the stream has ended, but this side stays open.
      TestGateway.eventually("closed", () -> gateway.gateway.counts().openConnections() == 0);
    }
  }

  @Test
  void theAnswerToARefusedBodyCanBeReadWhileTheBodyIsStillBeingSent() throws Exception {
    var wire = with(LONG, LONG, LONG, LONG, LONG);
    try (var gateway = new TestGateway(folder, o -> o.withRpcLimits(1000, LONG).withWire(wire));
        var raw = new RawClient(gateway.port())) {
      raw.send("POST /rpc/a/b HTTP/1.1\r\nHost: x\r\nContent-Length: 50000000\r\n\r\n");
      for (int i = 0; i < 100; i++) {
        raw.send(new byte[50_000]);
      }
      String answer = raw.readToClose();
      assertTrue(answer.startsWith("HTTP/1.1 413 "), answer);
      assertTrue(answer.endsWith("\"retry\":false}"), answer);
    }
  }
}
