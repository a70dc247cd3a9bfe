package dev.samara.http;

import static dev.samara.http.TestGateway.await;
import static dev.samara.http.TestGateway.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LifeCycleTest {
  private static final String PUT =
      "PUT /uploads/x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n";

  @TempDir Path folder;

  @Test
  void aDrainLetsRequestsInFlightFinishAndTakesNoNewOnes() throws Exception {
    try (var gateway = new TestGateway(folder);
        var raw = new RawClient(gateway.port());
        var idle = new RawClient(gateway.port());
        var events = new RawClient(gateway.port())) {
      int port = gateway.port();
      raw.send(PUT);
      events.send("GET /events HTTP/1.1\r\nHost: x\r\n\r\n").readUntil(": connected\n\n");
      eventually("one is in flight", () -> gateway.balance().inFlight() == 1);
      var drained = gateway.gateway.drain(Duration.ofMinutes(1));
      assertEquals("", idle.readToClose());
      assertTrue(events.readToClose().endsWith("0\r\n\r\n"));
      // The port is closed by the last of the event loops to hear of it.
      eventually("no new ones", () -> isRefused(port));
      assertFalse(drained.isComplete());
      String answer = raw.send("3\r\nllo\r\n0\r\n\r\n").readToClose();
      assertTrue(answer.startsWith("HTTP/1.1 201 "), answer);
      await(drained);
      assertEquals(List.of("x"), gateway.files());
      assertEquals(1, gateway.balance().stored());
    }
  }

  private static boolean isRefused(int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port));
      return false;
    } catch (ConnectException e) {
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whatIsNotFinishedInTimeIsCutAndLeavesNothing() throws Exception {
    try (var gateway = new TestGateway(folder);
        var raw = new RawClient(gateway.port())) {
      raw.send(PUT);
      eventually("one is in flight", () -> gateway.balance().inFlight() == 1);
      await(gateway.gateway.drain(Duration.ofMillis(200)));
      assertEquals(1, gateway.balance().aborted());
      assertEquals(List.of(), gateway.files());
      await(gateway.gateway.drain(Duration.ZERO));
    }
  }

  @Test
  void moreConnectionsThanAllowedAreAnsweredWith503AndClosed() throws Exception {
    try (var gateway =
        new TestGateway(folder, o -> o.withConnectionLimits(2, Duration.ofSeconds(30)))) {
      try (var first = new RawClient(gateway.port());
          var second = new RawClient(gateway.port())) {
        // On two event loops: only now is the next one certain to be the third.
        eventually("both are there", () -> gateway.gateway.counts().openConnections() == 2);
        try (var third = new RawClient(gateway.port())) {
          String answer = third.readToClose();
          assertTrue(answer.startsWith("HTTP/1.1 503 "), answer);
          assertTrue(answer.contains("retry-after: 1\r\n"), answer);
          assertTrue(answer.contains("urn:samara:problem:overloaded"), answer);
        }
        for (var raw : List.of(first, second)) {
          raw.send("GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n");
          assertTrue(raw.readAnswer().startsWith("HTTP/1.1 200 "));
        }
      }
      eventually("all are gone", () -> gateway.gateway.counts().openConnections() == 0);
      assertEquals(1, gateway.gateway.counts().refusedConnections());
      try (var again = new RawClient(gateway.port())) {
        again.send("GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n");
        assertTrue(again.readAnswer().startsWith("HTTP/1.1 200 "));
      }
    }
  }

  @Test
  void aTakenPortIsOneClearErrorAndLeavesNothingOpen() throws Exception {
    try (var gateway = new TestGateway(folder);
        var taken = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
      Path other = folder.resolve("other");
      var options = GatewayOptions.defaults(other).withPort(taken.getLocalPort());
      var sources =
          new GatewaySources(
              gateway.rpc,
              io.vertx.core.Future::succeededFuture,
              () -> "",
              () -> true,
              EventSource.none(),
              java.util.Optional.empty());
      var started = Gateway.start(gateway.vertx, options, sources);
      eventually("it failed", started::isComplete);
      String message = started.cause().getMessage();
      assertTrue(
          message.startsWith("the gateway cannot listen on 127.0.0.1:" + taken.getLocalPort()),
          message);
      assertEquals(0, filesIn(other.resolve(".incoming")));
    }
  }

  @Test
  void anUploadFolderThatCannotBeIsOneClearError() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    var failure =
        assertThrows(AssertionError.class, () -> new TestGateway(file.resolve("uploads")).close());
    String message = failure.getCause().getMessage();
    assertTrue(message.startsWith("the gateway cannot use the upload folder "), message);
  }

  private static long filesIn(Path folder) throws Exception {
    try (var files = Files.list(folder)) {
      return files.count();
    }
  }
}
