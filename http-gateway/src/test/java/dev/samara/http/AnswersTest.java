package dev.samara.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.http.mount.Mounts;
import dev.samara.http.mount.PathHandler;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever an application does, what leaves is valid HTTP or visibly not whole. */
class AnswersTest {
  private static final String LENGTH = "Content-Length";

  @TempDir Path folder;
  private TestGateway gateway;

  private static final Map<String, Handler<HttpServerRequest>> BAD =
      Map.ofEntries(
          Map.entry("status0", r -> r.response().setStatusCode(0).end("x")),
          Map.entry("status99", r -> r.response().setStatusCode(99).end("x")),
          Map.entry("status600", r -> r.response().setStatusCode(600).end("x")),
          Map.entry("status101", r -> r.response().setStatusCode(101).end()),
          Map.entry("badlength", r -> r.response().putHeader(LENGTH, "5x").end("hello")),
          Map.entry("negative", r -> r.response().putHeader(LENGTH, "-1").end("hello")),
          Map.entry(
              "twolengths",
              r -> {
                r.response().headers().add(LENGTH, "5").add(LENGTH, "6");
                r.response().end("hello");
              }),
          Map.entry(
              "both",
              r ->
                  r.response()
                      .putHeader(LENGTH, "5")
                      .putHeader("Transfer-Encoding", "chunked")
                      .end("hello")),
          Map.entry("reason2", r -> r.response().setStatusMessage("OK\r\nC: d").end("x")),
          Map.entry("value", r -> r.response().putHeader("A", "b\r\nC: d").end("x")),
          Map.entry("name", r -> r.response().putHeader("A B", "c").end("x")),
          Map.entry(
              "throws",
              r -> {
                throw new IllegalStateException("broken on purpose");
              }));

  @BeforeEach
  void start() {
    var mounts = Mounts.none();
    for (var bad : BAD.entrySet()) {
      mounts = mounts.with("/" + bad.getKey(), new PathHandler.Plain(bad.getValue()));
    }
    mounts =
        mounts
            .with(
                "/reason",
                new PathHandler.Plain(r -> r.response().setStatusMessage("OK\u0001").end("x")))
            .with(
                "/more",
                new PathHandler.Plain(r -> r.response().putHeader(LENGTH, "5").end("hello and")))
            .with(
                "/fewer",
                new PathHandler.Plain(r -> {
                  r.response().putHeader(LENGTH, "10").write("hello");
                  r.response().end();
                }))
            .with(
                "/nobody",
                new PathHandler.Plain(
                    r -> r.response().setStatusCode(204).putHeader(LENGTH, "5").end("hello")))
            .with(
                "/pieces",
                new PathHandler.Plain(r -> {
                  r.response().setChunked(true).write("hello");
                  r.response().end(Buffer.buffer(" all"));
                }))
            .with("/ok", new PathHandler.Plain(r -> r.response().end("ok")));
    gateway = new TestGateway(folder, o -> o, mounts);
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private RawClient ask(String line, String fields) throws Exception {
    return new RawClient(gateway.port()).send(line + "\r\nHost: x\r\n" + fields + "\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status0",
        "status99",
        "status600",
        "status101",
        "badlength",
        "negative",
        "twolengths",
        "both",
        "reason2",
        "value",
        "name",
        "throws",
      })
  void whatCannotBeSentIs500(String path) throws Exception {
    try (var raw = ask("GET /" + path + " HTTP/1.1", "Connection: close\r\n")) {
      String answer = raw.readToClose();
      assertTrue(answer.startsWith("HTTP/1.1 500 "), answer);
      assertFalse(answer.contains("C: d"), answer);
      assertTrue(answer.toLowerCase().contains("\r\ndate: "), answer);
    }
  }

  @Test
  void aReasonThatCannotBePrintedIsLeftOut() throws Exception {
    try (var raw = ask("GET /reason HTTP/1.1", "")) {
      String answer = raw.readAnswer();
      assertTrue(answer.startsWith("HTTP/1.1 200 OK\r\n"), answer);
    }
  }

  @Test
  void neverMoreThanWasPromised() throws Exception {
    try (var raw = ask("GET /more HTTP/1.1", "")) {
      assertTrue(raw.readToClose().endsWith("\r\n\r\nhello"));
    }
  }

  @Test
  void fewerThanPromisedEndsTheConnection() throws Exception {
    try (var raw = ask("GET /fewer HTTP/1.1", "")) {
      assertTrue(raw.readToClose().endsWith("\r\n\r\nhello"));
    }
  }

  @Test
  void noBodyWhereNoneMayBe() throws Exception {
    try (var raw = ask("GET /nobody HTTP/1.1", "")) {
      String answer = raw.readUntil("\r\n\r\n");
      assertFalse(answer.toLowerCase().contains("content-length"), answer);
      raw.send("GET /ok HTTP/1.1\r\nHost: x\r\n\r\n");
      assertTrue(raw.readAnswer().endsWith("ok"));
    }
    try (var raw = ask("HEAD /pieces HTTP/1.1", "")) {
      raw.readUntil("\r\n\r\n");
      raw.send("GET /ok HTTP/1.1\r\nHost: x\r\n\r\n");
      assertTrue(raw.readAnswer().endsWith("ok"));
    }
  }

  @Test
  void anOldClientGetsNoChunks() throws Exception {
    try (var raw = ask("GET /pieces HTTP/1.0", "Connection: keep-alive\r\n")) {
      String answer = raw.readToClose();
      assertFalse(answer.toLowerCase().contains("transfer-encoding"), answer);
      assertTrue(answer.endsWith("\r\n\r\nhello all"), answer);
    }
  }

  @Test
  void aBodyThatNobodyReadDoesNotEndTheConnection() throws Exception {
    try (var raw = ask("POST /ok HTTP/1.1", "Content-Length: 5\r\n")) {
      assertTrue(raw.readAnswer().endsWith("ok"));
      raw.send("helloGET /ok HTTP/1.1\r\nHost: x\r\n\r\n");
      assertTrue(raw.readAnswer().endsWith("ok"));
    }
    assertEquals(0, gateway.gateway.counts().problems());
  }
}
