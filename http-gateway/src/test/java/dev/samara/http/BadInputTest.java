package dev.samara.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BadInputTest {
  @TempDir Path parent;
  private Path folder;
  private TestGateway gateway;

  @BeforeEach
  void start() {
    folder = parent.resolve("uploads");
    gateway = new TestGateway(folder);
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/uploads/../x",
        "/uploads/%2e%2e/x",
        "/uploads/%2e%2E",
        "/uploads/..",
        "/uploads/..%2fx",
        "/uploads/..%5cx",
        "/uploads/a%2fb",
        "/uploads/a\\b",
        "/uploads/%2fetc%2fpasswd",
        "/uploads//x",
        "/uploads/",
        "/uploads",
        "/uploads/.x",
        "/uploads/.incoming",
        "/uploads/.incoming/x",
        "/uploads/%00",
        "/uploads/a%00b",
        "/uploads/a%0ab",
        "/uploads/a%7fb",
        "/uploads/%ff",
        "/uploads/%c0%ae%c0%ae",
        "/uploads/%",
        "/uploads/%4",
        "/uploads/%zz",
        "/uploads/a#b",
        "/./uploads/x",
        "/x/../uploads/x",
        "uploads/x",
        "http://x/uploads/../x",
        "ftp://x/uploads/x",
      })
  void aNameThatLeavesTheFolderIsRefused(String target) throws Exception {
    for (String method : List.of("PUT", "POST", "GET", "DELETE")) {
      try (var raw = new RawClient(gateway.port())) {
        raw.send(method + " " + target + " HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi");
        String answer = raw.readAnswer();
        assertTrue(answer.startsWith("HTTP/1.1 4"), method + ": " + answer);
        assertTrue(answer.contains("application/problem+json"), answer);
      }
    }
    assertEquals(0, gateway.balance().accepted());
    try (Stream<Path> beside = Files.list(parent)) {
      assertEquals(List.of(folder), beside.toList());
    }
    assertEquals(List.of(), gateway.files());
  }

  @Test
  void aNameOf200BytesIsTakenAndOneMoreIsNot() throws Exception {
    assertStatus(201, "PUT /uploads/" + "é".repeat(99).replace("é", "%C3%A9") + "ab", "");
    assertStatus(400, "PUT /uploads/" + "a".repeat(201), "");
    assertEquals(List.of("é".repeat(99) + "ab"), gateway.files());
  }

  @ParameterizedTest
  @CsvSource({
    "400, Transfer-Encoding: xchunked",
    "400, Transfer-Encoding: gzip",
    "400, Host: y",
    "400, Content-Length: 5",
    "400, Content-Length: +5",
    "400, Transfer-Encoding : chunked",
  })
  void aMessageOfDoubtfulLengthIsRefusedAndNothingBehindItIsServed(int status, String field)
      throws Exception {
    Files.writeString(folder.resolve("victim"), "alive");
    try (var raw = new RawClient(gateway.port())) {
      raw.send(
          "POST /uploads/x HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n"
              + field
              + "\r\n\r\nDELETE /uploads/victim HTTP/1.1\r\nHost: x\r\n\r\n");
      String answers = raw.readToClose();
      assertTrue(answers.startsWith("HTTP/1.1 " + status + " "), answers);
      assertEquals(1, answers.split("HTTP/1.1 ", -1).length - 1, answers);
    }
    assertEquals(List.of("victim"), gateway.files());
  }

  @Test
  void anUnknownCodingAloneHidesNoRequestEither() throws Exception {
    Files.writeString(folder.resolve("victim"), "alive");
    for (String coding : List.of("xchunked", "gzip, chunked", "chunked, chunked")) {
      try (var raw = new RawClient(gateway.port())) {
        raw.send("POST /uploads/x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: " + coding);
        raw.send("\r\n\r\nDELETE /uploads/victim HTTP/1.1\r\nHost: x\r\n\r\n");
        String answers = raw.readToClose();
        assertTrue(answers.matches("(?s)HTTP/1.1 (400|501) .*"), coding + ": " + answers);
        assertEquals(1, answers.split("HTTP/1.1 ", -1).length - 1, answers);
      }
    }
    assertEquals(List.of("victim"), gateway.files());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost:\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nBad Name: x\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nA: \0\r\n\r\n",
        "garbage\r\n\r\n",
      })
  void aMalformedHeadIsAnsweredWith400AndClosed(String head) throws Exception {
    try (var raw = new RawClient(gateway.port())) {
      String answer = raw.send(head).readToClose();
      assertTrue(answer.matches("(?s)HTTP/1.. 400 .*"), answer);
      assertTrue(answer.contains("urn:samara:problem:bad-request"), answer);
    }
  }

  @Test
  void headsBeyondTheLimitsHaveTheirOwnStatus() throws Exception {
    assertStatus(414, "GET /" + "a".repeat(9000), "");
    assertStatus(431, "GET /", "X: " + "a".repeat(17_000) + "\r\n");
  }

  @Test
  void anUnknownPathIs404AndAWrongMethodNamesTheRightOnes() throws Exception {
    assertTrue(answer("GET /nothing", "").contains("urn:samara:problem:no-such-path"));
    String answer = answer("PATCH /uploads/x", "");
    assertTrue(answer.startsWith("HTTP/1.1 405 "), answer);
    assertTrue(
        answer.toLowerCase().contains("allow: get, head, put, post, delete, options\r\n"), answer);
    assertTrue(answer("OPTIONS /metrics", "").toLowerCase().contains("allow: get, head\r\n"));
  }

  @Test
  void pagesOfOtherOriginsMayNotChangeAnything() throws Exception {
    assertStatus(403, "POST /uploads/x", "Origin: http://evil.example\r\n");
    assertStatus(403, "DELETE /uploads/x", "Origin: null\r\n");
    assertStatus(201, "POST /uploads/x", "Origin: http://x\r\n");
    assertEquals(List.of("x"), gateway.files());
  }

  @Test
  void oneConnectionServesRequestsInTheirOrderAfterAFailure() throws Exception {
    try (var raw = new RawClient(gateway.port())) {
      String head = " HTTP/1.1\r\nHost: x\r\n\r\n";
      raw.send("GET /nothing" + head + "GET /health/live" + head + "GET /uploads/no" + head);
      assertTrue(raw.readAnswer().startsWith("HTTP/1.1 404 "));
      assertTrue(raw.readAnswer().startsWith("HTTP/1.1 200 "));
      assertTrue(raw.readAnswer().startsWith("HTTP/1.1 404 "));
    }
  }

  private void assertStatus(int status, String line, String fields) throws Exception {
    String answer = answer(line, fields);
    assertTrue(answer.matches("(?s)HTTP/1.. " + status + " .*"), line + " -> " + answer);
  }

  private String answer(String line, String fields) throws Exception {
    try (var raw = new RawClient(gateway.port())) {
      raw.send(line + " HTTP/1.1\r\nHost: x\r\n" + fields + "\r\n");
      return raw.readAnswer();
    }
  }
}
