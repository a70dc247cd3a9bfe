package dev.samara.http;

import static dev.samara.http.HttpCalls.ascii;
import static dev.samara.http.HttpCalls.base64;
import static dev.samara.http.HttpCalls.header;
import static dev.samara.http.HttpCalls.text;
import static dev.samara.http.TestGateway.eventually;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** tus 1.0 over real sockets. */
class TusTest {
  private static final byte[] NONE = {};
  private static final String NAME =
      "filename " + Base64.getEncoder().encodeToString("a file".getBytes());

  @TempDir Path folder;
  private TestGateway gateway;
  private HttpCalls http;

  @BeforeEach
  void start() {
    gateway = new TestGateway(folder, o -> o.withUploadLimits(10_000_000, 8));
    http = new HttpCalls(gateway);
  }

  @AfterEach
  void stop() {
    http.close();
    gateway.close();
  }

  private HttpResponse<byte[]> tus(String method, String path, byte[] body, String... fields)
      throws Exception {
    var all = new ArrayList<>(List.of("Tus-Resumable", "1.0.0"));
    all.addAll(List.of(fields));
    var answer = http.call(method, path, body, all.toArray(String[]::new));
    assertEquals("1.0.0", header(answer, "tus-resumable"), method + " " + path);
    return answer;
  }

  private String create(String... fields) throws Exception {
    var created = tus("POST", "/uploads", NONE, fields);
    assertEquals(201, created.statusCode(), text(created));
    return header(created, "location");
  }

  private HttpResponse<byte[]> patch(String path, long offset, byte[] body, String... fields)
      throws Exception {
    var all = new ArrayList<>(List.of("Upload-Offset", "" + offset));
    all.addAll(List.of("Content-Type", "application/offset+octet-stream"));
    all.addAll(List.of(fields));
    return tus("PATCH", path, body, all.toArray(String[]::new));
  }

  private String offset(String path) throws Exception {
    var head = tus("HEAD", path, NONE);
    assertEquals(200, head.statusCode());
    assertEquals("no-store", header(head, "cache-control"));
    return header(head, "upload-offset");
  }

  @Test
  void whatThereIsIsTold() throws Exception {
    var options = http.call("OPTIONS", "/uploads", NONE);
    assertEquals(204, options.statusCode());
    assertEquals("1.0.0", header(options, "tus-version"));
    assertEquals("10000000", header(options, "tus-max-size"));
    assertEquals("sha1,sha256,sha512", header(options, "tus-checksum-algorithm"));
    assertTrue(header(options, "tus-extension").contains("creation-with-upload"));
    assertEquals("application/partial-upload", header(options, "accept-patch"));
  }

  @Test
  void partsBecomeOneFile() throws Exception {
    byte[] bytes = UploadsTest.bytes(2_000_003);
    String path = create("Upload-Length", "" + bytes.length, "Upload-Metadata", NAME + ",other");
    int[] ends = {0, 1, 700_000, 700_001, bytes.length};
    for (int i = 1; i < ends.length; i++) {
      byte[] part = java.util.Arrays.copyOfRange(bytes, ends[i - 1], ends[i]);
      var answer = patch(path, ends[i - 1], part);
      assertEquals(204, answer.statusCode(), text(answer));
      assertEquals("" + ends[i], header(answer, "upload-offset"));
      assertEquals(i < ends.length - 1, !header(answer, "upload-expires").isEmpty());
      assertEquals("" + ends[i], offset(path));
    }
    assertArrayEquals(bytes, Files.readAllBytes(folder.resolve("a file")));
    var head = tus("HEAD", path, NONE);
    assertEquals(NAME + ",other", header(head, "upload-metadata"));
    assertEquals("" + bytes.length, header(head, "upload-length"));
    String digest = "sha-256=:" + base64("SHA-256", bytes) + ":";
    assertEquals(digest, header(http.get("/uploads/a%20file"), "repr-digest"));
    assertEquals(403, patch(path, bytes.length, ascii("x")).statusCode());
    assertEquals(1, gateway.balance().stored());
    assertEquals(3, gateway.balance().parked());
    assertEquals(bytes.length, gateway.gateway.uploadFolder().bytes());
  }

