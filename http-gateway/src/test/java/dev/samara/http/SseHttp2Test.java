package dev.samara.http;

import static dev.samara.http.TestGateway.await;
import static dev.samara.http.TestGateway.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.http.site.SiteOptions;
import dev.samara.net.socket.TlsOptions;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same over HTTP/2: stream and messages on one connection of TLS. */
class SseHttp2Test {
  @TempDir Path folder;
  @TempDir Path keyFolder;
  private TestGateway gateway;
  private HttpClient client;

  @BeforeEach
  void start() throws Exception {
    var keys = new TestKeys(keyFolder);
    var pair = keys.server("sse");
    var site = SiteOptions.defaults().withTls(new TlsOptions(pair.certificate(), pair.key()));
    gateway = new TestGateway(folder, o -> o.withSite(site));
    client = HttpClient.newBuilder().version(Version.HTTP_2).sslContext(keys.context()).build();
  }

  @AfterEach
  void stop() {
    client.close();
    gateway.close();
  }

  private HttpRequest.Builder request() {
    return HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + gateway.port() + "/sse"))
        .timeout(Duration.ofSeconds(20));
  }

  private int post(String key, String message) throws Exception {
    var request =
        request().header("Samara-Stream", key).POST(BodyPublishers.ofString(message)).build();
    return client.send(request, BodyHandlers.discarding()).statusCode();
  }

  private static String data(BufferedReader lines) throws IOException {
    String line = lines.readLine();
    while (!line.startsWith("data: ")) {
      line = lines.readLine();
    }
    return line.substring(6);
  }

  @Test
  void messagesGoBothWaysAndTheEndIsInOrder() throws Exception {
    var answer = client.send(request().build(), BodyHandlers.ofInputStream());
    assertEquals(Version.HTTP_2, answer.version());
    assertEquals(200, answer.statusCode());
    try (var lines = reader(answer.body())) {
      String key = new JsonObject(data(lines)).getString("key");
      for (int i = 0; i < 50; i++) {
        String message = i + "x".repeat(20_000);
        assertEquals(204, post(key, message));
        assertEquals(message, data(lines));
      }
      assertEquals(413, post(key, "x".repeat(TestGateway.SSE_MAX_BYTES + 1)));
      var drained = gateway.gateway.drain(Duration.ofMinutes(1));
      assertEquals("", data(lines));
      assertEquals("", lines.readLine());
      assertEquals(null, lines.readLine());
      await(drained);
    }
  }

  @Test
  void aClientThatResetsItsStreamIsGoneAndItsMessagesAccountedFor() throws Exception {
    var answer = client.send(request().build(), BodyHandlers.ofInputStream());
    try (var lines = reader(answer.body())) {
      String key = new JsonObject(data(lines)).getString("key");
      for (int i = 0; i < 4; i++) {
        assertEquals(204, post(key, "x".repeat(100_000)));
      }
    }
    eventually("it is gone", () -> await(gateway.hub.figures()).get("sse").open() == 0);
    var figures = await(gateway.hub.figures()).get("sse");
    assertEquals(4, figures.in().accepted());
    assertTrue(figures.out().addsUp(), figures.toString());
  }

  private static BufferedReader reader(InputStream body) {
    return new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
  }
}
