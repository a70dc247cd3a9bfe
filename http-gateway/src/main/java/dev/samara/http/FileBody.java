package dev.samara.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
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
        ? sendPieces(vertx, request.response(), file, from, bytes, PIECE_BYTES)
        : request.response().sendFile(file, from, bytes);
  }

  static Future<Void> sendPieces(
      Vertx vertx,
      HttpServerResponse response,
      FileChannel file,
      long from,
      long bytes,
      int pieceBytes) {
    Promise<Void> done = Promise.promise();
    new Pieces(vertx, response, file, from + bytes, pieceBytes, done).sendFrom(from);
    return done.future();
  }

  /** Future upon future would be as many as there are pieces, and end within one another. */
  private record Pieces(
      Vertx vertx,
      HttpServerResponse response,
      FileChannel file,
      long end,
      int pieceBytes,
      Promise<Void> done) {

    void sendFrom(long from) {
      if (from == end) {
        response.end().onComplete(done);
        return;
      }
      int piece = (int) Math.min(end - from, pieceBytes);
      vertx
          .executeBlocking(() -> read(file, from, piece), false)
          .map(read -> write(read, from + piece))
          .onFailure(done::tryFail);
    }

    /** What is thrown fails the future of the caller. */
    private Void write(Buffer piece, long next) {
      if (next == end) {
        response.end(piece).onComplete(done);
        return null;
      }
      Future<Void> written = response.write(piece);
      if (written.failed() || response.writeQueueFull()) {
        written.onComplete(room -> sendFrom(next), done::tryFail);
      } else {
        sendFrom(next);
      }
      return null;
    }
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
