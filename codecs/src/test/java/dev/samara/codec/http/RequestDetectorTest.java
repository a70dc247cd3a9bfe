package dev.samara.codec.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestDetectorTest {
  private static final String POST = "POST /x HTTP/1.1\r\nHost: h\r\n";
  private static final String CHUNKED = POST + "Transfer-Encoding: chunked\r\n\r\n";
  private static final HttpLimits SMALL = new HttpLimits(64, 100, 4, 10, 20, 2, 30);

  @Test
  void requestsInARowAreFoundHoweverTheyAreCut() {
    String wire =
        "GET /a?b HTTP/1.1\r\nHost: h:80\r\nX:  1 2\t\r\n\r\n"
            + "\r\nPUT /b HTTP/1.0\r\ncontent-length: 005\r\n\r\nhello"
            + CHUNKED
            + "3;a=b; c = \"d;\\\"\" \r\n".replace(" \r\n", "\r\n")
            + "abc\r\n0A\r\n0123456789\r\n00;z\r\nX-Sum: 7\r\n\r\n"
            + "OPTIONS * HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n"
            + "CONNECT a.b:443 HTTP/1.1\r\nHost: a.b:443\r\n\r\n"
            + "GET http://real/x HTTP/1.1\r\nHost: other\r\n\r\nDELE";
    assertEquals(
        List.of(
            "head GET /a?b 1.1 h:80 NONE 0 [Host=h:80][X=1 2]",
            "end",
            "head PUT /b 1.0 - LENGTH 5 [content-length=005]",
            "data hello",
            "end",
            "head POST /x 1.1 h CHUNKED -1 [Host=h][Transfer-Encoding=chunked]",
            "chunk 3 ;a=b; c = \"d;\\\"\"",
            "data abc",
            "chunk 10 ",
            "data 0123456789",
            "last ;z [X-Sum=7]",
            "end",
            "head OPTIONS * 1.1 [::1]:8080 NONE 0 [Host=[::1]:8080]",
            "end",
            "head CONNECT a.b:443 1.1 a.b:443 NONE 0 [Host=a.b:443]",
            "end",
            "head GET http://real/x 1.1 real NONE 0 [Host=other]",
            "end",
            "...head"),
        Requests.readAnyhow(HttpLimits.defaults(), Requests.bytes(wire), 1));
  }

  @Test
  void itStopsAtTheEndOfEachRequest() {
    var in = Unpooled.wrappedBuffer(Requests.bytes(POST + "\r\n" + POST));
    var detector = new RequestDetector(HttpLimits.defaults());
    assertTrue(detector.detect(in, new Requests()));
    assertEquals(POST.length(), in.readableBytes());
    assertTrue(detector.isBetween());
  }

  @Test
  void aChunkMayBeAsLargeAsALongIs() {
    assertEquals(
        "chunk 9223372036854775807 ", Requests.read(CHUNKED + "7fffffffffffffff\r\nx").get(1));
    assertFault(413, CHUNKED + "8000000000000000\r\n");
    assertFault(400, CHUNKED + "00000000000000001\r\n");
    // Together they are more than a body may be.
    var wire = Requests.bytes(CHUNKED + "1\r\nx\r\n7fffffffffffffff\r\n");
    var last = Requests.readAnyhow(HttpLimits.defaults(), wire, 2).getLast();
    assertTrue(last.startsWith("fault 413 "), last);
  }

  @Test
  void aLengthMayBeAsLargeAsALongIsLessOne() {
    assertEquals(
        "head POST /x 1.1 h LENGTH 9223372036854775806 [Host=h][Content-Length=9223372036854775806]",
        Requests.read(POST + "Content-Length: 9223372036854775806\r\n\r\n").getFirst());
    assertFault(413, POST + "Content-Length: 9223372036854775808\r\n\r\n");
    assertFault(413, POST + "Content-Length: 184467440737095516160\r\n\r\n");
  }

  @ParameterizedTest
  @CsvSource({
    "414, 'GET /%s HTTP/1.1\r\n', 50, 51",
    "431, 'GET / HTTP/1.1\r\nHost: h\r\nX: %s\r\n\r\n', 86, 87",
    "431, 'GET / HTTP/1.1\r\nHost: h\r\nX: %s\r\nY:\r\n\r\n', 82, 83",
    "413, 'POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1%s\r\n\r\n', 1, 2",
  })
  void theLimitIsTakenAndOneMoreIsNot(int status, String wire, int most, int tooMany) {
    for (String end : List.of(wire, wire.substring(0, wire.indexOf("%s") + 2))) {
      var taken = last(end.formatted("1".repeat(most)));
      assertTrue(!taken.startsWith("fault"), taken);
    }
    String fault = last(wire.formatted("1".repeat(tooMany)));
    assertTrue(fault.startsWith("fault " + status + " "), fault);
  }

  @ParameterizedTest
  @CsvSource({
    "413, 5;abcdefghi, 5;abcdefghij",
    "413, '5;a=bc\r\n12345\r\n5;a=bc', '5;a=bc\r\n12345\r\n5;a=bcd'",
    "413, '5          ;a', '5;a\r\n12345\r\n5          ;a'",
    "413, 1e, 1f",
    "413, 'a\r\n0123456789\r\n14', 'a\r\n0123456789\r\n15'",
    "431, '0\r\nA: 1\r\nB: 1\r\n', '0\r\nA: 1\r\nB: 1\r\nC: 1\r\n'",
    "431, '0\r\nA: 456789012345678', '0\r\nA: 4567890123456789'",
  })
  void aBodysLimitIsTakenAndOneMoreIsNot(int status, String most, String tooMuch) {
    String wire = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
    if (!most.startsWith("5          ")) {
      String taken = last(wire + most + "\r\n");
      assertTrue(!taken.startsWith("fault"), taken);
    }
    String fault = last(wire + tooMuch + "\r\n");
    assertTrue(fault.startsWith("fault " + status + " "), fault);
  }

  /** A line that never ends is refused when it is too long, not when it ends. */
  @Test
  void noMoreThanTheLimitIsKept() {
    assertTrue(last("GET /" + "a".repeat(60)).startsWith("fault 414 "));
    String head = "GET / HTTP/1.1\r\nX: ";
    assertEquals("...head", last(head + "1".repeat(95)));
    assertTrue(last(head + "1".repeat(96)).startsWith("fault 431 "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\u0016\u0003\u0001", "\n", " GET", "\r\r", "\r\n\r", "\r\n\n", "\0", "("})
  void whatCannotBeAMethodIsRefusedAtOnce(String wire) {
    var lines = Requests.readAnyhow(SMALL, Requests.bytes(wire), 3);
    assertEquals(1, lines.size());
    assertTrue(lines.getFirst().startsWith("fault 400 "), lines.getFirst());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "a:80",
        "a:",
        "1.2.3.4",
        "[::1]",
        "[::1]:0",
        "[v1.x:y]",
        "a-b_c~d.e",
        "%41b",
        "a:65535",
        "!$&'()*+,;=",
      })
  void aValidHost(String host) {
    var head = Requests.read("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n").getFirst();
    assertTrue(head.startsWith("head GET / 1.1 " + host + " "), head);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", ":80", "a b", "a/b", "a@b", "a:65536", "a:8x", "a:-1", "[::1", "::1", "[]", "[::1]x",
        "a%4", "a%zz", "a,b c", "a\"", "<a>", "\u00e9", "a?b", "a#b", "a\\b",
      })
  void anInvalidHost(String host) {
    var lines = Requests.read("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
    assertEquals(List.of("fault 400 the Host field is not valid"), lines);
  }

  @Test
  void limitsAreChecked() {
    var e =
        assertThrows(
            IllegalArgumentException.class, () -> new HttpLimits(63, 100, 4, 10, 20, 2, 30));
    assertEquals("requestLineBytes: 63 (expected: 64 to 1048576)", e.getMessage());
  }

  private static String last(String wire) {
    return Requests.readAnyhow(SMALL, Requests.bytes(wire), 4).getLast();
  }

  private static void assertFault(int status, String wire) {
    var lines = Requests.readAnyhow(HttpLimits.defaults(), Requests.bytes(wire), 5);
    assertTrue(lines.getLast().startsWith("fault " + status + " "), lines.getLast());
  }
}
