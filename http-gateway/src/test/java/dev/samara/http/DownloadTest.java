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
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ranges and conditions over real sockets. */
class DownloadTest {
  private static final byte[] TEN = ascii("0123456789");

  @TempDir Path folder;
  private TestGateway gateway;
  private HttpCalls http;

  @BeforeEach
  void start() throws Exception {
    gateway = new TestGateway(folder);
    http = new HttpCalls(gateway);
    assertEquals(201, http.put("/uploads/ten", TEN).statusCode());
  }

  @AfterEach
  void stop() {
    http.close();
    gateway.close();
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, 0-0",
    "bytes=2-4, 234, 2-4",
    "bytes=7-, 789, 7-9",
    "bytes=7-99999999999, 789, 7-9",
    "bytes=-3, 789, 7-9",
    "bytes=-99, 0123456789, 0-9",
    "BYTES= 2-4, 234, 2-4",
    "'bytes=2-4,3-6', 23456, 2-6",
    "'bytes=5-6,2-4', 23456, 2-6",
    "'bytes=20-30,1-2', 12, 1-2"
  })
  void oneRangeIsAnsweredAsOne(String range, String bytes, String place) throws Exception {
    var answer = http.get("/uploads/ten", "Range", range);
    assertEquals(206, answer.statusCode());
    assertEquals(bytes, text(answer));
    assertEquals("bytes " + place + "/10", header(answer, "content-range"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=4-2", "bytes=x", "bytes=-", "lines=1-2", "bytes=1-2,z", "bytes="})
  void whatIsNoRangeIsIgnored(String range) throws Exception {
    var answer = http.get("/uploads/ten", "Range", range);
    assertEquals(200, answer.statusCode());
    assertEquals("0123456789", text(answer));
  }

  @Test
  void whatTheFileDoesNotHaveIs416WithItsLength() throws Exception {
    for (String range : List.of("bytes=10-", "bytes=-0", "bytes=11-12,40-")) {
      var answer = http.get("/uploads/ten", "Range", range);
      assertEquals(416, answer.statusCode(), range);
      assertEquals("bytes */10", header(answer, "content-range"));
    }
    http.put("/uploads/empty", new byte[0]);
    assertEquals(416, http.get("/uploads/empty", "Range", "bytes=0-").statusCode());
    assertEquals(200, http.get("/uploads/empty").statusCode());
    var many = http.get("/uploads/ten", "Range", "bytes=" + "0-0,".repeat(16) + "0-0");
    assertEquals(416, many.statusCode());
    assertTrue(text(many).contains("16 ranges at most"), text(many));
  }

  @Test
  void severalRangesAreTheirBytesInParts() throws Exception {
    byte[] large = UploadsTest.bytes(1_000_000);
    http.put("/uploads/large", large);
    var answer = http.get("/uploads/large", "Range", "bytes=5-9, 100000-400000,-3");
    assertEquals(206, answer.statusCode());
    String type = header(answer, "content-type");
    assertTrue(type.startsWith("multipart/byteranges; boundary="), type);
    assertEquals("", header(answer, "content-range"));
    String boundary = "--" + type.substring(type.indexOf('=') + 1);
    String body = new String(answer.body(), StandardCharsets.ISO_8859_1);
    String[] parts = body.split("\r\n" + boundary);
    assertEquals(5, parts.length);
    assertEquals("--\r\n", parts[4]);
    int[][] ranges = {{5, 9}, {100_000, 400_000}, {999_997, 999_999}};
    for (int i = 0; i < ranges.length; i++) {
      String place = "Content-Range: bytes " + ranges[i][0] + "-" + ranges[i][1] + "/1000000";
      int head = parts[i + 1].indexOf("\r\n\r\n");
      assertTrue(parts[i + 1].substring(0, head).contains(place), parts[i + 1].substring(0, head));
      byte[] content = parts[i + 1].substring(head + 4).getBytes(StandardCharsets.ISO_8859_1);
      assertArrayEquals(Arrays.copyOfRange(large, ranges[i][0], ranges[i][1] + 1), content);
    }
  }

  @Test
  void aChangedFileIsSentWholeInsteadOfARangeOfIt() throws Exception {
    var head = http.call("HEAD", "/uploads/ten", new byte[0]);
    String tag = header(head, "etag");
    String date = header(head, "last-modified");
    for (String same : List.of(tag, date)) {
      assertEquals(
          206, http.get("/uploads/ten", "Range", "bytes=1-2", "If-Range", same).statusCode());
    }
    for (String other : List.of("\"x\"", "W/" + tag, "Sun, 06 Nov 1994 08:49:37 GMT", "soon")) {
      var whole = http.get("/uploads/ten", "Range", "bytes=1-2", "If-Range", other);
      assertEquals(200, whole.statusCode(), other);
      assertEquals(10, whole.body().length);
    }
  }

  @Test
  void conditionsOfReadersGive304And412() throws Exception {
    var head = http.call("HEAD", "/uploads/ten", new byte[0]);
    String tag = header(head, "etag");
    String date = header(head, "last-modified");
    assertEquals("\"hNiYl_EY0ahWWGZVpXZKgY0gOIRqLlUfXvO2s7sKKIo\"".length(), tag.length());
    String old = "Sun, 06 Nov 1994 08:49:37 GMT";
    check(304, "If-None-Match", tag);
    check(304, "If-None-Match", "\"a\", W/" + tag);
    check(304, "If-None-Match", "*");
    check(200, "If-None-Match", "\"a\"");
    check(200, "If-None-Match", "\"a\"", "If-Modified-Since", date);
    check(304, "If-Modified-Since", date);
    check(200, "If-Modified-Since", old);
    check(200, "If-Modified-Since", "yesterday");
    check(200, "If-Match", tag);
    check(200, "If-Match", "*");
    check(412, "If-Match", "\"a\"");
    check(412, "If-Match", "W/" + tag);
    check(412, "If-Unmodified-Since", old);
    check(200, "If-Unmodified-Since", date);
    check(400, "If-None-Match", "no quotes");
    var notModified = http.get("/uploads/ten", "If-None-Match", tag);
    assertEquals(tag, header(notModified, "etag"));
    assertEquals(0, notModified.body().length);
  }

  private void check(int status, String... fields) throws Exception {
    assertEquals(status, http.get("/uploads/ten", fields).statusCode(), Arrays.toString(fields));
  }

  @Test
  void conditionsOfWritersKeepUpdatesFromBeingLost() throws Exception {
    String tag = header(http.get("/uploads/ten"), "etag");
    assertEquals(412, http.put("/uploads/ten", TEN, "If-None-Match", "*").statusCode());
    assertEquals(412, http.put("/uploads/new", TEN, "If-Match", "*").statusCode());
    assertEquals(201, http.put("/uploads/new", TEN, "If-None-Match", "*").statusCode());
    var changed = http.put("/uploads/ten", ascii("changed"), "If-Match", tag);
    assertEquals(200, changed.statusCode());
    assertEquals(header(http.get("/uploads/ten"), "etag"), header(changed, "etag"));
    assertEquals(412, http.put("/uploads/ten", TEN, "If-Match", tag).statusCode());
    assertEquals(
        412, http.call("DELETE", "/uploads/ten", new byte[0], "If-Match", tag).statusCode());
    assertEquals("changed", text(http.get("/uploads/ten")));
  }

  @Test
  void aFileChangedBehindOurBackHasAWeakTag() throws Exception {
    Files.writeString(folder.resolve("ten"), "9876543210");
    Files.setLastModifiedTime(folder.resolve("ten"), FileTime.from(Instant.EPOCH));
    var answer = http.get("/uploads/ten");
    assertEquals("W/\"a-000000000\"", header(answer, "etag"));
    assertEquals("", header(answer, "repr-digest"));
    assertEquals("Thu, 01 Jan 1970 00:00:00 GMT", header(answer, "last-modified"));
  }

  @ParameterizedTest
  @CsvSource({
    "a.png, image/png, 'inline; filename=\"a.png\"'",
    "a.html, application/octet-stream, 'attachment; filename=\"a.html\"'",
    "a.svg, application/octet-stream, 'attachment; filename=\"a.svg\"'",
    "%C3%A4.txt, text/plain; charset=utf-8,"
        + " 'inline; filename=\"_.txt\"; filename*=UTF-8''''%C3%A4.txt'"
  })
  void onlyInertTypesAreShown(String name, String type, String disposition) throws Exception {
    http.put("/uploads/" + name, TEN);
    var answer = http.get("/uploads/" + name);
    assertEquals(type, header(answer, "content-type"));
    assertEquals(disposition, header(answer, "content-disposition"));
    assertEquals("default-src 'none'; sandbox", header(answer, "content-security-policy"));
  }
}
