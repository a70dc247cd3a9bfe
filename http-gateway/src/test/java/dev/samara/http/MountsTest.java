package dev.samara.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.http.mount.Mounts;
import dev.samara.http.mount.PathHandler;
import dev.samara.http.mount.Reply;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MountsTest {
  @TempDir Path folder;

  private static String get(TestGateway gateway, String path) throws Exception {
    try (var raw = new RawClient(gateway.port())) {
      return raw.send("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n").readAnswer();
    }
  }

  @Test
  void theLongestPathServesAndTheGatewaysOwnComeFirst() throws Exception {
    var mounts =
        Mounts.none()
            .with("/a", new PathHandler.Plain(r -> r.response().end("a")))
            .with("/a/b", new PathHandler.Plain(r -> r.response().end("ab")))
            .with("/health", new PathHandler.Plain(r -> r.response().end("mine")));
    try (var gateway = new TestGateway(folder, o -> o, mounts)) {
      assertTrue(get(gateway, "/a").endsWith("\r\n\r\na"));
      assertTrue(get(gateway, "/a/c/d").endsWith("\r\n\r\na"));
      assertTrue(get(gateway, "/a/b/c").endsWith("\r\n\r\nab"));
      assertTrue(get(gateway, "/ab").startsWith("HTTP/1.1 404 "));
      assertTrue(get(gateway, "/health/live").contains("\"up\""));
      assertTrue(get(gateway, "/health/other").endsWith("mine"));
    }
  }

  /** A client that repeats itself has its fields read once; a handler's changes are its own. */
  @Test
  void whatAHandlerDoesToTheFieldsOfARequestIsNotSeenByTheNext() throws Exception {
    var mounts =
        Mounts.none()
            .with(
                "/a",
                new PathHandler.Plain(r -> {
                  String before = r.getHeader("Mine");
                  r.headers().set("Mine", "changed").remove("Host");
                  r.response().end(before + " " + r.getHeader("Mine") + " " + r.headers().size());
                }));
    try (var gateway = new TestGateway(folder, o -> o, mounts);
        var raw = new RawClient(gateway.port())) {
      String one = "GET /a HTTP/1.1\r\nHost: x\r\nMine: own\r\n\r\n";
      raw.send(one + one);
      assertTrue(raw.readAnswer().endsWith("own changed 1"));
      assertTrue(raw.readAnswer().endsWith("own changed 1"));
      raw.send(one);
      assertTrue(raw.readAnswer().endsWith("own changed 1"));
    }
  }

  @Test
  void aRouterOfVertxIsAHandler() throws Exception {
    var vertx = Vertx.vertx();
    Router router = Router.router(vertx);
    router.get("/app/hello/:name").handler(c -> c.response().end("hello " + c.pathParam("name")));
    var mounts = Mounts.none().with("/app", new PathHandler.Plain(router));
    try (var gateway = new TestGateway(folder, o -> o, mounts)) {
      assertTrue(get(gateway, "/app/hello/you").endsWith("hello you"));
      assertTrue(get(gateway, "/app/nothing").startsWith("HTTP/1.1 404 "));
    } finally {
      TestGateway.await(vertx.close());
    }
  }

  @Test
  void aServiceOfTheBusHasAPath() throws Exception {
    var mounts = Mounts.none().with("/greet", new PathHandler.Service("nobody"));
    try (var gateway = new TestGateway(folder, o -> o, mounts);
        var raw = new RawClient(gateway.port())) {
      raw.send("POST /greet/hello HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n[]");
      String answer = raw.readAnswer();
      assertTrue(answer.contains("urn:samara:problem:no-such-service"), answer);
      assertTrue(get(gateway, "/greet").contains("urn:samara:problem:no-such-path"));
    }
  }

  /** All threads a handler may have are stuck: it is refused, and nobody else is. */
  @Test
  void aStuckHandlerHoldsUpNobodyElse() throws Exception {
    var stuck = new CountDownLatch(1);
    var mounts =
        Mounts.none()
            .with(
                "/stuck",
                new PathHandler.Blocking((request, body) -> {
                  stuck.await();
                  return Reply.text(200, "free");
                }),
                2);
    try (var gateway = new TestGateway(folder, o -> o, mounts);
        var first = new RawClient(gateway.port());
        var second = new RawClient(gateway.port())) {
      for (var raw : List.of(first, second)) {
        raw.send("GET /stuck HTTP/1.1\r\nHost: x\r\n\r\n");
      }
      TestGateway.eventually("both are stuck", () -> gateway.gateway.counts().requests() == 2);
      String refused = get(gateway, "/stuck");
      assertTrue(refused.startsWith("HTTP/1.1 503 "), refused);
      assertTrue(refused.toLowerCase().contains("retry-after: "), refused);
      assertTrue(get(gateway, "/health/live").startsWith("HTTP/1.1 200 "));
      stuck.countDown();
      assertTrue(first.readAnswer().endsWith("free"));
      assertTrue(second.readAnswer().endsWith("free"));
      assertTrue(get(gateway, "/stuck").endsWith("free"));
    }
  }

  /** It holds up the connections of its event loop, and is named to who asks on another thread. */
  @Test
  void aHandlerThatBlocksItsEventLoopIsNamed() throws Exception {
    var stuck = new CountDownLatch(1);
    var mounts =
        Mounts.none()
            .with(
                "/stuck",
                new PathHandler.Plain(request -> {
                  try {
                    stuck.await();
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                  request.response().end("free");
                }));
    try (var gateway = new TestGateway(folder, o -> o, mounts);
        var raw = new RawClient(gateway.port())) {
      raw.send("GET /stuck/here HTTP/1.1\r\nHost: x\r\n\r\n");
      var status = gateway.hub.status();
      TestGateway.eventually(
          "it is named",
          () ->
              status.blockedEventLoops(Duration.ofMillis(200)).stream()
                  .anyMatch(loop ->
                      loop.line().contains("by mount /stuck: GET /stuck/here from 127.0.0.1:")));
      stuck.countDown();
      assertTrue(raw.readAnswer().endsWith("free"));
    } finally {
      stuck.countDown();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "/", "/a/", "/a//b", ""})
  void aPathThatIsNone(String path) {
    var handler = new PathHandler.Service("x");
    assertThrows(IllegalArgumentException.class, () -> Mounts.none().with(path, handler));
  }

  @Test
  void aPathThatIsTaken() {
    var handler = new PathHandler.Service("x");
    var one = Mounts.none().with("/a", handler);
    var e = assertThrows(IllegalArgumentException.class, () -> one.with("/a", handler));
    assertEquals("path: /a is taken (expected: another)", e.getMessage());
  }
}
