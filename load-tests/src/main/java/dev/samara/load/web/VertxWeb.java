package dev.samara.load.web;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
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

  private final Bodies bodies = new Bodies();
  private Vertx vertx;

  @Override
  public int start(int loops, Path files) throws Exception {
    vertx = Vertxes.create(loops);
    Promise<Integer> port = Promise.promise();
    return vertx
        .deployVerticle(
            () ->
                new VerticleBase() {
                  @Override
                  public Future<?> start() {
                    return vertx
                        .createHttpServer()
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
