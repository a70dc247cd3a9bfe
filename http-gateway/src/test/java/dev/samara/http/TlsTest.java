package dev.samara.http;

import static dev.samara.http.TestGateway.await;
import static dev.samara.http.TestGateway.eventually;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.http.site.Http2Options;
import dev.samara.http.site.SiteOptions;
import dev.samara.net.socket.ClientAuth;
import dev.samara.net.socket.TlsOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsTest {
  @TempDir Path folder;
  @TempDir Path keyFolder;
  private TestKeys keys;
  private TlsOptions tls;
  private TestGateway gateway;

  @BeforeEach
  void makeKeys() throws Exception {
    keys = new TestKeys(keyFolder);
    var pair = keys.server("first");
    tls = new TlsOptions(pair.certificate(), pair.key()).withReloadEvery(Duration.ofMillis(50));
  }

  @AfterEach
  void close() {
    if (gateway != null) {
      gateway.close();
    }
  }

  private void start(SiteOptions site) {
    gateway = new TestGateway(folder, options -> options.withSite(site));
  }

  private void start() {
    start(SiteOptions.defaults().withTls(tls));
  }

  private HttpClient client(Version version) throws Exception {
    return HttpClient.newBuilder().version(version).sslContext(keys.context()).build();
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + gateway.port() + path))
        .timeout(Duration.ofSeconds(30));
  }

  @ParameterizedTest
  @EnumSource(
      value = Version.class,
      names = {"HTTP_1_1", "HTTP_2"})
  void bothVersionsCarryBodiesBothWays(Version version) throws Exception {
    start();
    byte[] bytes = new byte[3 << 20];
    new Random(1).nextBytes(bytes);
    try (HttpClient client = client(version)) {
      var stored =
          client.send(
              to("/uploads/a").PUT(BodyPublishers.ofByteArray(bytes)).build(),
              BodyHandlers.discarding());
      assertEquals(201, stored.statusCode());
      assertEquals(version, stored.version());
      var back = client.send(to("/uploads/a").build(), BodyHandlers.ofByteArray());
      assertEquals(version, back.version());
      assertArrayEquals(bytes, back.body());
    }
    assertEquals(2, gateway.gateway.counts().requests());
  }

  @ParameterizedTest
  @EnumSource(
      value = Version.class,
      names = {"HTTP_1_1", "HTTP_2"})
  void aBodyThatIsNotWantedIsAnsweredBeforeItsEnd(Version version) throws Exception {
    start();
    try (HttpClient client = client(version)) {
      HttpResponse<String> answer =
          client.send(
              to("/nothing/here").PUT(BodyPublishers.ofByteArray(new byte[100_000])).build(),
              BodyHandlers.ofString());
      assertEquals(404, answer.statusCode());
      assertTrue(answer.body().contains("no-such-path"), answer.body());
    }
  }

  @Test
  void aPageOfTheGatewayMayPostOverHttp2ButNoOther() throws Exception {
    start();
    // The JDK's client sends an Origin field as it is given.
    try (HttpClient client = client(Version.HTTP_2)) {
      String own = "https://127.0.0.1:" + gateway.port();
      assertEquals(201, put(client, own));
      assertEquals(403, put(client, "https://elsewhere.example"));
    }
  }

  private int put(HttpClient client, String origin) throws Exception {
    return client
        .send(
            to("/uploads/b").PUT(BodyPublishers.ofString("x")).header("Origin", origin).build(),
            BodyHandlers.discarding())
        .statusCode();
  }

  @Test
  void http2IsNotSpokenWhereItIsOff() throws Exception {
    start(
        SiteOptions.defaults()
            .withTls(tls)
            .withHttp2(new Http2Options(false, 100, 200, Duration.ofSeconds(30))));
    try (HttpClient client = client(Version.HTTP_2)) {
      var answer = client.send(to("/health/live").build(), BodyHandlers.discarding());
      assertEquals(Version.HTTP_1_1, answer.version());
    }
  }

  @Test
  void aHeadBeyondTheLimitIsNotServedOverHttp2() throws Exception {
    start();
    try (HttpClient client = client(Version.HTTP_2)) {
      var fits = to("/health/live").header("x", "y".repeat(10_000)).build();
      assertEquals(200, client.send(fits, BodyHandlers.discarding()).statusCode());
      var tooLarge = to("/health/live").header("x", "y".repeat(20_000)).build();
      int status;
      try {
        status = client.send(tooLarge, BodyHandlers.discarding()).statusCode();
      } catch (IOException refused) {
        // The client knows the limit from the settings, or was told by a reset.
        status = 431;
      }
      assertEquals(431, status);
    }
  }

  /** With ALPN, and without: the strict reader is there once the protocol is chosen. */
  @ParameterizedTest
  @ValueSource(strings = {"http/1.1", ""})
  void plainProtocolOverTlsIsReadStrictly(String protocol) throws Exception {
    start();
    try (SSLSocket socket = keys.connect(gateway.port())) {
      if (!protocol.isEmpty()) {
        var parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {protocol});
        socket.setSSLParameters(parameters);
      }
      write(socket, "GET /health/live HTTP/1.1\r\nHost : x\r\n\r\n");
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
      assertTrue(answer.contains("bad-request"), answer);
      assertEquals(protocol, socket.getApplicationProtocol());
    }
  }

  private static void write(SSLSocket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TLSv1.3 TLS_AES_128_GCM_SHA256",
        "TLSv1.2 TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        "TLSv1.2 TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"
      })
  void modernSuitesAreSpoken(String versionAndSuite) throws Exception {
    start();
    try (SSLSocket socket = socketWith(versionAndSuite)) {
      socket.startHandshake();
      assertEquals(
          versionAndSuite,
          socket.getSession().getProtocol() + " " + socket.getSession().getCipherSuite());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TLSv1.2 TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256",
        "TLSv1.2 TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384"
      })
  void otherSuitesAreNot(String versionAndSuite) throws Exception {
    start();
    try (SSLSocket socket = socketWith(versionAndSuite)) {
      assertThrows(IOException.class, socket::startHandshake);
    }
  }

  private SSLSocket socketWith(String versionAndSuite) throws Exception {
    String[] parts = versionAndSuite.split(" ");
    SSLSocket socket = keys.connect(gateway.port());
    socket.setEnabledProtocols(new String[] {parts[0]});
    socket.setEnabledCipherSuites(new String[] {parts[1]});
    return socket;
  }

  @Test
  void newCertificatesAreTakenFromTheFilesAndBrokenOnesAreNot() throws Exception {
    start();
    assertEquals("CN=first", subject());
    Files.writeString(tls.own().certificate(), "no certificate");
    assertEquals("CN=first", subject());
    keys.server("second");
    eventually("the new certificate is shown", () -> subject().equals("CN=second"));
  }

  private String subject() {
    try (SSLSocket socket = keys.connect(gateway.port())) {
      socket.startHandshake();
      return socket.getSession().getPeerPrincipal().getName();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void onlyClientsOfTheAuthorityAreServedIfThatIsAsked() throws Exception {
    start(SiteOptions.defaults().withTls(tls.withClientAuth(ClientAuth.REQUIRE, keys.trust)));
    assertTrue(liveWith(keys.connect(gateway.port(), keys.client("me"))).contains("200 OK"));
    assertThrows(
        IOException.class,
        () -> {
          try (SSLSocket socket = keys.connect(gateway.port())) {
            // In TLS 1.3 the client hears of it with its first read.
            if (liveWith(socket).isEmpty()) {
              throw new IOException("closed");
            }
          }
        });
  }

  private static String liveWith(SSLSocket socket) throws IOException {
    try (socket) {
      write(socket, "GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void filesThatCannotBeReadKeepItFromStarting() throws Exception {
    Files.delete(tls.own().key());
    Vertx vertx = Vertx.vertx();
    try {
      var options =
          GatewayOptions.defaults(folder).withPort(0).withSite(SiteOptions.defaults().withTls(tls));
      Future<Gateway> started = Gateway.start(vertx, options, null);
      var failure = assertThrows(AssertionError.class, () -> await(started));
      assertTrue(failure.getCause().getMessage().contains("server.key"), failure.toString());
    } finally {
      await(vertx.close());
    }
  }

  @Test
  void optionsAreChecked() {
    refused(
        "tls.plainAllowed: true", () -> SiteOptions.defaults().withTls(tls.withPlainAllowed(true)));
    refused(
        "http2.maxStreams: 0 (expected: 1 to 65535)",
        () -> new Http2Options(true, 0, 1, Duration.ofSeconds(1)));
    refused("http2.maxResets: 0", () -> new Http2Options(true, 1, 0, Duration.ofSeconds(1)));
    refused("http2.resetWindow in s: 0", () -> new Http2Options(true, 1, 1, Duration.ZERO));
  }

  private static void refused(String words, Executable options) {
    String message = assertThrows(IllegalArgumentException.class, options).getMessage();
    assertTrue(message.startsWith(words), message);
  }
}
