package dev.samara.http;

import dev.samara.http.upload.FileState;
import dev.samara.http.upload.StoredFile;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/** What is in a file: read already, or to be read. Used on the request's context. */
sealed interface FileContent {

  /** What it was like when it was opened. */
  FileState state();

  /** A part of it. */
  Future<Buffer> read(Vertx vertx, long from, int bytes);

  /** Sends a part of it as the body of an answer, and ends the answer. */
  Future<Void> send(Vertx vertx, HttpServerRequest request, long from, long bytes);

  /** Once, when it is of no use any more. */
  void close();

  /** So short that it was read as a whole. Any thread. */
  record Short(FileState state, Buffer content) implements FileContent {
    @Override
    public Future<Buffer> read(Vertx vertx, long from, int bytes) {
      return Future.succeededFuture(content.slice((int) from, (int) from + bytes));
    }

    @Override
    public Future<Void> send(Vertx vertx, HttpServerRequest request, long from, long bytes) {
      return request.response().end(content.slice((int) from, (int) (from + bytes)));
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }

  /** Open. */
  record Open(StoredFile file) implements FileContent {
    @Override
    public FileState state() {
      return file.state();
    }

    @Override
    public Future<Buffer> read(Vertx vertx, long from, int bytes) {
      return vertx.executeBlocking(() -> FileBody.read(file.channel(), from, bytes), false);
    }

    @Override
    public Future<Void> send(Vertx vertx, HttpServerRequest request, long from, long bytes) {
      return FileBody.send(vertx, request, file.channel(), from, bytes);
    }

    @Override
    public void close() {
      file.close();
    }
  }
}
