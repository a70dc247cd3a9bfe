package dev.samara.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** The bytes of a file as the body of an answer, or as a part of it. On the request's context. */
final class FileBody {
  private static final int PIECE_BYTES = 64 * 1024;

  private FileBody() {}

  /**
   * Sends a part of a file and ends the answer. Only HTTP/1 has sendfile. What Vert.x does in its
   * place fails or never ends on a stream of HTTP/2 or 3 (5.1.5): there the file is read piece by
   * piece, the next one while those before it are on their way.
   *
   * @param file stays open until this is done
   * @param from the first byte
   * @param bytes how many
   */
  static Future<Void> send(
      Vertx vertx, HttpServerRequest request, FileChannel file, long from, long bytes) {
    return RequestRules.isHttp2(request)
        ? sendPieces(vertx, request.response(), file, from, bytes)
        : request.response().sendFile(file, from, bytes);
  }

  private static Future<Void> sendPieces(
      Vertx vertx, HttpServerResponse response, FileChannel file, long from, long bytes) {
    if (bytes == 0) {
      return response.end();
    }
    int piece = (int) Math.min(bytes, PIECE_BYTES);
    return vertx
        .executeBlocking(() -> read(file, from, piece), false)
        .compose(read -> {
          if (piece == bytes) {
            return response.end(read);
          }
          Future<Void> written = response.write(read);
          boolean waits = written.failed() || response.writeQueueFull();
          Future<Void> room = waits ? written : Future.succeededFuture();
          return room.compose(go -> sendPieces(vertx, response, file, from + piece, bytes - piece));
        });
  }

  /** A part of a file. Blocks. */
  static Buffer read(FileChannel file, long from, int bytes) throws IOException {
    var piece = ByteBuffer.allocate(bytes);
    while (piece.hasRemaining()) {
      if (file.read(piece, from + piece.position()) < 0) {
        throw new EOFException("the file has become shorter");
      }
    }
    return Buffer.buffer(piece.array());
  }
}
