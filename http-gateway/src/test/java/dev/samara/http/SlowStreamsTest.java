package dev.samara.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.http.limits.WireOptions;
import dev.samara.http.limits.WireTimeouts;
import dev.samara.http.mount.Mounts;
import dev.samara.http.mount.PathHandler;
import dev.samara.http.mount.Reply;
import dev.samara.net.socket.TlsOptions;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.StreamResetException;
import io.vertx.core.net.impl.ConnectionBase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nobody keeps a stream of HTTP/2 by being slow, and the other streams go on. */
class SlowStreamsTest {
  private static final Duration SHORT = Duration.ofMillis(1_500);
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final int LARGE_BYTES = 4 << 20;
  private static final long NO_ERROR = 0;
  private static final long CANCEL = 8;

  @TempDir Path folder;
  @TempDir Path keys;
  private TestGateway gateway;
  private HttpClient client;

  /** Handlers that take bodies, and give large ones, in the ways there are. */
  private static Mounts mounts() {
    Buffer large = Buffer.buffer(new byte[LARGE_BYTES]);
    return Mounts.none()
        .with("/large", new PathHandler.Plain(r -> r.response().end(large.copy())))
        .with("/some", new PathHandler.Plain(r -> r.response().end(large.getBuffer(0, 200_000))))
        .with("/begun", new PathHandler.Plain(r -> r.response().setChunked(true).write("begun")))
        .with("/early", new PathHandler.Plain(r -> r.response().end("early")))
        .with("/router", new PathHandler.Plain(r -> r.body().onSuccess(r.response()::end)))
        .with(
            "/pieces",
            new PathHandler.Streaming((request, body) ->
                body.forEach(piece -> Future.succeededFuture())
                    .map(last -> Reply.text(200, "all"))))
        .with(
            "/patient",
            new PathHandler.Streaming((request, body) ->
                Future.future(later ->
                    io.vertx.core.Vertx.currentContext()
                        .owner()
                        .setTimer(
                            2 * SHORT.toMillis(),
                            now -> later.complete(Reply.text(200, "at last"))))));
  }

  private void start(Duration body, Duration write, Duration response) throws Exception {
    var pair = new TestKeys(keys).server("localhost");
    var wire =
        WireOptions.defaults()
            .withTimeouts(
                new WireTimeouts(
                    LONG, body, 100, LONG, LONG, write, response, Duration.ofSeconds(2)));
    var tls = new TlsOptions(pair.certificate(), pair.key());
    gateway =
        new TestGateway(folder, o -> o.withWire(wire).withSite(o.site().withTls(tls)), mounts());
    client =
        gateway.vertx.createHttpClient(
            new HttpClientOptions()
                .setSsl(true)
                .setUseAlpn(true)
                .setTrustAll(true)
                .setVerifyHost(false)
                // One stream that takes nothing leaves the others room.
                .setHttp2ConnectionWindowSize(1 << 20)
                .setProtocolVersion(HttpVersion.HTTP_2));
  }

  @AfterEach
  void stop() {
    if (client != null) {
      TestGateway.await(client.close());
    }
    if (gateway != null) {
      gateway.close();
    }
  }

  private HttpClientRequest request(HttpMethod method, String path) {
    return TestGateway.await(client.request(method, gateway.port(), "127.0.0.1", path));
  }

  private Future<HttpClientRequest> request(String path) {
    return client.request(HttpMethod.GET, gateway.port(), "127.0.0.1", path);
  }

  /** A body of which the beginning comes, and no more. */
  private HttpClientRequest incomplete(HttpMethod method, String path) {
    var request = request(method, path).setChunked(true);
    TestGateway.await(request.write("begun"));
    return request;
  }

  /** An answer of which nothing is taken, on its own event loop before anything can come. */
  private Future<HttpClientResponse> paused(String path) {
    return request(HttpMethod.GET, path)
        .send()
        .map(answer -> {
          answer.pause();
          return answer;
        });
  }

