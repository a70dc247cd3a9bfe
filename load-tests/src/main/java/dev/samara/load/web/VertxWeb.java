package dev.samara.load.web;

import dev.samara.load.server.HttpServers;
import dev.samara.load.transport.SelfSigned;
import dev.samara.load.transport.VertxEnd;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Raw Vert.x: no router, no check of anything. */
final class VertxWeb implements WebServer {
  private static final CharSequence HELLO_LENGTH =
      HttpHeaders.createOptimized(Integer.toString(HELLO.length()));
  private static final CharSequence JSON = HttpHeaders.createOptimized(HELLO_TYPE);
  private static final Buffer HELLO_BODY = Buffer.buffer(HELLO);

  private final boolean tls;
  private final Bodies bodies = new Bodies();

  /** Set by {@link #start}, taken by {@link #close}; both on the caller's thread. */
  private Optional<VertxEnd> running = Optional.empty();

  /** With TLS it speaks HTTP/2 to those who want it, and otherwise HTTP/1.1. */
  VertxWeb(boolean tls) {
    this.tls = tls;
  }

  @Override
  public int start(int loops, Path files) throws Exception {
    HttpServerOptions options = tls ? encrypted() : new HttpServerOptions();
    VertxEnd end = new VertxEnd(loops);
    running = Optional.of(end);
    return Integer.parseInt(
        VertxEnd.await(
            HttpServers.listen(
                end.vertx(),
                loops,
                () ->
                    end.vertx()
                        .createHttpServer(options)
                        .requestHandler(request -> answer(request, files)))));
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
    running.ifPresent(VertxEnd::close);
    running = Optional.empty();
  }
}
