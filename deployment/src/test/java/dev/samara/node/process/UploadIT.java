package dev.samara.node.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bodies stream to the disk and back in a process whose memory stays as it was. */
class UploadIT {

  private static final long BYTES = 64L << 20;
  private static final int UPLOADS = 6;

  /** The heap may still fill up; together the uploads are four times this. */
  private static final long MOST_GROWTH_KILOBYTES = 96 << 10;

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir private static Path folder;
  private static NodeProcess node;
  private static Body body;

  @BeforeAll
  static void start() throws Exception {
    body = Body.write(folder.resolve("body"), BYTES);
    node = NodeProcess.startSmall(folder);
  }

  @AfterAll
  static void stop() throws Exception {
    HTTP.close();
    try (var _ = node) {
      node.signal("INT");
      node.assertStops();
    }
  }

  private static void upload(String name) throws Exception {
    // A stream has no length that is known beforehand, so it travels in chunks.
    var request =
        HttpRequest.newBuilder(node.uri("/uploads/" + name))
            .PUT(BodyPublishers.ofInputStream(body::open))
            .build();
    var answer = HTTP.send(request, BodyHandlers.ofString());
    assertTrue(answer.statusCode() / 100 == 2, answer::body);
    var stored = new JsonObject(answer.body());
    assertEquals(BYTES, stored.getLong("size"));
    assertEquals(body.sha256(), stored.getString("sha256"));
  }

  @Test
  void aChunkedUploadComesBackTheSame() throws Exception {
    upload("same");
    var back = folder.resolve("back");
    var request = HttpRequest.newBuilder(node.uri("/uploads/same")).build();
    assertEquals(200, HTTP.send(request, BodyHandlers.ofFile(back)).statusCode());
    assertEquals(-1, Files.mismatch(body.file(), back));
  }

  @Test
  void manyUploadsDoNotGrowTheProcess() throws Exception {
    upload("first");
    var before = node.residentKilobytes();
    for (var i = 0; i < UPLOADS; i++) {
      upload("next");
    }
    var after = node.residentKilobytes();
    System.out.printf("resident: %d kB, after %d uploads %d kB%n", before, UPLOADS, after);
    assertTrue(after - before < MOST_GROWTH_KILOBYTES, before + " kB, then " + after + " kB");
  }

  @Test
  void anUploadThatBreaksOffLeavesNoFile() throws Exception {
    var aborted = aborted();
    try (var peer = Peer.tcp(node.port(Ports.GATEWAY))) {
      var head = "PUT /uploads/broken HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
      peer.send((head + "5\r\nhello\r\n5\r\nhel").getBytes(StandardCharsets.US_ASCII));
      Poll.until(Duration.ofSeconds(20), node::text, () -> uploads().getLong("inFlight") == 1);
    }
    Poll.until(Duration.ofSeconds(20), node::text, () -> aborted() == aborted + 1);
    var request = HttpRequest.newBuilder(node.uri("/uploads/broken")).build();
    assertEquals(404, HTTP.send(request, BodyHandlers.ofString()).statusCode());
    Poll.until(Duration.ofSeconds(20), () -> "files: " + partialFiles(), () -> partialFiles() == 0);
    assertTrue(node.balance().getBoolean("addsUp"));
  }

  private static JsonObject uploads() throws IOException {
    return node.balance().getJsonObject("uploads");
  }

  private static long aborted() throws IOException {
    return uploads().getLong("aborted");
  }

  private static long partialFiles() {
    try (var files = Files.walk(folder.resolve("data"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".part") || name.equals("broken"))
          .count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
