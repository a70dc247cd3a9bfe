package dev.samara.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.http.body.BodyBudget;
import dev.samara.http.body.BodyEvent;
import dev.samara.http.body.BodyStream;
import dev.samara.http.body.RequestBody;
import dev.samara.http.bus.BodyService;
import dev.samara.http.mount.Mounts;
import dev.samara.http.mount.PathHandler;
import dev.samara.http.mount.Reply;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Chunks arrive as they were sent, in each way to take them, and no faster than they are taken. */
class BodiesTest {
  @TempDir Path folder;
  private TestGateway gateway;
  private BodyService service;
  private final AtomicLong slowBytes = new AtomicLong();
  private final Promise<Void> mayGoOn = Promise.promise();

  @BeforeEach
  void start() {
    var mounts =
        Mounts.none()
            .with("/stream", new PathHandler.Streaming((request, body) -> describe(body)))
            .with("/poll", new PathHandler.Streaming((request, body) -> polled((RequestBody) body)))
            .with("/thread", new PathHandler.Blocking(BodiesTest::described))
            .with("/bus", new PathHandler.Bus("bodies"))
            .with("/nobody", new PathHandler.Bus("nobody"))
            .with("/slow", new PathHandler.Streaming((request, body) -> slowly(body)))
            .with("/slowbus", new PathHandler.Bus("slow"))
            .with(
                "/gather",
                new PathHandler.Streaming((request, body) ->
                    body.gather(10, new BodyBudget(20))
                        .map(bytes -> Reply.text(200, bytes.toString()))));
    gateway = new TestGateway(folder, o -> o, mounts);
    service =
        TestGateway.await(
            BodyService.register(gateway.vertx, "bodies", (head, body) -> describe(body)));
    TestGateway.await(BodyService.register(gateway.vertx, "slow", (head, body) -> slowly(body)));
  }

  @AfterEach
  void stop() {
    mayGoOn.tryComplete();
    TestGateway.eventually("no body is under way", () -> service.underWay() == 0);
    gateway.close();
  }

  /** What came, with pieces of one chunk joined: that they are cut is chance. */
  private static final class Picture {
    private final StringBuilder text = new StringBuilder();
    private long promised;
    private long received;

    void add(BodyEvent event) {
      if (event instanceof BodyEvent.ChunkStart start) {
        promised += start.sizeBytes();
        text.append(
            "[%d%s%s]"
                .formatted(start.sizeBytes(), start.extensions(), start.framed() ? "" : " plain"));
      }
      received += event.bytes().length();
      text.append(event.bytes());
      if (event instanceof BodyEvent.LastChunk last) {
        // As the uploader of the old servers asserted it.
        assertEquals(promised, received);
        last.trailers().forEach(t -> text.append("{%s=%s}".formatted(t.name(), t.value())));
      }
    }
  }

  private static Future<Reply> describe(BodyStream body) {
    var picture = new Picture();
    return body.forEach(
            event -> {
              picture.add(event);
              return Future.succeededFuture();
            })
        .map(last -> Reply.text(200, picture.text.toString()));
  }

  private static Reply described(HttpServerRequest request, Iterable<BodyEvent> body) {
    assertTrue(Thread.currentThread().isVirtual());
    var picture = new Picture();
    body.forEach(picture::add);
    return Reply.text(200, picture.text.toString());
  }

  private static Future<Reply> polled(RequestBody body) {
    Promise<Reply> reply = Promise.promise();
    poll(body, new Picture(), reply);
    return reply.future();
  }

  private static void poll(RequestBody body, Picture picture, Promise<Reply> reply) {
    try {
      var event = body.poll();
      event.ifPresent(picture::add);
      if (event.isPresent() && event.get() instanceof BodyEvent.LastChunk) {
        reply.complete(Reply.text(200, picture.text.toString()));
      } else {
        Vertx.currentContext().runOnContext(later -> poll(body, picture, reply));
      }
    } catch (IOException e) {
      reply.fail(e);
    }
  }

  private Future<Reply> slowly(BodyStream body) {
    return body.forEach(
            event -> {
              slowBytes.addAndGet(event.bytes().length());
              return mayGoOn.future();
            })
        .map(last -> Reply.text(200, "all"));
  }