  private static CompletableFuture<Throwable> failure(HttpClientResponse answer) {
    var failure = new CompletableFuture<Throwable>();
    answer.exceptionHandler(failure::complete);
    return failure;
  }

  private static void assertReset(long code, CompletableFuture<Throwable> failure)
      throws Exception {
    var why = failure.get(20, TimeUnit.SECONDS);
    assertTrue(why instanceof StreamResetException, why.toString());
    assertEquals(code, ((StreamResetException) why).getCode());
  }

  private void assertOthersGoOn() {
    var status = request(HttpMethod.GET, "/health/live").send().map(HttpClientResponse::statusCode);
    assertEquals(200, TestGateway.await(status));
    assertEquals(1, gateway.gateway.counts().openConnections());
  }

  private void assertTooSlow(HttpMethod method, String path) {
    var answer =
        incomplete(method, path)
            .response()
            .compose(head -> head.body().map(body -> head.statusCode() + " " + body));
    String text = TestGateway.await(answer);
    assertTrue(text.startsWith("408 "), text);
    assertTrue(text.contains("urn:samara:problem:too-slow"), text);
    assertOthersGoOn();
  }

  @Test
  void aBodyBelowTheLeastRateIsAnsweredWith408() throws Exception {
    start(SHORT, LONG, Duration.ZERO);
    assertTooSlow(HttpMethod.POST, "/pieces");
    assertTooSlow(HttpMethod.POST, "/router");
  }

  @Test
  void anUploadThatIsTooSlowLeavesNothing() throws Exception {
    start(SHORT, LONG, Duration.ZERO);
    assertTooSlow(HttpMethod.PUT, "/uploads/slow");
    TestGateway.eventually("aborted", () -> gateway.balance().aborted() == 1);
    assertTrue(gateway.files().isEmpty(), gateway.files().toString());
  }

  /** What was not shown to the store ends with trailers while the 408 is on its way. */
  @Test
  void anUploadThatIsTooSlowIsNotEndedByItsTrailers() throws Exception {
    start(SHORT, LONG, Duration.ZERO);
    var request = incomplete(HttpMethod.PUT, "/uploads/cut");
    var status =
        request
            .response()
            .map(head -> {
              sendTrailers(request);
              return head.statusCode();
            });
    assertEquals(408, TestGateway.await(status));
    TestGateway.eventually("an end", () -> gateway.balance().inFlight() == 0);
    assertEquals(1, gateway.balance().aborted());
    assertTrue(gateway.files().isEmpty(), gateway.files().toString());
  }

  /** Vert.x has no method for them. */
  private static void sendTrailers(HttpClientRequest request) {
    var pipeline =
        ((ConnectionBase) request.connection()).channelHandlerContext().channel().pipeline();
    var codec = pipeline.get(Http2ConnectionHandler.class);
    var context = pipeline.context(codec);
    var trailers = new DefaultHttp2Headers().add("about", "the body");
    codec
        .encoder()
        .writeHeaders(context, (int) request.streamId(), trailers, 0, true, context.newPromise());
    context.flush();
  }

  @Test
  void aBodyThatWasInvitedHasItsTimeToo() throws Exception {
    start(SHORT, LONG, Duration.ZERO);
    for (String path : List.of("/pieces", "/uploads/invited")) {
      var invited = new CompletableFuture<Void>();
      var request = request(HttpMethod.PUT, path).setChunked(true);
      request.putHeader("Expect", "100-continue").continueHandler(invited::complete);
      var status = request.response().map(HttpClientResponse::statusCode);
      request.writeHead();
      invited.get(20, TimeUnit.SECONDS);
      assertEquals(408, TestGateway.await(status), path);
    }
  }

  /** Only what the client still owes is refused. */
  @Test
  void aBodyThatIsTooSlowTakesNothingFromAWholeAnswer() throws Exception {
    start(SHORT, LONG, Duration.ZERO);
    var request = request(HttpMethod.POST, "/early").setChunked(true);
    var failure = new CompletableFuture<Throwable>();
    request.exceptionHandler(failure::complete);
    // Before anything can come.
    var answer = request.response().compose(HttpClientResponse::body);
    TestGateway.await(request.write("begun"));
    assertEquals(Buffer.buffer("early"), TestGateway.await(answer));
    assertReset(NO_ERROR, failure);
    assertEquals(0, gateway.gateway.counts().problems());
  }

