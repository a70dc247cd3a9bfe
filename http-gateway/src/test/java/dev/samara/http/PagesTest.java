package dev.samara.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PagesTest {
  @TempDir Path folder;
  private TestGateway gateway;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @BeforeEach
  void start() {
    gateway = new TestGateway(folder);
  }

  @AfterEach
  void stop() {
    gateway.close();
    client.close();
  }

  @Test
  void thePageNeedsNothingFromElsewhereAndNamesItsOwnScript() throws Exception {
    var page = get("/");
    assertEquals(200, page.statusCode());
    assertEquals("text/html; charset=utf-8", field(page, "content-type"));
    assertTrue(page.body().contains("<html lang=\"en\">") && page.body().contains("<h1"));
    assertFalse(page.body().contains("http://") || page.body().contains("https://"));
    assertFalse(page.body().contains("innerHTML"));
    String policy = field(page, "content-security-policy");
    assertTrue(policy.startsWith("default-src 'none'; connect-src 'self'"), policy);
    assertEquals(3, policy.split("'sha256-").length, policy);
  }

  @Test
  void statusAndMetricsAreWhatTheNodeSays() throws Exception {
    var status = get("/status?x=1");
    assertEquals("{\"node\":\"test\"}", status.body());
    assertEquals("application/json", field(status, "content-type"));
    var metrics = get("/metrics");
    assertEquals("samara_up 1\n", metrics.body());
    assertEquals("text/plain; version=0.0.4; charset=utf-8", field(metrics, "content-type"));
    assertTrue(field(metrics, "date").endsWith(" GMT"));
  }

  @Test
  void healthFollowsTheNode() throws Exception {
    assertEquals(200, get("/health/live").statusCode());
    assertEquals("{\"status\":\"up\"}", get("/health/ready").body());
    gateway.ready = false;
    var down = get("/health/ready");
    assertEquals(503, down.statusCode());
    assertEquals("{\"status\":\"down\"}", down.body());
    assertEquals(200, get("/health/live").statusCode());
  }

  @Test
  void theWebSocketOfTheNodeIsAtWsAndNowhereElse() throws Exception {
    var echoed = new CompletableFuture<String>();
    WebSocket socket = open("/ws", "", echoed).join();
    socket.sendText("hello", true);
    assertEquals("hello", echoed.get(20, TimeUnit.SECONDS));
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(20, TimeUnit.SECONDS);
    assertThrows(CompletionException.class, () -> open("/status", "", echoed).join());
    assertThrows(
        CompletionException.class, () -> open("/ws", "http://evil.example", echoed).join());
    var plain = get("/ws");
    assertEquals(426, plain.statusCode());
    assertEquals("websocket", field(plain, "upgrade"));
  }

  private CompletableFuture<WebSocket> open(
      String path, String origin, CompletableFuture<String> echoed) {
    var builder = client.newWebSocketBuilder();
    if (!origin.isEmpty()) {
      builder.header("Origin", origin);
    }
    var uri = java.net.URI.create("ws://127.0.0.1:" + gateway.port() + path);
    return builder.buildAsync(
        uri,
        new WebSocket.Listener() {
          @Override
          public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            echoed.complete(text.toString());
            socket.request(1);
            return null;
          }
        });
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(HttpRequest.newBuilder(gateway.uri(path)).build(), BodyHandlers.ofString());
  }

  private static String field(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }
}
