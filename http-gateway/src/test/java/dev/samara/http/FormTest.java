package dev.samara.http;

import static dev.samara.http.HttpCalls.ascii;
import static dev.samara.http.HttpCalls.text;
import static dev.samara.http.TestGateway.eventually;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Forms with files over real sockets. */
class FormTest {
  private static final String TYPE = "multipart/form-data; boundary=xyz";

  @TempDir Path folder;
  private TestGateway gateway;
  private HttpCalls http;

  @BeforeEach
  void start() {
    gateway = new TestGateway(folder, o -> o.withUploadLimits(4_000_000, 4));
    http = new HttpCalls(gateway);
  }

  @AfterEach
  void stop() {
    http.close();
    gateway.close();
  }

  private static void file(ByteArrayOutputStream form, String name, byte[] content) {
    form.writeBytes(
        ascii(
            "--xyz\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"x\"\r\n\r\n"
                .formatted(name)));
    form.writeBytes(content);
    form.writeBytes(ascii("\r\n"));
  }

  private HttpResponse<byte[]> post(ByteArrayOutputStream form, String end) throws Exception {
    form.writeBytes(ascii(end));
    return http.call("POST", "/uploads", form.toByteArray(), "Content-Type", TYPE);
  }

  @Test
  void filesAreStoredAndFieldsAnswered() throws Exception {
    byte[] large = UploadsTest.bytes(3_000_000);
    var form = new ByteArrayOutputStream();
    file(form, "large", large);
    form.writeBytes(ascii("--xyz\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n"));
    file(form, "empty", new byte[0]);
    var answer = post(form, "--xyz--\r\n");
    assertEquals(201, answer.statusCode(), text(answer));
    var json = new JsonObject(text(answer));
    assertEquals("1", json.getJsonObject("fields").getString("a"));
    var stored = json.getJsonArray("files").getJsonObject(0);
    assertEquals(UploadsTest.sha256(large), stored.getString("sha256"));
    assertArrayEquals(large, Files.readAllBytes(folder.resolve("large")));
    assertEquals(0, Files.size(folder.resolve("empty")));
    assertEquals(2, gateway.balance().stored());
  }

  @Test
  void aFormThatFailsStoresNoneOfItsFiles() throws Exception {
    byte[] tooLarge = new byte[4_000_001];
    for (int i = 0; i < 4; i++) {
      var form = new ByteArrayOutputStream();
      file(form, "first", ascii("text"));
      switch (i) {
        case 0 -> file(form, "first", ascii("twice"));
        case 1 -> file(form, ".hidden", ascii("text"));
        case 2 -> file(form, "large", tooLarge);
        default -> {}
      }
      var answer = post(form, i == 3 ? "" : "--xyz--");
      assertEquals(i == 2 ? 413 : 400, answer.statusCode(), text(answer));
      eventually("nothing is in flight", () -> gateway.balance().inFlight() == 0);
      assertEquals(List.of(), gateway.files());
    }
  }

  @Test
  void aFormOnTheSameConnectionFollowsAnother() throws Exception {
    try (var raw = new RawClient(gateway.port())) {
      for (int i = 0; i < 3; i++) {
        var form = new ByteArrayOutputStream();
        file(form, "x", ascii("text" + i));
        form.writeBytes(ascii("--xyz--"));
        raw.send(
            "POST /uploads HTTP/1.1\r\nHost: x\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
                .formatted(TYPE, form.size()));
        for (byte b : form.toByteArray()) {
          raw.send(new byte[] {b});
        }
        String answer = raw.readAnswer();
        assertTrue(answer.startsWith("HTTP/1.1 20"), answer);
      }
    }
    assertEquals("text2", Files.readString(folder.resolve("x")));
  }

  @Test
  void aClientThatBreaksOffLeavesNothing() throws Exception {
    try (var raw = new RawClient(gateway.port())) {
      var form = new ByteArrayOutputStream();
      file(form, "x", ascii("text"));
      file(form, "y", ascii("text"));
      raw.send(
          "POST /uploads HTTP/1.1\r\nHost: x\r\nContent-Type: %s\r\nContent-Length: 9999\r\n\r\n"
              .formatted(TYPE));
      raw.send(form.toByteArray());
      eventually("two are in flight", () -> gateway.balance().inFlight() == 2);
    }
    eventually("both are gone", () -> gateway.balance().aborted() == 2);
    assertEquals(List.of(), gateway.files());
  }

  @Test
  void whatIsNoFormIs415() throws Exception {
    for (String type : List.of("text/plain", "multipart/form-data")) {
      var answer = http.call("POST", "/uploads", ascii("x"), "Content-Type", type);
      assertEquals(415, answer.statusCode());
    }
    assertEquals(405, http.get("/uploads").statusCode());
  }
}