  @Test
  void aBodyThatIsTooSlowAfterTheAnswerBeganIsReset() throws Exception {
    start(SHORT, LONG, Duration.ZERO);
    var answer = TestGateway.await(incomplete(HttpMethod.POST, "/begun").response());
    assertEquals(200, answer.statusCode());
    var failure = failure(answer).get(20, TimeUnit.SECONDS);
    assertTrue(failure instanceof StreamResetException, failure.toString());
    assertOthersGoOn();
  }

  /** Complete bodies are left alone however long the answer takes, and so are those that move. */
  @Test
  void aBodyThatCameWholeOrKeepsComingIsNotTooSlow() throws Exception {
    start(SHORT, LONG, Duration.ZERO);
    var whole = request(HttpMethod.POST, "/patient").send(Buffer.buffer("all of it"));
    var moving = request(HttpMethod.POST, "/pieces").setChunked(true);
    var sent = new AtomicInteger();
    gateway.vertx.setPeriodic(
        SHORT.toMillis() / 15,
        id -> {
          if (sent.incrementAndGet() < 30) {
            moving.write(Buffer.buffer(new byte[1000]));
          } else {
            gateway.vertx.cancelTimer(id);
            moving.end();
          }
        });
    assertEquals(200, TestGateway.await(whole).statusCode());
    assertEquals(200, TestGateway.await(moving.response()).statusCode());
  }

  /** The gateway does not want more, so the client may not send: no time passes. */
  @Test
  void aBodyThatNobodyReadsIsNotTooSlow() throws Exception {
    start(SHORT, LONG, Duration.ZERO);
    var request = request(HttpMethod.POST, "/patient").setChunked(true);
    request.write(Buffer.buffer(new byte[LARGE_BYTES]));
    assertEquals(200, TestGateway.await(request.response()).statusCode());
    request.reset();
  }

  @Test
  void anAnswerThatIsNotTakenIsReset() throws Exception {
    start(LONG, SHORT, Duration.ZERO);
    var answer = TestGateway.await(paused("/large"));
    assertReset(CANCEL, failure(answer));
    assertOthersGoOn();
  }

  /** What the others take is no progress of this one. */
  @Test
  void anAnswerThatIsNotTakenIsResetThoughOthersAre() throws Exception {
    start(LONG, SHORT, Duration.ZERO);
    var answer = TestGateway.await(paused("/some"));
    var failure = failure(answer);
    long others =
        gateway.vertx.setPeriodic(
            SHORT.toMillis() / 20, id -> request("/health/live").onSuccess(r -> r.send()));
    assertReset(CANCEL, failure);
    gateway.vertx.cancelTimer(others);
    assertOthersGoOn();
  }

  /** Piece after piece, with pauses shorter than the limit, which take longer than it together. */
  @Test
  void anAnswerThatIsTakenSlowlyIsSentWhole() throws Exception {
    start(LONG, SHORT, Duration.ZERO);
    var answer = TestGateway.await(paused("/large"));
    var received = new AtomicInteger();
    answer.handler(bytes -> received.addAndGet(bytes.length()));
    var end = answer.end();
    gateway.vertx.setPeriodic(
        SHORT.toMillis() / 15,
        id -> {
          if (received.get() < LARGE_BYTES) {
            answer.fetch(8);
          } else {
            gateway.vertx.cancelTimer(id);
            answer.resume();
          }
        });
    TestGateway.await(end);
    assertEquals(LARGE_BYTES, received.get());
  }

  @Test
  void anAnswerThatTakesTooLongAsAWholeIsReset() throws Exception {
    start(LONG, LONG, SHORT);
    var answer = TestGateway.await(paused("/begun"));
    assertReset(CANCEL, failure(answer));
    assertOthersGoOn();
  }
}
