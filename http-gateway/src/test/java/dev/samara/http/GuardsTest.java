package dev.samara.http;

import static dev.samara.http.HttpCalls.ascii;
import static dev.samara.http.HttpCalls.header;
import static dev.samara.http.HttpCalls.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.http.site.AuthVerdict;
import dev.samara.http.site.Authenticator;
import dev.samara.http.site.Authenticators;
import dev.samara.http.site.PathGuard;
import dev.samara.http.site.SiteOptions;
import dev.samara.net.socket.ClientAuth;
import dev.samara.net.socket.TlsOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuardsTest {
  private static final Authenticator TOKENS =
      Authenticators.bearer("uploads", Map.of("ada", "s3cret", "bob", "other"));

  @TempDir Path folder;
  @TempDir Path keyFolder;
  private TestGateway gateway;
  private HttpCalls calls;

  private void start(UnaryOperator<SiteOptions> change) {
    gateway =
        new TestGateway(folder, options -> options.withSite(change.apply(SiteOptions.defaults())));
    calls = new HttpCalls(gateway);
  }

  @AfterEach
  void stop() throws Exception {
    if (gateway != null) {
      calls.close();
      gateway.close();
    }
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "Bearer s3cret, 201",
        "bearer other, 201",
        "Bearer wrong, 401",
        "Bearer, 401",
        "Basic czNjcmV0, 401",
        "-, 401"
      })
  void tokensOpenWhatIsGuarded(String credentials, int status) throws Exception {
    start(site -> site.withGuard("/uploads", TOKENS));
    var answer =
        credentials == null
            ? calls.put("/uploads/a", ascii("x"))
            : calls.put("/uploads/a", ascii("x"), "Authorization", credentials);
    assertEquals(status, answer.statusCode(), text(answer));
    if (status == 401) {
      assertTrue(header(answer, "www-authenticate").startsWith("Bearer realm=\"uploads\""));
      assertTrue(text(answer).contains("not-authenticated"));
    }
    assertEquals(200, calls.get("/health/live").statusCode());
  }

  @ParameterizedTest
  @CsvSource({"ada:pass:word, 200", "ada:wrong, 401", "nobody:, 401", "none, 401"})
  void passwordsDoToo(String pair, int status) throws Exception {
    start(site -> site.withGuard("/", Authenticators.basic("all", Map.of("ada", "pass:word"))));
    String encoded = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    var answer = calls.get("/health/live", "Authorization", "Basic " + encoded);
    assertEquals(status, answer.statusCode());
    assertEquals(401, calls.get("/", "Authorization", "Basic ?").statusCode());
  }

  @Test
  void theLongerPathCounts() throws Exception {
    start(site ->
        site.withGuard("/", head -> Future.succeededFuture(new AuthVerdict.Forbidden("no")))
            .withGuard("/health", head -> Future.succeededFuture(new AuthVerdict.Known("x"))));
    assertEquals(200, calls.get("/health/live").statusCode());
    var refused = calls.get("/healthy");
    assertEquals(403, refused.statusCode());
    assertTrue(text(refused).contains("\"detail\":\"no\""), text(refused));
  }

  /** Whatever the path, its body is read only afterwards, and whole. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aGuardMayTakeItsTime(boolean known) throws Exception {
    start(site -> site.withGuard("/", head -> later(known)));
    byte[] bytes = new byte[2 << 20];
    new Random(3).nextBytes(bytes);
    assertEquals(known ? 201 : 403, calls.put("/uploads/a", bytes).statusCode());
    assertEquals(known ? 200 : 403, calls.get("/health/live").statusCode());
    assertEquals(known ? 204 : 403, calls.call("DELETE", "/uploads/a", new byte[0]).statusCode());
    assertEquals(known ? 404 : 403, calls.call("POST", "/rpc/a/b", ascii("[]")).statusCode());
    assertEquals(known ? 200 : 403, calls.get("/health/live").statusCode());
  }

  private Future<AuthVerdict> later(boolean known) {
    Promise<AuthVerdict> promise = Promise.promise();
    Vertx vertx = gateway.vertx;
    vertx.setTimer(
        20,
        fired ->
            promise.complete(
                known ? new AuthVerdict.Known("x") : new AuthVerdict.Forbidden("not you")));
    return promise.future();
  }

  @Test
  void aGuardThatFailsIsNoneThatLetsIn() throws Exception {
    start(site ->
        site.withGuard("/uploads", head -> Future.failedFuture("out of order"))
            .withGuard(
                "/rpc",
                head -> {
                  throw new IllegalStateException("thrown on purpose");
                }));
    assertEquals(503, calls.put("/uploads/a", ascii("x")).statusCode());
    assertEquals(500, calls.call("POST", "/rpc/a/b", ascii("[]")).statusCode());
  }

  @Test
  void whoWaitsFor100IsRefusedWithoutIt() throws Exception {
    start(site -> site.withGuard("/uploads", TOKENS));
    try (var socket = new Socket("127.0.0.1", gateway.port())) {
      socket.setSoTimeout(30_000);
      socket
          .getOutputStream()
          .write(
              ascii(
                  "PUT /uploads/a HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n"
                      + "Expect: 100-continue\r\n\r\n"));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertTrue(answer.startsWith("HTTP/1.1 401 "), answer);
    }
  }

  @Test
  void certificatesOpenToo() throws Exception {
    var keys = new TestKeys(keyFolder);
    var pair = keys.server("server");
    var tls =
        new TlsOptions(pair.certificate(), pair.key())
            .withClientAuth(ClientAuth.REQUEST, keys.trust);
    var guard =
        Authenticators.certificate(
            certificate -> certificate.getSubjectX500Principal().getName().equals("CN=ada"));
    start(site -> site.withTls(tls).withGuard("/metrics", guard));
    assertTrue(metrics(keys.connect(gateway.port(), keys.client("ada"))).contains(" 200 "));
    assertTrue(metrics(keys.connect(gateway.port(), keys.client("bob"))).contains(" 403 "));
    assertTrue(metrics(keys.connect(gateway.port())).contains(" 403 "));
  }

  private static String metrics(SSLSocket socket) throws Exception {
    try (socket) {
      socket
          .getOutputStream()
          .write(ascii("GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void withoutTlsThereIsNoCertificate() throws Exception {
    start(site -> site.withGuard("/metrics", Authenticators.certificate(any -> true)));
    assertEquals(403, calls.get("/metrics").statusCode());
  }

  @Test
  void optionsAreChecked() {
    assertThrows(IllegalArgumentException.class, () -> new PathGuard("a", TOKENS));
    assertThrows(IllegalArgumentException.class, () -> new PathGuard("/a/", TOKENS));
    assertThrows(
        IllegalArgumentException.class,
        () -> SiteOptions.defaults().withGuard("/a", TOKENS).withGuard("/a", TOKENS));
    assertThrows(
        IllegalArgumentException.class, () -> Authenticators.bearer("a\"b", Map.of("a", "b")));
  }
}
