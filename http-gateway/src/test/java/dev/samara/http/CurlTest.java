package dev.samara.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.http.body.BodyEvent;
import dev.samara.http.mount.Mounts;
import dev.samara.http.mount.PathHandler;
import dev.samara.http.mount.Reply;
import io.vertx.core.json.JsonObject;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The same as a user would do it. */
class CurlTest {
  @TempDir Path folder;
  @TempDir Path files;

  @Test
  @Tag("outside")
  void aChunkedUploadByCurlComesBackTheSame() throws Exception {
    upload(64L << 20);
  }

  @Test
  @Tag("outside")
  void curlGoesOnWithADownload() throws Exception {
    Path file = files.resolve("big");
    write(file, 4 << 20);
    try (var gateway = new TestGateway(folder)) {
      String url = gateway.uri("/uploads/x").toString();
      curl("-T", file.toString(), url);
      Path part = files.resolve("part");
      curl("-r", "0-1000000", "-o", part.toString(), url);
      assertEquals(1_000_001, Files.size(part));
      curl("-C", "-", "-o", part.toString(), url);
      assertEquals(-1, Files.mismatch(file, part));
      String several = curl("-r", "0-9,20-29", url);
      assertTrue(several.contains("Content-Range: bytes 20-29/4194304"), several);
    }
  }

  @Test
  @Tag("long")
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void twoGibibytesInChunksByCurl() throws Exception {
    upload(2L << 30);
  }

  @Test
  @Tag("outside")
  void chunksAndExpectationsOfCurl() throws Exception {
    var mounts =
        Mounts.none()
            .with(
                "/chunks",
                new PathHandler.Blocking((request, body) -> {
                  long bytes = 0;
                  long chunks = 0;
                  for (BodyEvent event : body) {
                    bytes += event.bytes().length();
                    chunks += event instanceof BodyEvent.ChunkStart ? 1 : 0;
                  }
                  return Reply.text(200, bytes > 0 && chunks > 0 ? "" + bytes : "nothing");
                }));
    Path file = files.resolve("small");
    write(file, 1L << 20);
    try (var gateway = new TestGateway(folder, o -> o, mounts)) {
      String url = gateway.uri("/chunks").toString();
      String data = "@" + file;
      String size = "" + (1L << 20);
      assertEquals(size, curl("--data-binary", data, url));
      assertEquals(size, curl("--data-binary", data, "-H", "Transfer-Encoding: chunked", url));
      assertEquals(size, curl("--data-binary", data, "-H", "Expect: 100-continue", url));
      String refused =
          curl("-o", "-", "-w", "%{http_code}", "-H", "Expect: more", "--no-fail", url);
      assertTrue(refused.endsWith("417"), refused);
      assertEquals(size, curl("--http1.0", "--data-binary", data, url));
    }
  }

  private void upload(long bytes) throws Exception {
    Path file = files.resolve("big");
    String sha256 = write(file, bytes);
    try (var gateway = new TestGateway(folder)) {
      String url = gateway.uri("/uploads/x").toString();
      String chunked = "Transfer-Encoding: chunked";
      String answer = curl("-T", file.toString(), "-H", chunked, "-H", "Expect: 100-continue", url);
      var stored = new JsonObject(answer);
      assertEquals(bytes, stored.getLong("size"));
      assertEquals(sha256, stored.getString("sha256"));
      Path back = files.resolve("back");
      curl("-o", back.toString(), url);
      assertEquals(-1, Files.mismatch(file, back));
      assertEquals(1, gateway.balance().stored());
    }
  }

  private static String write(Path file, long bytes) throws Exception {
    var digest = MessageDigest.getInstance("SHA-256");
    byte[] block = new byte[1 << 20];
    var random = new Random(bytes);
    try (OutputStream out = new DigestOutputStream(Files.newOutputStream(file), digest)) {
      for (long left = bytes; left > 0; left -= block.length) {
        random.nextBytes(block);
        out.write(block);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static String curl(String... arguments) throws Exception {
    var command = new ArrayList<>(List.of("curl", "-sS", "--fail-with-body"));
    command.addAll(List.of(arguments));
    if (command.remove("--no-fail")) {
      command.remove("--fail-with-body");
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), output);
    return output;
  }
}
