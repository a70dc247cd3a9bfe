package dev.samara.http;

import static dev.samara.http.TestGateway.eventually;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UploadsTest {
  @TempDir Path folder;
  private TestGateway gateway;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @BeforeEach
  void start() {
    gateway = new TestGateway(folder);
  }

  @AfterEach
  void stop() {
    gateway.close();
    client.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 8191, 65_536, 65_537, 262_145, 3_000_001})
  void bodiesOfOddSizesKeepTheirBytes(int size) throws Exception {
    byte[] bytes = bytes(size);
    checkStored(put("length", BodyPublishers.ofByteArray(bytes)), 201, bytes);
    checkStored(put("chunked", chunked(bytes)), 201, bytes);
    checkStored(put("chunked", chunked(bytes)), 200, bytes);
    assertArrayEquals(bytes, Files.readAllBytes(folder.resolve("length")));
    assertArrayEquals(bytes, Files.readAllBytes(folder.resolve("chunked")));
    assertEquals(3, gateway.balance().stored());
  }

  @Test
  void whatWasPostedComesBackWithItsLengthAndNoGuessedType() throws Exception {
    byte[] bytes = bytes(5_000_003);
    var post =
        HttpRequest.newBuilder(gateway.uri("/uploads/page.html"))
            .POST(BodyPublishers.ofByteArray(bytes));
    assertEquals(201, client.send(post.build(), BodyHandlers.ofString()).statusCode());
    var got =
        client.send(
            HttpRequest.newBuilder(gateway.uri("/uploads/page.html")).build(),
            BodyHandlers.ofByteArray());
    assertEquals(200, got.statusCode());
    assertArrayEquals(bytes, got.body());
    assertEquals("application/octet-stream", got.headers().firstValue("content-type").get());
    assertEquals("nosniff", got.headers().firstValue("x-content-type-options").get());
    assertEquals("5000003", got.headers().firstValue("content-length").get());
    var head =
        client.send(
            HttpRequest.newBuilder(gateway.uri("/uploads/page.html")).HEAD().build(),
            BodyHandlers.ofByteArray());
    assertEquals("5000003", head.headers().firstValue("content-length").get());
    assertEquals(0, head.body().length);
  }

  @Test
  void aDeletedUploadIsGone() throws Exception {
    put("x", BodyPublishers.ofString("hello"));
    var delete = HttpRequest.newBuilder(gateway.uri("/uploads/x")).DELETE().build();
    assertEquals(204, client.send(delete, BodyHandlers.ofString()).statusCode());
    assertEquals(404, client.send(delete, BodyHandlers.ofString()).statusCode());
    var get = HttpRequest.newBuilder(gateway.uri("/uploads/x")).build();
    var missing = client.send(get, BodyHandlers.ofString());
    assertEquals(404, missing.statusCode());
    assertTrue(missing.body().contains("urn:samara:problem:no-such-upload"), missing.body());
  }

  @Test
  void twoWritersOfOneNameAreNeverMixed() throws Exception {
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    List<String> digests = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      byte[] bytes = bytes(700_000 + i);
      digests.add(sha256(bytes));
      var request = HttpRequest.newBuilder(gateway.uri("/uploads/same")).PUT(chunked(bytes));
      answers.add(client.sendAsync(request.build(), BodyHandlers.ofString()));
    }
    int created = 0;
    for (int i = 0; i < answers.size(); i++) {
      var answer = answers.get(i).join();
      created += answer.statusCode() == 201 ? 1 : 0;
      assertEquals(digests.get(i), new JsonObject(answer.body()).getString("sha256"));
    }
    assertEquals(1, created);
    assertTrue(digests.contains(sha256(Files.readAllBytes(folder.resolve("same")))));
    assertEquals(List.of("same"), gateway.files());
  }

  @Test
  void aDownloadKeepsItsContentWhenTheNameIsReplaced() throws Exception {
    byte[] old = bytes(20_000_000);
    put("x", BodyPublishers.ofByteArray(old));
    var get = HttpRequest.newBuilder(gateway.uri("/uploads/x")).build();
    var slow = client.send(get, BodyHandlers.ofInputStream());
    put("x", BodyPublishers.ofString("new"));
    assertArrayEquals(old, slow.body().readAllBytes());
  }

  @Test
  void bytesOneByOneAreOneUpload() throws Exception {
    try (var raw = new RawClient(gateway.port())) {
      raw.send("PUT /uploads/slow HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
      for (char c : "5\r\nhello\r\n1;ext=1\r\n!\r\n0\r\nX-Sum: 6\r\n\r\n".toCharArray()) {
        raw.send(String.valueOf(c));
      }
      assertTrue(raw.readAnswer().contains("\"size\":6"));
    }
    assertEquals("hello!", Files.readString(folder.resolve("slow")));
  }

  @Test
  void aClientThatBreaksOffLeavesNothing() throws Exception {
    for (String framing : List.of("Content-Length: 1000000", "Transfer-Encoding: chunked")) {
      for (boolean reset : List.of(true, false)) {
        long aborted = gateway.balance().aborted();
        var raw = new RawClient(gateway.port());
        raw.send("PUT /uploads/broken HTTP/1.1\r\nHost: x\r\n" + framing + "\r\n\r\n");
        raw.send("10000\r\n").send(bytes(60_000));
        eventually("one is in flight", () -> gateway.balance().inFlight() == 1);
        if (reset) {
          raw.reset();
        } else {
          raw.close();
        }
        eventually("aborted", () -> gateway.balance().aborted() == aborted + 1);
        assertEquals(List.of(), gateway.files());
      }
    }
  }

  @Test
  void aBrokenBodyIsAnsweredWith400AndLeavesNothing() throws Exception {
    try (var raw = new RawClient(gateway.port())) {
      raw.send("PUT /uploads/x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
      raw.send("5\r\nhello\r\nzz\r\nnot a chunk");
      String answer = raw.readToClose();
      assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
      assertTrue(answer.contains("urn:samara:problem:bad-body"), answer);
    }
    eventually("aborted", () -> gateway.balance().aborted() == 1);
    assertEquals(List.of(), gateway.files());
  }

  @Test
  void someoneElsesFolderOrLinkIsNotTouched(@TempDir Path elsewhere) throws Exception {
    Path secret = Files.writeString(elsewhere.resolve("secret"), "secret");
    Files.createSymbolicLink(folder.resolve("link"), secret);
    Files.createDirectory(folder.resolve("dir"));
    for (String name : List.of("link", "dir")) {
      assertEquals(409, put(name, BodyPublishers.ofString("x")).statusCode());
      var get = HttpRequest.newBuilder(gateway.uri("/uploads/" + name)).build();
      var got = client.send(get, BodyHandlers.ofString());
      assertEquals(409, got.statusCode());
      assertFalse(got.body().contains(secret.toString()), got.body());
    }
    assertEquals("secret", Files.readString(secret));
  }

  @Test
  void aClientThatWaitsFor100GetsItOnlyAfterTheChecks() throws Exception {
    String head = " HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n";
    try (var raw = new RawClient(gateway.port())) {
      raw.send("PUT /uploads/ok" + head);
      assertEquals("HTTP/1.1 100 Continue\r\n\r\n", raw.readUntil("\r\n\r\n"));
      raw.send("ok");
      assertTrue(raw.readAnswer().startsWith("HTTP/1.1 201 "));
    }
    try (var raw = new RawClient(gateway.port())) {
      raw.send("PUT /uploads/.bad" + head);
      assertTrue(raw.readAnswer().startsWith("HTTP/1.1 400 "));
    }
    try (var raw = new RawClient(gateway.port())) {
      raw.send("PUT /uploads/x" + head.replace("100-continue", "more"));
      assertTrue(raw.readAnswer().startsWith("HTTP/1.1 417 "));
    }
  }

  private HttpResponse<String> put(String name, BodyPublisher body) throws Exception {
    var request = HttpRequest.newBuilder(gateway.uri("/uploads/" + name)).PUT(body).build();
    return client.send(request, BodyHandlers.ofString());
  }

  private static void checkStored(HttpResponse<String> answer, int status, byte[] bytes)
      throws Exception {
    assertEquals(status, answer.statusCode(), answer.body());
    var stored = new JsonObject(answer.body());
    assertEquals(bytes.length, stored.getInteger("size"));
    assertEquals(sha256(bytes), stored.getString("sha256"));
  }

  static BodyPublisher chunked(byte[] bytes) {
    return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes));
  }

  static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
