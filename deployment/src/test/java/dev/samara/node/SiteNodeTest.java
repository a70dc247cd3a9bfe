package dev.samara.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.node.config.ConfigException;
import dev.samara.node.dial.Certificate;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a file says of the gateway's TLS, guards, files and other origins. */
class SiteNodeTest {
  private static final String CONFIG =
      """
      listeners: {}
      gateway:
        port: 0
        tls: { certificate: "FOLDER/server.crt", key: "FOLDER/server.key" }
        site:
          http2MaxStreams: 10
          compression: false
          cors: { origins: ["https://a.example"] }
          files: { /docs: "FOLDER/pages" }
          guards: [{ path: /metrics, scheme: bearer, secretsFile: "FOLDER/secrets" }]
      """;

  @TempDir Path folder;

  private record Answer(int status, HttpVersion version, String body, String origin) {}

  @Test
  void allOfItHolds() throws Exception {
    var server = Certificate.make(folder, "server", "ip:127.0.0.1");
    Files.writeString(folder.resolve("secrets"), "ann wonder\n");
    Files.createDirectory(folder.resolve("pages"));
    Files.writeString(folder.resolve("pages").resolve("index.html"), "hello");
    Vertx vertx = Vertx.vertx();
    try (var fixture = NodeFixture.start(folder, CONFIG.replace("FOLDER", folder.toString()))) {
      int port = fixture.node().gateway().orElseThrow().port();
      var page = get(vertx, server, port, "/docs/", Map.of("Origin", "https://a.example"));
      assertEquals(new Answer(200, HttpVersion.HTTP_2, "hello", "https://a.example"), page);
      assertEquals(401, get(vertx, server, port, "/metrics", Map.of()).status());
      var known = Map.of("Authorization", "Bearer wonder");
      assertEquals(200, get(vertx, server, port, "/metrics", known).status());
    } finally {
      NodeFixture.await(vertx.close());
    }
  }

  private static Answer get(
      Vertx vertx, Certificate server, int port, String path, Map<String, String> fields) {
    var options =
        new HttpClientOptions()
            .setSsl(true)
            .setUseAlpn(true)
            .setProtocolVersion(HttpVersion.HTTP_2)
            .setTrustOptions(new PemTrustOptions().addCertPath(server.certificate().toString()));
    var client = vertx.createHttpClient(options);
    var to =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setHost("127.0.0.1")
            .setPort(port)
            .setURI(path);
    fields.forEach(to::putHeader);
    return NodeFixture.await(
        client
            .request(to)
            .compose(request -> request.send())
            .compose(answer ->
                answer
                    .body()
                    .map(Buffer::toString)
                    .map(body ->
                        new Answer(
                            answer.statusCode(),
                            answer.version(),
                            body,
                            answer.getHeader("Access-Control-Allow-Origin"))))
            .eventually(client::close));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http2MaxStreams: 0 | gateway.site.http2.maxStreams: 0 (expected: 1 to 65535)",
        "cors: {origins: [a]} | gateway.site.cors.origins: a (expected: one like https://example.org)",
        "files: {docs: x} | gateway.site: path: docs (expected: one like /a/b)",
        "proxies: {/a: 'ftp://x'} | gateway.site: proxy.target: ftp://x (expected: one like http:",
        "accessLog: all | gateway.site.accessLog: 'all' (expected: off, combined or json)",
        "guards: [{path: /a, scheme: basic}] | gateway.site.guards.secretsFile: none",
        "guards: [{path: /a, scheme: digest}] | gateway.site.guards[0].scheme: 'digest'",
        "guards: [{path: /a, scheme: bearer, secretsFile: x, subjects: [y]}] | gateway.site.guards.subjects"
      })
  void whatIsWrongIsSaid(String yaml, String words) {
    var failure =
        assertThrows(
            ConfigException.class,
            () ->
                NodeFixture.config(
                    folder, "listeners: {}\ngateway: {port: 0, site: {%s}}".formatted(yaml)));
    assertTrue(failure.getMessage().contains(words), failure.getMessage());
  }

  @Test
  void aFileOfSecretsThatIsNotThereKeepsTheNodeFromStarting() {
    var yaml =
        "listeners: {}\ngateway: {port: 0, site: {guards: [{path: /, scheme: bearer,"
            + " secretsFile: /nowhere/secrets}]}}";
    var failure = assertThrows(RuntimeException.class, () -> NodeFixture.start(folder, yaml));
    assertTrue(
        failure.getMessage().contains("/nowhere/secrets cannot be read"), failure.toString());
  }
}
