package dev.samara.http;

import static dev.samara.http.TestGateway.await;
import static dev.samara.http.TestGateway.eventually;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.http.site.Authenticators;
import dev.samara.http.site.SiteOptions;
import dev.samara.net.socket.TlsOptions;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientConfig;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemTrustOptions;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP/3 with the only client at hand, that of Vert.x. */
class Http3Test {
  @TempDir Path folder;
  @TempDir Path keyFolder;
  private TestKeys keys;
  private TestGateway gateway;
  private HttpClient client;

  @BeforeEach
  void start() throws Exception {
    keys = new TestKeys(keyFolder);
    var pair = keys.server("localhost");
    var site =
        SiteOptions.defaults()
            .withTls(new TlsOptions(pair.certificate(), pair.key()))
            .withGuard("/rpc", Authenticators.bearer("calls", Map.of("ann", "secret")))
            .withHttp3(true);
    gateway = new TestGateway(folder, o -> o.withSite(site));
    client =
        gateway.vertx.createHttpClient(
            new HttpClientConfig().setVersions(HttpVersion.HTTP_3).setSsl(true),
            new ClientSSLOptions()
                .setTrustOptions(new PemTrustOptions().addCertPath(keys.trust.toString()))
                .setHostnameVerificationAlgorithm(""));
  }

  @AfterEach
  void stop() {
    await(client.close());
    gateway.close();
  }

  private record Answer(HttpVersion version, int status, Buffer body) {}

  private Answer ask(HttpMethod method, String path, Buffer body) {
    return await(
        request(method, path).compose(request -> request.send(body)).compose(Http3Test::read));
  }

  private Future<HttpClientRequest> request(HttpMethod method, String path) {
    return client.request(method, gateway.port(), "localhost", path);
  }

  private static Future<Answer> read(HttpClientResponse response) {
    return response.body().map(body -> new Answer(response.version(), response.statusCode(), body));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65_537, 3_000_000})
  void bodiesGoBothWays(int size) {
    byte[] bytes = new byte[size];
    new Random(3).nextBytes(bytes);
    var stored = ask(HttpMethod.PUT, "/uploads/a", Buffer.buffer(bytes));
    assertEquals(201, stored.status(), stored.body().toString());
    assertEquals(HttpVersion.HTTP_3, stored.version());
    var back = ask(HttpMethod.GET, "/uploads/a", Buffer.buffer());
    assertEquals(200, back.status());
    assertArrayEquals(bytes, back.body().getBytes());
    assertEquals(1, gateway.balance().stored());
  }

  @Test
  void guardsAndProblemsAreThoseOfTheOtherVersions() {
    assertEquals(401, ask(HttpMethod.POST, "/rpc/a/b", Buffer.buffer("{}")).status());
    var nothing = ask(HttpMethod.GET, "/nothing/here", Buffer.buffer());
    assertEquals(404, nothing.status());
    assertTrue(nothing.body().toString().contains("no-such-path"), nothing.body().toString());
    assertEquals(405, ask(HttpMethod.POST, "/health/live", Buffer.buffer("x")).status());
  }

  @Test
  void streamsOfEventsAreConnections() {
    var key = new java.util.concurrent.CompletableFuture<String>();
    var events = new StringBuffer();
    var opened =
        request(HttpMethod.GET, "/sse")
            .compose(HttpClientRequest::send)
            .onSuccess(response ->
                response.handler(bytes -> {
                  events.append(bytes);
                  var line = events.toString().split("\n");
                  if (line.length > 1) {
                    key.complete(new JsonObject(line[1].substring(6)).getString("key"));
                  }
                }));
    await(opened);
    eventually("the key came", key::isDone);
    var sent =
        request(HttpMethod.POST, "/sse")
            .compose(request ->
                request.putHeader("Samara-Stream", key.join()).send(Buffer.buffer("over QUIC")))
            .map(HttpClientResponse::statusCode);
    assertEquals(204, await(sent));
    eventually("the echo came", () -> events.indexOf("data: over QUIC\n\n") > 0);
  }

  @Test
  void theOtherVersionsSayThatItIsThere() throws Exception {
    try (var other = java.net.http.HttpClient.newBuilder().sslContext(keys.context()).build()) {
      var uri = java.net.URI.create("https://127.0.0.1:" + gateway.port() + "/health/live");
      var answer =
          other.send(
              java.net.http.HttpRequest.newBuilder(uri).build(),
              java.net.http.HttpResponse.BodyHandlers.discarding());
      assertEquals(
          "h3=\":" + gateway.port() + "\"", answer.headers().firstValue("alt-svc").orElse(""));
    }
  }

  @Test
  void withoutCertificatesItIsRefused() {
    var options = GatewayOptions.defaults(folder);
    assertThrows(
        IllegalArgumentException.class,
        () -> options.withSite(SiteOptions.defaults().withHttp3(true)));
  }
}