  @Test
  void anEmptyUploadAndOneInItsCreationAreFilesAtOnce() throws Exception {
    create("Upload-Length", "0", "Upload-Metadata", NAME);
    assertEquals(0, Files.size(folder.resolve("a file")));
    String[] fields = {
      "Upload-Length",
      "5",
      "Upload-Metadata",
      NAME,
      "Content-Type",
      "application/offset+octet-stream"
    };
    var created = tus("POST", "/uploads", ascii("hello"), fields);
    assertEquals(201, created.statusCode());
    assertEquals("5", header(created, "upload-offset"));
    assertEquals("hello", Files.readString(folder.resolve("a file")));
    var part = tus("POST", "/uploads/other", ascii("he"), fields);
    assertEquals("2", header(part, "upload-offset"));
    assertEquals(204, patch(header(part, "location"), 2, ascii("llo")).statusCode());
    assertEquals("hello", Files.readString(folder.resolve("other")));
  }

  @Test
  void aLengthMayComeLater() throws Exception {
    String path = create("Upload-Defer-Length", "1");
    assertEquals("1", header(tus("HEAD", path, NONE), "upload-defer-length"));
    assertEquals(204, patch(path, 0, ascii("hel")).statusCode());
    assertEquals(204, patch(path, 3, ascii("lo"), "Upload-Length", "5").statusCode());
    String id = path.substring(path.lastIndexOf('/') + 1);
    assertEquals("hello", Files.readString(folder.resolve(id)));
  }

  @Test
  void whatDoesNotFitIsRefusedAndChangesNothing() throws Exception {
    String path = create("Upload-Length", "5");
    assertEquals(204, patch(path, 0, ascii("he")).statusCode());
    var wrong = patch(path, 0, ascii("he"));
    assertEquals(409, wrong.statusCode());
    assertEquals("2", header(wrong, "upload-offset"));
    assertEquals(400, patch(path, 2, ascii("llo!")).statusCode());
    assertEquals(400, patch(path, 2, ascii("llo"), "Upload-Length", "6").statusCode());
    assertEquals(415, tus("PATCH", path, ascii("llo"), "Upload-Offset", "2").statusCode());
    assertEquals("2", offset(path));
    assertEquals(404, tus("HEAD", "/partial/nothing", NONE).statusCode());
    assertEquals(404, tus("HEAD", "/partial/" + "A".repeat(22), NONE).statusCode());
    assertEquals(400, tus("POST", "/uploads", NONE).statusCode());
    assertEquals(400, tus("POST", "/uploads", NONE, "Upload-Length", "-1").statusCode());
    assertEquals(413, tus("POST", "/uploads", NONE, "Upload-Length", "10000001").statusCode());
    assertEquals(
        400,
        tus("POST", "/uploads", NONE, "Upload-Length", "1", "Upload-Metadata", "filename Lng=")
            .statusCode());
    var version = http.call("POST", "/uploads", NONE, "Tus-Resumable", "0.2.2");
    assertEquals(412, version.statusCode());
    assertEquals("1.0.0", header(version, "tus-version"));
  }

  @Test
  void aWrongChecksumKeepsNothingOfThePart() throws Exception {
    String path = create("Upload-Length", "10");
    for (String name : List.of("sha1 SHA-1", "sha256 SHA-256", "sha512 SHA-512")) {
      String[] names = name.split(" ");
      var wrong =
          patch(
              path, 0, ascii("hello"), "Upload-Checksum", names[0] + " " + base64(names[1], NONE));
      assertEquals(460, wrong.statusCode());
      assertEquals("0", offset(path));
    }
    String right = "sha1 " + base64("SHA-1", ascii("hello"));
    assertEquals(204, patch(path, 0, ascii("hello"), "Upload-Checksum", right).statusCode());
    assertEquals("5", offset(path));
    for (String bad : List.of("md5 AAAA", "sha1", "sha1 %")) {
      assertEquals(400, patch(path, 5, ascii("x"), "Upload-Checksum", bad).statusCode(), bad);
    }
  }

