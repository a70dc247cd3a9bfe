package dev.samara.http;

import static dev.samara.http.HttpCalls.ascii;
import static dev.samara.http.HttpCalls.base64;
import static dev.samara.http.HttpCalls.header;
import static dev.samara.http.HttpCalls.text;
import static dev.samara.http.TestGateway.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The IETF's draft over real sockets. */
class IetfDraftTest {
  private static final byte[] NONE = {};

  @TempDir Path folder;
  private TestGateway gateway;
  private HttpCalls http;

  @BeforeEach
  void start() {
    gateway = new TestGateway(folder, o -> o.withUploadLimits(1000, 8));
    http = new HttpCalls(gateway);
  }

  @AfterEach
  void stop() {
    http.close();
    gateway.close();
  }

  private HttpResponse<byte[]> patch(String path, long offset, byte[] body, String... fields)
      throws Exception {
    var all = new ArrayList<>(List.of("Upload-Offset", "" + offset));
    all.addAll(List.of("Content-Type", "application/partial-upload"));
    all.addAll(List.of(fields));
    return http.call("PATCH", path, body, all.toArray(String[]::new));
  }

  private String create(String... fields) throws Exception {
    var created = http.call("POST", "/uploads/x", NONE, fields);
    assertEquals(201, created.statusCode(), text(created));
    assertEquals("?0", header(created, "upload-complete"));
    return header(created, "location");
  }

