package dev.samara.http;

import static dev.samara.http.HttpCalls.ascii;
import static dev.samara.http.HttpCalls.base64;
import static dev.samara.http.HttpCalls.header;
import static dev.samara.http.HttpCalls.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The digests of RFC 9530 over real sockets. */
class DigestTest {
  private static final byte[] HELLO = ascii("hello");

  @TempDir Path folder;
  private TestGateway gateway;
  private HttpCalls http;

  @BeforeEach
  void start() {
    gateway = new TestGateway(folder);
    http = new HttpCalls(gateway);
  }

  @AfterEach
  void stop() {
    http.close();
    gateway.close();
  }

  @Test
  void theRightDigestsAreTakenAndWantedOnesAnswered() throws Exception {
    String sha256 = "sha-256=:" + base64("SHA-256", HELLO) + ":";
    String sha512 = "sha-512=:" + base64("SHA-512", HELLO) + ":";
    var stored =
        http.put(
            "/uploads/x",
            HELLO,
            "Content-Digest",
            sha256 + ", " + sha512,
            "Repr-Digest",
            "md5=:AAAA:, " + sha256,
            "Want-Repr-Digest",
            "sha-512=3, sha-256=0, unknown=9");
    assertEquals(201, stored.statusCode(), text(stored));
    assertEquals(sha512, header(stored, "repr-digest"));
    assertTrue(text(stored).contains("\"sha512\":\"9b71d224bd62f378"), text(stored));
    var got = http.get("/uploads/x", "Want-Content-Digest", "sha-256=10");
    assertEquals(sha256 + ", " + sha512, header(got, "repr-digest"));
    assertEquals(sha256, header(got, "content-digest"));
    var some = http.get("/uploads/x", "Range", "bytes=0-1", "Want-Content-Digest", "sha-256=10");
    assertEquals("", header(some, "content-digest"));
    assertEquals(sha256 + ", " + sha512, header(some, "repr-digest"));
  }

  @Test
  void aWrongDigestStoresNothingAndKeepsWhatWasThere() throws Exception {
    http.put("/uploads/x", HELLO);
    for (String field : List.of("Content-Digest", "Repr-Digest")) {
      for (String name : List.of("x", "new")) {
        String digest = "sha-512=:" + base64("SHA-512", ascii("other")) + ":";
        var refused = http.put("/uploads/" + name, HELLO, field, digest);
        assertEquals(400, refused.statusCode(), text(refused));
        assertTrue(text(refused).contains("problem:digest-mismatch"), text(refused));
      }
    }
    assertEquals("hello", text(http.get("/uploads/x")));
    assertEquals(List.of("x"), gateway.files());
    assertEquals(4, gateway.balance().failed());
  }

  @Test
  void whatCannotBeCheckedIsRefusedBeforeTheBody() throws Exception {
    List<String> bad =
        List.of("sha-256", "sha-256=abc", "sha-256=:%%%:", "md5=:AAAA:", "sha-256=:AAAA", ",");
    for (String digest : bad) {
      var refused = http.put("/uploads/x", HELLO, "Content-Digest", digest);
      assertEquals(400, refused.statusCode(), digest);
      assertTrue(text(refused).contains("problem:bad-field"), text(refused));
    }
    for (String want : List.of("sha-256", "sha-256=11", "sha-256=-1", "sha-256=1.5")) {
      assertEquals(400, http.put("/uploads/x", HELLO, "Want-Repr-Digest", want).statusCode());
    }
    assertEquals(0, gateway.balance().accepted());
    assertEquals(List.of(), gateway.files());
  }
}