  @Test
  void aTerminatedUploadIsGoneWithItsBytes() throws Exception {
    String path = create("Upload-Length", "10");
    patch(path, 0, ascii("hello"));
    assertEquals(10, gateway.gateway.uploadFolder().bytes());
    assertEquals(204, tus("DELETE", path, NONE).statusCode());
    assertEquals(404, tus("HEAD", path, NONE).statusCode());
    assertEquals(404, patch(path, 5, ascii("hello")).statusCode());
    assertEquals(404, tus("DELETE", path, NONE).statusCode());
    assertEquals(0, gateway.gateway.uploadFolder().bytes());
    assertEquals(List.of(), gateway.files());
  }

  @Test
  void partialUploadsAreConcatenatedInTheirOrder() throws Exception {
    String first = create("Upload-Length", "3", "Upload-Concat", "partial");
    String second = create("Upload-Length", "2", "Upload-Concat", "partial");
    patch(second, 0, ascii("lo"));
    String whole = "final;" + gateway.uri(first) + " " + second;
    String[] fields = {"Upload-Concat", whole, "Upload-Metadata", NAME};
    assertEquals(400, tus("POST", "/uploads", NONE, fields).statusCode());
    patch(first, 0, ascii("hel"));
    assertEquals("partial", header(tus("HEAD", first, NONE), "upload-concat"));
    var made = tus("POST", "/uploads", NONE, fields);
    assertEquals(201, made.statusCode(), text(made));
    assertEquals("hello", Files.readString(folder.resolve("a file")));
    String path = header(made, "location");
    assertEquals(whole, header(tus("HEAD", path, NONE), "upload-concat"));
    assertEquals(403, patch(path, 5, ascii("x")).statusCode());
    tus("DELETE", first, NONE);
    tus("DELETE", second, NONE);
    assertEquals(5, gateway.gateway.uploadFolder().bytes());
    assertEquals(
        404, tus("POST", "/uploads", NONE, "Upload-Concat", "final;" + first).statusCode());
  }

  @Test
  void aClientThatOnlyPostsMayMeanPatch() throws Exception {
    String path = create("Upload-Length", "2", "Upload-Metadata", NAME);
    var answer =
        tus(
            "POST",
            path,
            ascii("hi"),
            "X-HTTP-Method-Override",
            "PATCH",
            "Upload-Offset",
            "0",
            "Content-Type",
            "application/offset+octet-stream");
    assertEquals(204, answer.statusCode(), text(answer));
    assertEquals("hi", Files.readString(folder.resolve("a file")));
  }

  @Test
  void aBrokenPartIsKeptAndALaterRequestTakesOver() throws Exception {
    String path = create("Upload-Length", "1000000", "Upload-Metadata", NAME);
    String head =
        "PATCH %s HTTP/1.1\r\nHost: x\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: %d\r\n"
            + "Content-Type: application/offset+octet-stream\r\nContent-Length: %d\r\n\r\n";
    try (var raw = new RawClient(gateway.port())) {
      raw.send(head.formatted(path, 0, 1_000_000)).send(new byte[300_000]);
      eventually("300,000 bytes came", () -> sizeOfData() == 300_000);
    }
    eventually("parked", () -> gateway.balance().parked() == 1);
    assertEquals("300000", offset(path));
    try (var stuck = new RawClient(gateway.port())) {
      stuck.send(head.formatted(path, 300_000, 700_000)).send(new byte[100_000]);
      eventually("400,000 bytes came", () -> sizeOfData() == 400_000);
      assertEquals("400000", offset(path));
      assertEquals("", stuck.readToClose());
    }
    assertEquals(204, patch(path, 400_000, new byte[600_000]).statusCode());
    assertArrayEquals(new byte[1_000_000], Files.readAllBytes(folder.resolve("a file")));
  }

  private long sizeOfData() {
    try (Stream<Path> all = Files.walk(folder.resolve(".partial"))) {
      return all.filter(file -> file.endsWith("data")).mapToLong(TusTest::size).sum();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static long size(Path file) {
    return file.toFile().length();
  }
}