  private String post(String path, String head, List<String> pieces) throws Exception {
    try (var raw = new RawClient(gateway.port())) {
      raw.send("POST " + path + " HTTP/1.1\r\nHost: x\r\n" + head + "\r\n");
      for (String piece : pieces) {
        raw.send(piece);
      }
      return raw.readAnswer();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/stream", "/poll", "/thread", "/bus"})
  void chunksComeAsTheyWereSent(String path) throws Exception {
    var wire = new StringBuilder();
    var expected = new StringBuilder();
    for (int size : new int[] {1, 2, 100, 20_000, 3, 70_000}) {
      wire.append("%x;n=%d\r\n%s\r\n".formatted(size, size, "c".repeat(size)));
      expected.append("[%d;n=%d]%s".formatted(size, size, "c".repeat(size)));
    }
    wire.append("0\r\nX-Sum: 7\r\nX-Sum: 8\r\n\r\n");
    expected.append("{X-Sum=7}{X-Sum=8}");
    var random = new Random(path.hashCode());
    for (int round = 0; round < 5; round++) {
      var pieces = new ArrayList<String>();
      for (int at = 0; at < wire.length(); ) {
        int to = Math.min(wire.length(), at + 1 + random.nextInt(30_000));
        pieces.add(wire.substring(at, to));
        at = to;
      }
      String answer = post(path, "Transfer-Encoding: chunked\r\n", pieces);
      assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
      assertEquals(expected.toString(), answer.split("\r\n\r\n", 2)[1]);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/stream", "/poll", "/thread", "/bus"})
  void aBodyWithALengthIsOneChunkAndOneWithoutIsOnlyTheLast(String path) throws Exception {
    String answer = post(path, "Content-Length: 10\r\n", List.of("hello", "world"));
    assertTrue(answer.endsWith("\r\n\r\n[10 plain]helloworld"), answer);
    assertTrue(post(path, "", List.of()).endsWith("\r\n\r\n"));
    assertTrue(post(path, "Content-Length: 0\r\n", List.of()).endsWith("\r\n\r\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/stream", "/poll", "/thread", "/bus"})
  void aBrokenBodyIsAnsweredWith400(String path) throws Exception {
    var pieces = List.of("3\r\nabc\r\n", "x\r\n");
    String answer = post(path, "Transfer-Encoding: chunked\r\n", pieces);
    assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
    assertTrue(answer.contains("urn:samara:problem:bad-body"), answer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/slow", "/slowbus"})
  void whatIsNotTakenStaysInTheSocketOfTheClient(String path) throws Exception {
    var sent = new AtomicLong();
    byte[] chunk = new byte[0x10000];
    try (var raw = new RawClient(gateway.port())) {
      raw.send("POST " + path + " HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
      Thread sender =
          Thread.startVirtualThread(() -> {
            try {
              for (int i = 0; i < 500; i++) {
                raw.send("10000\r\n").send(chunk).send("\r\n");
                sent.addAndGet(chunk.length);
              }
              raw.send("0\r\n\r\n");
            } catch (IOException e) {
              sent.set(-1);
            }
          });
      TestGateway.eventually("something came", () -> slowBytes.get() > 0);
      long stuck = settled(sent);
      assertTrue(stuck < 16_000_000, stuck + " bytes were taken in");
      assertTrue(slowBytes.get() <= 65_536, slowBytes + " bytes were handed over");
      mayGoOn.complete();
      assertTrue(raw.readAnswer().endsWith("all"));
      assertTrue(sender.join(Duration.ofSeconds(20)));
      assertEquals(500L * chunk.length, slowBytes.get());
    }
  }

  /** The value once it has not changed for 300 ms. */
  private static long settled(AtomicLong value) {
    var last = new AtomicLong(-1);
    var since = new AtomicLong(System.nanoTime());
    TestGateway.eventually(
        "the sender is stuck",
        () -> {
          long now = value.get();
          if (now != last.getAndSet(now)) {
            since.set(System.nanoTime());
          }
          return System.nanoTime() - since.get() > 300_000_000L;
        });
    return last.get();
  }

  @Test
  void gatheringHasALimit() throws Exception {
    assertTrue(post("/gather", "Content-Length: 10\r\n", List.of("0123456789")).endsWith("9"));
    String answer = post("/gather", "Content-Length: 11\r\n", List.of("0123456789a"));
    assertTrue(answer.startsWith("HTTP/1.1 413 "), answer);
  }

  @Test
  void bodiesInMemoryHaveALimitTogether() throws Exception {
    var budget = new BodyBudget(10);
    assertTrue(budget.reserve(10));
    assertTrue(!budget.reserve(1));
    budget.release(10);
    assertEquals(0, budget.usedBytes());
    try (var small =
            new TestGateway(
                folder.resolve("small"), o -> o.withWire(o.wire().withMaxBufferedBytes(5)));
        var raw = new RawClient(small.port())) {
      raw.send("POST /rpc/a/b HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\n\r\n[1234]");
      String answer = raw.readAnswer();
      assertTrue(answer.startsWith("HTTP/1.1 503 "), answer);
      assertTrue(answer.toLowerCase().contains("retry-after: "), answer);
    }
  }

  @Test
  void aServiceThatIsNotThereIs502() throws Exception {
    String answer = post("/nobody", "Content-Length: 1\r\n", List.of("x"));
    assertTrue(answer.startsWith("HTTP/1.1 502 "), answer);
  }

  @Test
  void aClientThatWaitsForItsInvitationGetsItWithTheFirstDemand() throws Exception {
    try (var raw = new RawClient(gateway.port())) {
      raw.send(
          "POST /thread HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
      assertEquals("HTTP/1.1 100 Continue\r\n\r\n", raw.readUntil("\r\n\r\n"));
      assertTrue(raw.send("hi").readAnswer().endsWith("[2 plain]hi"));
    }
  }

  @Test
  void aClientThatBreaksOffIsToldToTheServiceOnTheOtherSide() throws Exception {
    for (String path : List.of("/bus", "/thread", "/stream")) {
      var raw = new RawClient(gateway.port());
      raw.send("POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc");
      TestGateway.eventually("open", () -> gateway.gateway.counts().openConnections() == 1);
      if (path.equals("/bus")) {
        TestGateway.eventually("under way", () -> service.underWay() == 1);
      }
      raw.reset();
      TestGateway.eventually("closed", () -> gateway.gateway.counts().openConnections() == 0);
      TestGateway.eventually("ended", () -> service.underWay() == 0);
    }
  }
}
