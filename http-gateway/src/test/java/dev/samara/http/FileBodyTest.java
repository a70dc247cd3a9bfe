package dev.samara.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that leave in pieces. */
class FileBodyTest {
  private static final int PIECES = 4_000;
  private static final int PIECE_BYTES = 100;

  @TempDir Path folder;

  /** As those of a file of 250 MiB, whose end must be told all the same: then it is closed. */
  @Test
  void theEndOfVeryManyPiecesIsTold() throws Exception {
    long bytes = (long) PIECES * PIECE_BYTES;
    Path path = folder.resolve("long");
    var vertx = Vertx.vertx();
    try (var file =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.allocate((int) bytes));
      var sent = new CompletableFuture<Void>();
      var server =
          vertx
              .createHttpServer()
              .requestHandler(request ->
                  FileBody.sendPieces(
                          vertx, request.response().setChunked(true), file, 0, bytes, PIECE_BYTES)
                      .onComplete(sent::complete, sent::completeExceptionally));
      int port = TestGateway.await(server.listen(0, "127.0.0.1")).actualPort();
      var client = vertx.createHttpClient();
      var body =
          client
              .request(HttpMethod.GET, port, "127.0.0.1", "/")
              .compose(request -> request.send())
              .compose(answer -> answer.body());
      assertEquals(bytes, TestGateway.await(body).length());
      sent.get(20, TimeUnit.SECONDS);
    } finally {
      TestGateway.await(vertx.close());
    }
  }
}
