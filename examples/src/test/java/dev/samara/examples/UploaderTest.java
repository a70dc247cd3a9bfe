package dev.samara.examples;

import static dev.samara.examples.Hubs.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.examples.uploader.Totals;
import dev.samara.examples.uploader.Uploader;
import dev.samara.http.Gateway;
import dev.samara.http.body.BodyEvent;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploaderTest {

  private static final String CHUNKED =
      "POST /totals HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n";

  private final Vertx vertx = Vertx.vertx();
  private Gateway gateway;

  @TempDir private Path folder;

  @BeforeEach
  void start() {
    gateway = await(Uploader.start(vertx, 0, folder));
  }

  @AfterEach
  void close() {
    await(gateway.close());
    await(vertx.close());
  }

  /** What comes back until the server closes, for a request that is cut in pieces. */
  private String answer(byte[] request, int... cuts) throws IOException {
    try (var socket = new Socket("127.0.0.1", gateway.port())) {
      socket.setSoTimeout(20_000);
      socket.setTcpNoDelay(true);
      var out = socket.getOutputStream();
      var from = 0;
      for (var cut : cuts) {
        out.write(request, from, cut - from);
        out.flush();
        from = cut;
      }
      out.write(request, from, request.length - from);
      out.flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void theChunksAddUpHoweverTheRequestIsCut() throws Exception {
    var random = new Random(7);
    for (var round = 0; round < 10; round++) {
      var request = new ByteArrayOutputStream();
      request.writeBytes(ascii(CHUNKED));
      var chunks = 1 + random.nextInt(20);
      var bytes = 0;
      for (var i = 0; i < chunks; i++) {
        var size = 1 + random.nextInt(i % 5 == 0 ? 100_000 : 100);
        request.writeBytes(ascii(Integer.toHexString(size) + ";n=" + i + "\r\n"));
        request.writeBytes(new byte[size]);
        request.writeBytes(ascii("\r\n"));
        bytes += size;
      }
      request.writeBytes(ascii("0\r\n\r\n"));
      var cuts = random.ints(10, 1, request.size()).sorted().toArray();
      var answer = answer(request.toByteArray(), cuts);
      assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
      assertTrue(answer.endsWith("\r\n%d chunks, %d bytes\n".formatted(chunks, bytes)), answer);
    }
  }

  @Test
  void aBodyWithALengthIsOneChunkAndNoBodyIsNone() throws Exception {
    var head = "POST /totals HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: ";
    assertTrue(answer(ascii(head + "5\r\n\r\nhello")).endsWith("\r\n1 chunks, 5 bytes\n"));
    assertTrue(answer(ascii(head + "0\r\n\r\n")).endsWith("\r\n0 chunks, 0 bytes\n"));
    assertTrue(answer(ascii(CHUNKED + "0\r\n\r\n")).endsWith("\r\n0 chunks, 0 bytes\n"));
  }

  @Test
  void aBrokenBodyHasNoTotals() throws Exception {
    var broken = answer(ascii(CHUNKED + "5\r\nhello\r\nx\r\n"));
    assertTrue(broken.startsWith("HTTP/1.1 400 "), broken);
    assertFalse(broken.contains("chunks,"), broken);
    var get = answer(ascii("GET /totals HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
    assertTrue(get.startsWith("HTTP/1.1 405 "), get);
  }

  @Test
  void totalsThatDoNotAddUpAreAnError() {
    var first = new BodyEvent.ChunkStart(5, "", Buffer.buffer("hel"), true);
    var rest = new BodyEvent.ChunkData(Buffer.buffer("lo"));
    var last = new BodyEvent.LastChunk(List.of());
    assertEquals(new Totals(1, 5, 5), Totals.of(List.of(first, rest, last)));
    var wrong = assertThrows(IllegalStateException.class, () -> Totals.of(List.of(first, last)));
    assertTrue(wrong.getMessage().contains("promisedBytes=5, receivedBytes=3"), wrong.toString());
  }
}
