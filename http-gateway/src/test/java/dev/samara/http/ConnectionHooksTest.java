package dev.samara.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.http.limits.WireOptions;
import dev.samara.http.limits.WireTimeouts;
import dev.samara.http.site.ConnectionHooks;
import dev.samara.net.socket.TlsOptions;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the application hears of connections, and may say. */
class ConnectionHooksTest {
  private static final String LIVE = "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n";
  private static final Duration SHORT = Duration.ofMillis(500);

  @TempDir Path folder;
  @TempDir Path keysFolder;

  private static WireOptions keepAlive(Duration limit) {
    var t = WireTimeouts.defaults();
    return WireOptions.defaults()
        .withTimeouts(
            new WireTimeouts(
                t.head(),
                t.body(),
                t.minBodyBytesPerSecond(),
                limit,
                t.connection(),
                t.write(),
                t.response(),
                t.linger()));
  }

  /** Writes down what it hears; keeps an idle connection so many times. */
  private static final class Heard implements ConnectionHooks {
    private final List<String> words = new CopyOnWriteArrayList<>();
    private final AtomicInteger keeps;

    Heard(int keeps) {
      this.keeps = new AtomicInteger(keeps);
    }

    @Override
    public void opened(HttpConnection connection) {
      words.add("opened");
    }

    @Override
    public boolean idle(HttpConnection connection, Duration limit) {
      boolean kept = keeps.getAndDecrement() > 0;
      words.add((kept ? "kept " : "idle ") + limit.toMillis());
      return kept;
    }

    @Override
    public void faulty(HttpConnection connection, int status, String reason) {
      words.add("faulty " + status);
    }

    @Override
    public void closed(HttpConnection connection) {
      words.add("closed");
    }

    void await(String... expected) {
      TestGateway.eventually(
          List.of(expected) + " but " + words, () -> words.equals(List.of(expected)));
    }
  }

  @Test
  void anIdleConnectionIsKeptAsOftenAsTheApplicationSays() throws Exception {
    var heard = new Heard(2);
    try (var gateway =
            new TestGateway(
                folder, o -> o.withWire(keepAlive(SHORT)).withSite(o.site().withHooks(heard)));
        var raw = new RawClient(gateway.port())) {
      assertTrue(raw.send(LIVE).readAnswer().startsWith("HTTP/1.1 200 "));
      assertEquals("", raw.readToClose());
      heard.await("opened", "kept 500", "kept 500", "idle 500", "closed");
    }
  }

  /** A head that is not whole is no idle connection; its limit is another. */
  @Test
  void silenceOfTheSocketIsAskedAboutToo() throws Exception {
    var heard = new Heard(1);
    try (var gateway =
            new TestGateway(
                folder,
                o -> o.withConnectionLimits(10, SHORT).withSite(o.site().withHooks(heard)));
        var raw = new RawClient(gateway.port())) {
      assertEquals("", raw.send("GET / HTTP/1.1\r\n").readToClose());
      heard.await("opened", "kept 500", "idle 500", "closed");
    }
  }

  @Test
  void soItIsOverHttp2() throws Exception {
    // The handshake is within it.
    var limit = Duration.ofSeconds(2);
    var heard = new Heard(1);
    var pair = new TestKeys(keysFolder).server("localhost");
    var tls = new TlsOptions(pair.certificate(), pair.key());
    try (var gateway =
        new TestGateway(
            folder,
            o ->
                o.withConnectionLimits(10, limit)
                    .withSite(o.site().withTls(tls).withHooks(heard)))) {
      var client =
          gateway.vertx.createHttpClient(
              new HttpClientOptions()
                  .setSsl(true)
                  .setUseAlpn(true)
                  .setTrustAll(true)
                  .setVerifyHost(false)
                  .setProtocolVersion(HttpVersion.HTTP_2));
      var status =
          client
              .request(HttpMethod.GET, gateway.port(), "127.0.0.1", "/health/live")
              .compose(request -> request.send())
              .map(answer -> answer.statusCode());
      assertEquals(200, TestGateway.await(status));
      heard.await("opened", "kept 2000", "idle 2000", "closed");
      TestGateway.await(client.close());
    }
  }

  @Test
  void aFaultIsToldWithItsStatus() throws Exception {
    var heard = new Heard(0);
    try (var gateway = new TestGateway(folder, o -> o.withSite(o.site().withHooks(heard)))) {
      try (var raw = new RawClient(gateway.port())) {
        assertTrue(raw.send("GET / HTTP/0.9\r\n\r\n").readToClose().startsWith("HTTP/1.1 505 "));
      }
      heard.await("opened", "faulty 505", "closed");
    }
  }

  /** Hooks that throw cost nobody anything. */
  @Test
  void aHookThatFailsChangesNothing() throws Exception {
    var failing =
        new ConnectionHooks() {
          @Override
          public void opened(HttpConnection connection) {
            throw new IllegalStateException("opened");
          }

          @Override
          public boolean idle(HttpConnection connection, Duration limit) {
            throw new IllegalStateException("idle");
          }

          @Override
          public void closed(HttpConnection connection) {
            throw new IllegalStateException("closed");
          }
        };
    try (var gateway =
            new TestGateway(
                folder, o -> o.withWire(keepAlive(SHORT)).withSite(o.site().withHooks(failing)));
        var raw = new RawClient(gateway.port())) {
      assertTrue(raw.send(LIVE).readAnswer().startsWith("HTTP/1.1 200 "));
      assertEquals("", raw.readToClose());
    }
  }
}
