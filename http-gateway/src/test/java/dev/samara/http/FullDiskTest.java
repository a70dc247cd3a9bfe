package dev.samara.http;

import static dev.samara.http.HttpCalls.ascii;
import static dev.samara.http.HttpCalls.header;
import static dev.samara.http.HttpCalls.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is really full: a small tmpfs. Needs to be run as one who may mount. */
@Tag("outside")
class FullDiskTest {
  private static final int MEBIBYTE = 1 << 20;

  @TempDir Path folder;
  private Path disk;

  @BeforeEach
  void mount() throws Exception {
    disk = Files.createDirectory(folder.resolve("disk"));
    run("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", disk.toString());
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", "-l", disk.toString());
  }

  private static void run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), output);
  }

  @Test
  void aFullDiskIs507AndKeepsWhatWasThere() throws Exception {
    byte[] old = UploadsTest.bytes(3 * MEBIBYTE);
    try (var gateway = new TestGateway(disk);
        var http = new HttpCalls(gateway)) {
      assertEquals(201, http.put("/uploads/x", old).statusCode());
      var announced = http.put("/uploads/x", new byte[6 * MEBIBYTE]);
      assertEquals(507, announced.statusCode());
      try (var raw = new RawClient(gateway.port())) {
        raw.send("PUT /uploads/x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (int i = 0; i < 6; i++) {
          raw.send("100000\r\n").send(new byte[MEBIBYTE]).send("\r\n");
        }
        String answer = raw.send("0\r\n\r\n").readAnswer();
        assertTrue(answer.startsWith("HTTP/1.1 507 "), answer);
      }
      assertArrayEquals(old, http.get("/uploads/x").body());
      assertEquals(List.of("x"), gateway.files());
      assertEquals(201, http.put("/uploads/y", new byte[4 * MEBIBYTE]).statusCode());
    }
  }

  @Test
  void anUploadInPartsGoesOnWhenThereIsRoomAgain() throws Exception {
    byte[] bytes = UploadsTest.bytes(6 * MEBIBYTE);
    try (var gateway = new TestGateway(disk);
        var http = new HttpCalls(gateway)) {
      http.put("/uploads/big", new byte[4 * MEBIBYTE]);
      String path =
          header(
              http.call(
                  "POST",
                  "/uploads/x",
                  ascii(""),
                  "Tus-Resumable",
                  "1.0.0",
                  "Upload-Defer-Length",
                  "1"),
              "location");
      String[] part = {
        "Tus-Resumable",
        "1.0.0",
        "Content-Type",
        "application/offset+octet-stream",
        "Upload-Length",
        "" + bytes.length,
        "Upload-Offset",
        "0"
      };
      // The length is told when it is too late to see that it does not fit.
      var full = http.call("PATCH", path, bytes, part);
      assertEquals(507, full.statusCode(), text(full));
      var head = http.call("HEAD", path, ascii(""), "Tus-Resumable", "1.0.0");
      int offset = Integer.parseInt(header(head, "upload-offset"));
      assertTrue(offset > 0 && offset < bytes.length, offset + " bytes");
      assertEquals(204, http.call("DELETE", "/uploads/big", ascii("")).statusCode());
      part[7] = "" + offset;
      byte[] rest = java.util.Arrays.copyOfRange(bytes, offset, bytes.length);
      var done = http.call("PATCH", path, rest, part);
      assertEquals(204, done.statusCode(), text(done));
      assertArrayEquals(bytes, Files.readAllBytes(disk.resolve("x")));
    }
  }
}