  @Test
  void aWholeUploadIsAnsweredAsAnOrdinaryOne() throws Exception {
    var stored = http.put("/uploads/x", ascii("hello"), "Upload-Complete", "?1");
    assertEquals(201, stored.statusCode());
    assertEquals("?1", header(stored, "upload-complete"));
    assertEquals("5", header(stored, "upload-offset"));
    assertTrue(text(stored).contains("\"sha256\":\"2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c"));
    assertEquals("hello", Files.readString(folder.resolve("x")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "6", "7", "8"})
  void partsBecomeOneFile(String version) throws Exception {
    String[] draft = {"Upload-Draft-Interop-Version", version, "Upload-Complete", "?0"};
    String path = create(draft);
    var part = patch(path, 0, ascii("hel"), draft);
    assertEquals(204, part.statusCode(), text(part));
    assertEquals("?0", header(part, "upload-complete"));
    var head = http.call("HEAD", path, NONE, "Upload-Draft-Interop-Version", version);
    assertEquals(204, head.statusCode());
    assertEquals("3", header(head, "upload-offset"));
    assertEquals("?0", header(head, "upload-complete"));
    assertEquals("", header(head, "upload-length"));
    assertEquals("no-store", header(head, "cache-control"));
    assertTrue(header(head, "upload-limit").startsWith("max-size=1000, max-age="));
    draft[3] = "?1";
    var last = patch(path, 3, ascii("lo"), draft);
    assertEquals(201, last.statusCode());
    assertEquals("?1", header(last, "upload-complete"));
    assertEquals("hello", Files.readString(folder.resolve("x")));
    var after = http.call("HEAD", path, NONE, "Upload-Draft-Interop-Version", version);
    assertEquals("?1", header(after, "upload-complete"));
    assertEquals("5", header(after, "upload-length"));
    assertEquals(204, http.call("DELETE", path, NONE).statusCode());
    assertEquals("hello", Files.readString(folder.resolve("x")));
  }

  @Test
  void aClientOfTheDraftLearnsWhereToGoOnBeforeItsBytesCome() throws Exception {
    String head = "POST /uploads/x HTTP/1.1\r\nHost: x\r\nUpload-Complete: ?1\r\n%s";
    String framing = "Content-Length: 5\r\nExpect: 100-continue\r\n\r\n";
    try (var raw = new RawClient(gateway.port())) {
      raw.send(head.formatted("Upload-Draft-Interop-Version: 8\r\n" + framing));
      String interim = raw.readUntil("\r\n\r\n");
      assertTrue(interim.startsWith("HTTP/1.1 104 Upload Resumption Supported\r\n"), interim);
      assertTrue(interim.toLowerCase().contains("upload-draft-interop-version: 8\r\n"), interim);
      assertEquals("HTTP/1.1 100 Continue\r\n\r\n", raw.readUntil("\r\n\r\n"));
      raw.send("he");
      String path = interim.replaceAll("(?is).*location: (\\S+).*", "$1");
      eventually(
          "two bytes came",
          () -> folder.resolve("." + path.substring(1)).resolve("data").toFile().length() == 2);
      var taken = http.call("HEAD", path, NONE, "Upload-Draft-Interop-Version", "8");
      assertEquals("2", header(taken, "upload-offset"));
      assertEquals(201, patch(path, 2, ascii("llo"), "Upload-Complete", "?1").statusCode());
    }
    try (var raw = new RawClient(gateway.port())) {
      raw.send(head.formatted(framing));
      assertEquals("HTTP/1.1 100 Continue\r\n\r\n", raw.readUntil("\r\n\r\n"));
      assertTrue(raw.send("hello").readAnswer().startsWith("HTTP/1.1 200 "));
    }
  }

  @Test
  void theFileNameMayComeWithTheBody() throws Exception {
    http.call(
        "POST",
        "/uploads",
        ascii("hi"),
        "Upload-Complete",
        "?1",
        "Content-Disposition",
        "inline; filename=\"a.jpg\"; filename*=UTF-8''b%C3%A4.jpg");
    assertEquals(List.of("bä.jpg"), visible());
  }

  private List<String> visible() {
    return gateway.files().stream().filter(file -> !file.startsWith(".")).toList();
  }

  @Test
  void anEmptyLastPartCompletes() throws Exception {
    String path = create("Upload-Complete", "?0", "Upload-Length", "5");
    patch(path, 0, ascii("hello"), "Upload-Complete", "?0");
    assertEquals(List.of(), visible());
    assertEquals(201, patch(path, 5, NONE, "Upload-Complete", "?1").statusCode());
    assertEquals("hello", Files.readString(folder.resolve("x")));
  }

  @Test
  void anOldClientNeedNotSayThatAllIsThere() throws Exception {
    String[] draft = {
      "Upload-Complete", "?0", "Upload-Length", "5", "Upload-Draft-Interop-Version", "6"
    };
    String path = create(draft);
    patch(path, 0, ascii("hello"), "Upload-Complete", "?0");
    var head = http.call("HEAD", path, NONE, "Upload-Draft-Interop-Version", "6");
    assertEquals("?1", header(head, "upload-complete"));
    assertEquals("hello", Files.readString(folder.resolve("x")));
  }

  @Test
  void whatDoesNotFitIsRefusedAndChangesNothing() throws Exception {
    String path = create("Upload-Complete", "?0", "Upload-Length", "5");
    patch(path, 0, ascii("he"), "Upload-Complete", "?0");
    var wrong = patch(path, 3, ascii("lo"), "Upload-Complete", "?1");
    assertEquals(409, wrong.statusCode());
    assertEquals("2", header(wrong, "upload-offset"));
    assertEquals(400, patch(path, 2, ascii("l"), "Upload-Complete", "?1").statusCode());
    assertEquals(400, patch(path, 2, ascii("long"), "Upload-Complete", "?0").statusCode());
    assertEquals(400, patch(path, 2, ascii("llo")).statusCode());
    assertEquals(400, patch(path, 2, ascii("llo"), "Upload-Complete", "1").statusCode());
    String[] plain = {"Upload-Offset", "2", "Upload-Complete", "?1"};
    assertEquals(415, http.call("PATCH", path, ascii("llo"), plain).statusCode());
    assertEquals(405, http.call("GET", path, NONE).statusCode());
    assertEquals(
        412, patch(path, 2, ascii("llo"), "Upload-Draft-Interop-Version", "99").statusCode());
    assertEquals(
        413,
        http.call("POST", "/uploads/x", NONE, "Upload-Complete", "?0", "Upload-Length", "1001")
            .statusCode());
    assertEquals("2", header(http.call("HEAD", path, NONE), "upload-offset"));
  }

  @Test
  void digestsOfThePartAndOfTheWholeAreChecked() throws Exception {
    String whole = "sha-256=:" + base64("SHA-256", ascii("hello")) + ":";
    String wanted = "sha-512=:" + base64("SHA-512", ascii("hello")) + ":";
    String[] creation = {
      "Upload-Complete", "?0", "Repr-Digest", whole, "Want-Repr-Digest", "sha-512=1"
    };
    String path = create(creation);
    String part = "sha-256=:" + base64("SHA-256", ascii("hel")) + ":";
    var bad = patch(path, 0, ascii("xxx"), "Upload-Complete", "?0", "Content-Digest", part);
    assertEquals(400, bad.statusCode());
    assertEquals("0", header(http.call("HEAD", path, NONE), "upload-offset"));
    var good = patch(path, 0, ascii("hel"), "Upload-Complete", "?0", "Content-Digest", part);
    assertEquals(204, good.statusCode());
    var last = patch(path, 3, ascii("lo"), "Upload-Complete", "?1");
    assertEquals(201, last.statusCode());
    assertEquals(wanted, header(last, "repr-digest"));
    String other = create(creation);
    var spoilt = patch(other, 0, ascii("jello"), "Upload-Complete", "?1");
    assertEquals(400, spoilt.statusCode());
    assertTrue(text(spoilt).contains("problem:digest-mismatch"), text(spoilt));
    assertEquals(404, http.call("HEAD", other, NONE).statusCode());
    assertEquals("hello", Files.readString(folder.resolve("x")));
  }
}
