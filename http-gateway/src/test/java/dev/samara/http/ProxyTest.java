package dev.samara.http;

import static dev.samara.http.HttpCalls.ascii;
import static dev.samara.http.HttpCalls.header;
import static dev.samara.http.HttpCalls.text;
import static dev.samara.http.TestGateway.await;
import static dev.samara.http.TestGateway.eventually;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.http.mount.Mounts;
import dev.samara.http.mount.PathHandler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProxyTest {
  @TempDir Path folder;
  private final Vertx vertx = Vertx.vertx();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong gone = new AtomicLong();
  private HttpServer behind;
  private TestGateway gateway;
  private HttpCalls calls;

  @BeforeEach
  void start() throws Exception {
    behind = await(vertx.createHttpServer().requestHandler(this::serve).listen(0, "127.0.0.1"));
    int closed;
    try (var socket = new ServerSocket(0)) {
      closed = socket.getLocalPort();
    }
    var mounts =
        Mounts.none()
            .with("/api", proxy("http://127.0.0.1:" + behind.actualPort() + "/base/", 60_000))
            .with("/late", proxy("http://127.0.0.1:" + behind.actualPort(), 100))
            .with("/dead", proxy("http://127.0.0.1:" + closed, 60_000));
    gateway = new TestGateway(folder, options -> options, mounts);
    calls = new HttpCalls(gateway);
  }

  private static PathHandler proxy(String target, long millis) {
    return new PathHandler.Proxy(URI.create(target), Duration.ofMillis(millis));
  }

  @AfterEach
  void stop() throws Exception {
    calls.close();
    gateway.close();
    await(vertx.close());
  }

  private void serve(HttpServerRequest request) {
    var response = request.response();
    switch (request.path()) {
      case "/base/echo" -> {
        response.setChunked(true);
        request.pipeTo(response);
      }
      case "/base/endless" -> {
        response.setChunked(true);
        response.closeHandler(closed -> gone.incrementAndGet());
        response.drainHandler(drained -> pour(request));
        pour(request);
      }
      case "/base/break" -> {
        response.putHeader("Content-Length", "100").write("half");
        request.connection().close();
      }
      case "/silent" -> {
        // Never an answer.
      }
      default -> {
        response
            .putHeader("Connection", "x-mine")
            .putHeader("X-Mine", "1")
            .putHeader("X-Kept", "2");
        response.setStatusCode(203).end(request.uri() + "\n" + request.headers());
      }
    }
  }

  private void pour(HttpServerRequest request) {
    byte[] piece = new byte[32 * 1024];
    while (!request.response().writeQueueFull()) {
      sent.addAndGet(piece.length);
      request.response().write(io.vertx.core.buffer.Buffer.buffer(piece));
    }
  }

  @Test
  void headsGoOverWithoutWhatIsOfOneConnection() throws Exception {
    try (var client = new RawClient(gateway.port())) {
      client.send(
          "GET /api/a%20b/c?q=%2F HTTP/1.1\r\nHost: front.example\r\nConnection: close, x-secret\r\n"
              + "X-Secret: 1\r\nTE: trailers\r\nX-Forwarded-For: 6.6.6.6\r\nForwarded: for=6.6.6.6\r\n"
              + "X-Other: yes\r\n\r\n");
      String answer = client.readToClose();
      assertTrue(answer.startsWith("HTTP/1.1 203 "), answer);
      assertTrue(answer.contains("/base/a%20b/c?q=%2F\n"), answer);
      assertTrue(answer.contains("X-Other=yes") || answer.contains("X-Other: yes"), answer);
      assertTrue(answer.contains("for=127.0.0.1;proto=http;host=\"front.example\""), answer);
      assertTrue(answer.toLowerCase().contains("via: 1.1 samara"), answer);
      assertTrue(answer.contains("X-Kept: 2"), answer);
      assertFalse(answer.contains("6.6.6.6"), answer);
      assertFalse(answer.toLowerCase().contains("x-secret"), answer);
      assertFalse(answer.contains("X-Mine"), answer);
    }
  }

  @Test
  void bodiesGoBothWays() throws Exception {
    byte[] bytes = new byte[4 << 20];
    new Random(2).nextBytes(bytes);
    var answer = calls.call("POST", "/api/echo", bytes);
    assertEquals(200, answer.statusCode());
    assertArrayEquals(bytes, answer.body());
    var empty = calls.get("/api");
    assertEquals(203, empty.statusCode());
    assertTrue(text(empty).startsWith("/base\n"), text(empty));
  }

  @Test
  void whoDoesNotReadHoldsTheServerBehindUpAndIsToldToItWhenGone() throws Exception {
    try (var socket = new Socket("127.0.0.1", gateway.port())) {
      socket.getOutputStream().write(ascii("GET /api/endless HTTP/1.1\r\nHost: x\r\n\r\n"));
      eventually("it flows", () -> sent.get() > 0);
      long[] before = {-1};
      eventually(
          "it stands still",
          () -> {
            long now = sent.get();
            boolean still = now == before[0];
            before[0] = now;
            java.util.concurrent.locks.LockSupport.parkNanos(200_000_000);
            return still && sent.get() == now;
          });
      assertTrue(sent.get() < 64 << 20, "sent " + sent.get());
    }
    eventually("the server behind hears of the end", () -> gone.get() == 1);
  }

  @Test
  void noAnswerIsToldApartFromALateOne() throws Exception {
    var dead = calls.get("/dead/x");
    assertEquals(502, dead.statusCode());
    assertEquals("application/problem+json", header(dead, "content-type"));
    assertEquals(502, calls.call("POST", "/dead/x", ascii("body")).statusCode());
    var late = calls.get("/late/silent");
    assertEquals(504, late.statusCode(), text(late));
  }

  @Test
  void anAnswerThatBreaksOffIsNotMadeWhole() {
    assertThrows(IOException.class, () -> calls.get("/api/break"));
  }

  @Test
  void optionsAreChecked() {
    assertThrows(IllegalArgumentException.class, () -> proxy("ftp://x", 1));
    assertThrows(IllegalArgumentException.class, () -> proxy("http:///x", 1));
    assertThrows(IllegalArgumentException.class, () -> proxy("http://x?q", 1));
    assertThrows(IllegalArgumentException.class, () -> proxy("http://x", 0));
  }
}
