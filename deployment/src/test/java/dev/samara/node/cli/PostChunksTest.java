package dev.samara.node.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code samara post} puts on the wire, read by a socket. */
class PostChunksTest {

  /** The sizes of the chunks of one request, and their bytes. */
  private record Sent(List<Integer> sizes, byte[] bytes) {}

  @ParameterizedTest
  @CsvSource({"3, 1", "2, 16384", "5, 16385", "3, 65536", "2, 5000000"})
  void eachChunkIsOneOnTheWire(int chunks, int bytes) throws Exception {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var sent = CompletableFuture.supplyAsync(() -> serve(server));
      var out =
          Cli.run(
                  "post",
                  "--chunks",
                  "" + chunks,
                  "--chunk-size",
                  "" + bytes,
                  "http://127.0.0.1:%d/x".formatted(server.getLocalPort()))
              .succeeds();
      assertTrue(out.startsWith("x  " + (long) chunks * bytes + " bytes"), out);
      var request = sent.get(20, TimeUnit.SECONDS);
      assertEquals(Collections.nCopies(chunks, bytes), request.sizes());
      var expected = new ByteArrayOutputStream();
      for (var i = 0; i < chunks; i++) {
        expected.writeBytes(new MadeUpChunks(chunks, bytes).chunk(i));
      }
      assertArrayEquals(expected.toByteArray(), request.bytes());
    }
  }

  @Test
  void aServerThatStoredLessIsFound() throws Exception {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var sent = CompletableFuture.supplyAsync(() -> serve(server, 1));
      var failed =
          Cli.run(
                  "post",
                  "--chunks",
                  "2",
                  "--chunk-size",
                  "10",
                  "http://127.0.0.1:%d/x".formatted(server.getLocalPort()))
              .fails();
      assertTrue(failed.startsWith("samara: the server stored something else: 19 bytes, "), failed);
      sent.get(20, TimeUnit.SECONDS);
    }
  }

  private static Sent serve(ServerSocket server) {
    return serve(server, 0);
  }

  /** Takes one request and answers as the gateway does, with so many bytes fewer. */
  private static Sent serve(ServerSocket server, int lost) {
    try (var socket = server.accept()) {
      socket.setSoTimeout(20_000);
      var in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
      var head = new ArrayList<String>();
      for (var line = line(in); !line.isEmpty(); line = line(in)) {
        head.add(line.toLowerCase());
      }
      assertTrue(head.contains("transfer-encoding: chunked"), head::toString);
      var sizes = new ArrayList<Integer>();
      var bytes = new ByteArrayOutputStream();
      for (var size = size(in); size > 0; size = size(in)) {
        sizes.add(size);
        bytes.writeBytes(in.readNBytes(size));
        assertEquals("", line(in));
      }
      assertEquals("", line(in));
      var digest = HexFormat.of().formatHex(UploadCommand.sha256().digest(bytes.toByteArray()));
      var body =
          "{\"name\":\"x\",\"size\":%d,\"sha256\":\"%s\"}".formatted(bytes.size() - lost, digest);
      var answer = "HTTP/1.1 201 Created\r\nContent-Length: %d\r\n\r\n%s";
      socket
          .getOutputStream()
          .write(answer.formatted(body.length(), body).getBytes(StandardCharsets.US_ASCII));
      return new Sent(sizes, bytes.toByteArray());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static int size(InputStream in) throws IOException {
    return Integer.parseInt(line(in), 16);
  }

  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (var b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new IOException("the request breaks off");
      }
      line.append((char) b);
    }
    return line.toString().stripTrailing();
  }
}
