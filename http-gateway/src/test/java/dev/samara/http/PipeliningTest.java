package dev.samara.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.http.limits.WireOptions;
import dev.samara.http.limits.WireTimeouts;
import dev.samara.http.mount.Mounts;
import dev.samara.http.mount.PathHandler;
import dev.samara.http.mount.Reply;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipeliningTest {
  private static final int REQUESTS = 200;

  @TempDir Path folder;

  private TestGateway gateway(UnaryOperator<WireOptions> change, Mounts mounts) {
    return new TestGateway(folder, o -> o.withWire(change.apply(o.wire())), mounts);
  }

  /** Answers at once, or a turn of the loop later, with the number and the body of the request. */
  private static Mounts echo() {
    return Mounts.none()
        .with(
            "/echo",
            new PathHandler.Plain(request ->
                request
                    .body()
                    .onSuccess(body -> {
                      String text = request.path() + ":" + body;
                      if (body.length() % 2 == 0) {
                        request.response().end(text);
                      } else {
                        io.vertx.core.Vertx.currentContext()
                            .runOnContext(go -> request.response().end(text));
                      }
                    })));
  }

  /** Small and whole, long and whole, in chunks, and without a body. */
  private static void answerInOneOfFourWays(HttpServerRequest request) {
    int number = Integer.parseInt(request.path().substring("/mixed/".length()));
    HttpServerResponse response = request.response();
    String mark = "<" + number + ">";
    switch (number % 4) {
      case 0 -> response.end(mark);
      case 1 -> response.end(mark + "l".repeat(10_000));
      case 2 -> {
        response.setChunked(true).write(mark);
        response.end("c");
      }
      default -> response.setStatusCode(204).putHeader("x-mark", mark).end();
    }
  }

  @Test
  void gatheredAnswersKeepTheirOrderAmongOthers() throws Exception {
    var mounts =
        Mounts.none().with("/mixed", new PathHandler.Plain(PipeliningTest::answerInOneOfFourWays));
    try (var gateway = gateway(UnaryOperator.identity(), mounts);
        var client = new RawClient(gateway.port())) {
      var wire = new StringBuilder();
      for (int i = 0; i < REQUESTS; i++) {
        wire.append("GET /mixed/%d HTTP/1.1\r\nHost: a\r\n".formatted(i))
            .append(i == REQUESTS - 1 ? "Connection: close\r\n\r\n" : "\r\n");
      }
      String all = client.send(wire.toString()).readToClose();
      int at = 0;
      for (int i = 0; i < REQUESTS; i++) {
        int found = all.indexOf("<" + i + ">", at);
        assertTrue(found >= at, "answer " + i + " comes too early or not at all");
        at = found;
      }
    }
  }

  @Test
  void answersComeInOrderHoweverTheRequestsAreCut() throws Exception {
    for (int perTurn : new int[] {1, 3, 64}) {
      try (var gateway = gateway(o -> o.withRows(100_000, perTurn, 1024), echo())) {
        long seed = System.nanoTime();
        var random = new Random(seed);
        var wire = new StringBuilder();
        var expected = new StringBuilder();
        for (int i = 0; i < REQUESTS; i++) {
          String body = "b".repeat(random.nextInt(50));
          boolean chunked = random.nextBoolean();
          wire.append("POST /echo/%d HTTP/1.1\r\nHost: x\r\n".formatted(i));
          wire.append(
              chunked
                  ? chunked(body)
                  : "Content-Length: %d\r\n\r\n%s".formatted(body.length(), body));
          expected.append("/echo/%d:%s\n".formatted(i, body));
        }
        assertEquals(
            expected.toString(), answers(gateway, wire.toString(), random), "seed " + seed);
      }
    }
  }

  private static String chunked(String body) {
    String chunk = body.isEmpty() ? "" : "%x\r\n%s\r\n".formatted(body.length(), body);
    return "Transfer-Encoding: chunked\r\n\r\n" + chunk + "0\r\n\r\n";
  }

  private static String answers(TestGateway gateway, String wire, Random random) throws Exception {
    try (var raw = new RawClient(gateway.port())) {
      Thread sender =
          Thread.startVirtualThread(() -> {
            byte[] bytes = wire.getBytes(StandardCharsets.ISO_8859_1);
            int at = 0;
            try {
              while (at < bytes.length) {
                int to = Math.min(bytes.length, at + 1 + random.nextInt(2000));
                raw.send(Arrays.copyOfRange(bytes, at, to));
                at = to;
              }
            } catch (java.io.IOException e) {
              throw new AssertionError(e);
            }
          });
      var got = new StringBuilder();
      for (int i = 0; i < REQUESTS; i++) {
        got.append(raw.readAnswer().split("\r\n\r\n", 2)[1]).append('\n');
      }
      assertTrue(sender.join(Duration.ofSeconds(20)));
      return got.toString();
    }
  }

  /** No more than one is under way, and what follows fills the socket, not the memory. */
  @Test
  void theNextRequestWaitsForTheAnswer() throws Exception {
    var under = new AtomicInteger();
    var held = new CopyOnWriteArrayList<Promise<Reply>>();
    var mounts =
        Mounts.none()
            .with(
                "/held",
                new PathHandler.Streaming((request, body) -> {
                  under.incrementAndGet();
                  Promise<Reply> reply = Promise.promise();
                  held.add(reply);
                  return reply.future();
                }));
    try (var gateway = gateway(o -> o.withRows(100_000, 64, 1024), mounts);
        var raw = new RawClient(gateway.port())) {
      raw.send("GET /held/1 HTTP/1.1\r\nHost: x\r\n\r\n".repeat(2000));
      TestGateway.eventually("the first is there", () -> under.get() == 1);
      held.getFirst().complete(Reply.text(200, "first"));
      assertTrue(raw.readAnswer().endsWith("first"));
      TestGateway.eventually("so is the second", () -> under.get() == 2);
      assertEquals(2, gateway.gateway.counts().requests());
    }
  }

  @Test
  void theLastRequestOfAConnectionIsAnsweredWithClose() throws Exception {
    try (var gateway = gateway(o -> o.withRows(2, 64, 1024), Mounts.none());
        var raw = new RawClient(gateway.port())) {
      raw.send("GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n".repeat(3));
      assertTrue(!raw.readAnswer().toLowerCase().contains("connection: close"));
      String last = raw.readToClose();
      assertTrue(last.startsWith("HTTP/1.1 200 "), last);
      assertTrue(last.toLowerCase().contains("connection: close\r\n"), last);
      assertEquals(2, last.split("HTTP/1.1", -1).length, last);
    }
  }

  @Test
  void anOldConnectionEndsWithItsNextAnswer() throws Exception {
    var usual = WireTimeouts.defaults();
    var old =
        new WireTimeouts(
            usual.head(),
            usual.body(),
            100,
            usual.keepAlive(),
            Duration.ofMillis(500),
            usual.write(),
            Duration.ZERO,
            usual.linger());
    Promise<Reply> reply = Promise.promise();
    var mounts =
        Mounts.none().with("/held", new PathHandler.Streaming((request, body) -> reply.future()));
    try (var gateway = gateway(o -> o.withTimeouts(old), mounts);
        var raw = new RawClient(gateway.port())) {
      raw.send("GET /held HTTP/1.1\r\nHost: x\r\n\r\n");
      gateway.vertx.setTimer(1_500, late -> reply.complete(Reply.text(200, "done")));
      String answer = raw.readToClose();
      assertTrue(answer.toLowerCase().contains("connection: close\r\n"), answer);
      assertTrue(answer.endsWith("done"), answer);
    }
  }

  @Test
  void aFaultBehindARequestIsAnsweredAfterIt() throws Exception {
    Promise<Reply> reply = Promise.promise();
    var mounts =
        Mounts.none().with("/held", new PathHandler.Streaming((request, body) -> reply.future()));
    try (var gateway = gateway(o -> o, mounts);
        var raw = new RawClient(gateway.port())) {
      raw.send("GET /held HTTP/1.1\r\nHost: x\r\n\r\nnonsense\r\n\r\n");
      TestGateway.eventually("it is there", () -> gateway.gateway.counts().requests() == 1);
      gateway.vertx.runOnContext(go -> reply.complete(Reply.text(200, "first")));
      assertTrue(raw.readAnswer().endsWith("first"));
      assertTrue(raw.readToClose().startsWith("HTTP/1.1 400 "));
    }
  }
}
