package dev.samara.load.web;

import dev.samara.load.transport.SelfSigned;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Raw Vert.x: no router, no check of anything. */
final class VertxWeb implements WebServer {
  /** For Vert.x: one free port that all servers share which ask for this one. */
  private static final int SHARED_PORT = -1;

  private static final int PATIENCE_SECONDS = 20;
  private static final CharSequence HELLO_LENGTH =
      HttpHeaders.createOptimized(Integer.toString(HELLO.length()));
  private static final CharSequence JSON = HttpHeaders.createOptimized(HELLO_TYPE);
  private static final Buffer HELLO_BODY = Buffer.buffer(HELLO);

  private final boolean tls;
  private final Bodies bodies = new Bodies();
  private Vertx vertx;

  /** With TLS it speaks HTTP/2 to those who want it, and otherwise HTTP/1.1. */
  VertxWeb(boolean tls) {
    this.tls = tls;
  }

  @Override
  public int start(int loops, Path files) throws Exception {
    HttpServerOptions options = tls ? encrypted() : new HttpServerOptions();
    vertx = Vertxes.create(loops);
    Promise<Integer> port = Promise.promise();
    return vertx
        .deployVerticle(
            () ->
                new VerticleBase() {
                  @Override
                  public Future<?> start() {
                    return vertx
                        .createHttpServer(options)
                        .requestHandler(request -> answer(request, files))
                        .listen(SHARED_PORT, "127.0.0.1")
                        .onSuccess(server -> port.tryComplete(server.actualPort()));
                  }
                },
            new DeploymentOptions().setInstances(loops))
        .compose(_ -> port.future())
        .toCompletionStage()
        .toCompletableFuture()
        .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private static HttpServerOptions encrypted() throws IOException, InterruptedException {
    SelfSigned pair = SelfSigned.make();
    return new HttpServerOptions()
        .setSsl(true)
        .setUseAlpn(true)
        .setKeyCertOptions(
            new PemKeyCertOptions()
                .setCertPath(pair.certificate().toString())
                .setKeyPath(pair.key().toString()));
  }

  private void answer(HttpServerRequest request, Path files) {
    HttpServerResponse response = request.response();
    String path = request.path();
    if (path.equals(HELLO_PATH)) {
      response
          .putHeader(HttpHeaders.CONTENT_TYPE, JSON)
          .putHeader(HttpHeaders.CONTENT_LENGTH, HELLO_LENGTH)
          .end(HELLO_BODY);
    } else if (path.startsWith(MEMORY_PATH)) {
      response.end(bodies.of(path));
    } else if (path.startsWith(AnswerStyle.PATH)) {
      AnswerStyle.answer(request);
    } else if (path.startsWith(FILES_PATH)) {
      response.sendFile(files.resolve(path.substring(FILES_PATH.length())).toString());
    } else {
      response.setStatusCode(404).end();
    }
  }

  @Override
  public void close() {
    Vertxes.close(vertx);
  }
}
