package dev.samara.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** The bytes of a file as the body of an answer, or as a part of it. On the request's context. */
final class FileBody {
  private static final int PIECE_BYTES = 64 * 1024;

  private FileBody() {}

  /**
   * Sends a part of a file and ends the answer. Over QUIC Vert.x has no sendfile, and what it does
   * in its place with an open file never ends (5.1.5): there the file is read piece by piece.
   *
   * @param file stays open until this is done
   * @param from the first byte
   * @param bytes how many
   */
  static Future<Void> send(
      Vertx vertx, HttpServerRequest request, FileChannel file, long from, long bytes) {
    var response = request.response();
    if (request.version() != HttpVersion.HTTP_3) {
      return response.sendFile(file, from, bytes);
    }
    if (bytes == 0) {
      return response.end();
    }
    int piece = (int) Math.min(bytes, PIECE_BYTES);
    return vertx
        .executeBlocking(() -> read(file, from, piece), false)
        .compose(response::write)
        .compose(written -> send(vertx, request, file, from + piece, bytes - piece));
  }

  private static Buffer read(FileChannel file, long from, int bytes) throws IOException {
    var piece = ByteBuffer.allocate(bytes);
    while (piece.hasRemaining()) {
      if (file.read(piece, from + piece.position()) < 0) {
        throw new EOFException("the file has become shorter");
      }
    }
    return Buffer.buffer(piece.array());
  }
}
