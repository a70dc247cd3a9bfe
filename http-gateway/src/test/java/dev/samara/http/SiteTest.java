package dev.samara.http;

import static dev.samara.http.HttpCalls.ascii;
import static dev.samara.http.HttpCalls.header;
import static dev.samara.http.HttpCalls.text;
import static dev.samara.http.TestGateway.eventually;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.samara.http.mount.Mounts;
import dev.samara.http.mount.PathHandler;
import dev.samara.http.site.AccessLogFormat;
import dev.samara.http.site.CorsOptions;
import dev.samara.http.site.SiteOptions;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What is done for all paths: other origins, the log, compression; and files of a folder. */
class SiteTest {
  @TempDir Path folder;
  @TempDir Path site;
  private TestGateway gateway;
  private HttpCalls calls;

  private void start(UnaryOperator<SiteOptions> change) {
    var mounts = Mounts.none().with("/site", new PathHandler.Files(site, "index.html"));
    gateway =
        new TestGateway(
            folder, options -> options.withSite(change.apply(SiteOptions.defaults())), mounts);
    calls = new HttpCalls(gateway);
  }

  @AfterEach
  void stop() throws Exception {
    if (gateway != null) {
      calls.close();
      gateway.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.example, PUT, x-one, 204",
    "https://A.example, PUT, 'X-One, content-type', 204",
    "https://a.example, GET, '', 204",
    "https://b.example, PUT, '', 403",
    "https://a.example, DELETE, '', 403",
    "https://a.example, PUT, x-two, 403"
  })
  void aBrowserIsToldWhatAPageMay(String origin, String method, String headers, int status)
      throws Exception {
    start(site -> site.withCors(cors()));
    var answer =
        calls.call(
            "OPTIONS",
            "/uploads/a",
            new byte[0],
            "Origin",
            origin,
            "Access-Control-Request-Method",
            method,
            "Access-Control-Request-Headers",
            headers);
    assertEquals(status, answer.statusCode(), text(answer));
    assertEquals(status == 204 ? origin : "", header(answer, "access-control-allow-origin"));
    if (status == 204) {
      assertEquals("GET, HEAD, PUT", header(answer, "access-control-allow-methods"));
      assertEquals("content-type, x-one", header(answer, "access-control-allow-headers"));
      assertEquals("60", header(answer, "access-control-max-age"));
      assertTrue(header(answer, "vary").contains("Origin"));
    }
  }

  private static CorsOptions cors() {
    return new CorsOptions(
        Set.of("https://a.example"),
        Set.of("PUT"),
        Set.of("X-One", "Content-Type"),
        Set.of("ETag"),
        true,
        Duration.ofMinutes(1));
  }

  @Test
  void pagesOfThatOriginMayChangeAndReadOthersMayNot() throws Exception {
    start(site -> site.withCors(cors()));
    var mine = calls.put("/uploads/a", ascii("x"), "Origin", "https://a.example");
    assertEquals(201, mine.statusCode());
    assertEquals("https://a.example", header(mine, "access-control-allow-origin"));
    assertEquals("true", header(mine, "access-control-allow-credentials"));
    assertEquals("ETag", header(mine, "access-control-expose-headers"));
    var other = calls.put("/uploads/b", ascii("x"), "Origin", "https://b.example");
    assertEquals(403, other.statusCode());
    assertEquals("", header(other, "access-control-allow-origin"));
    // A method that is not listed.
    var post = calls.call("POST", "/uploads/b", ascii("x"), "Origin", "https://a.example");
    assertEquals(403, post.statusCode());
  }

  @Test
  void corsOptionsAreChecked() {
    refused(() -> CorsOptions.of(Set.of()));
    refused(() -> CorsOptions.of(Set.of("*", "https://a.example")));
    refused(() -> CorsOptions.of(Set.of("a.example")));
    refused(() -> new CorsOptions(Set.of("*"), Set.of(), Set.of(), Set.of(), true, Duration.ZERO));
    refused(() ->
        new CorsOptions(Set.of("*"), Set.of(), Set.of(), Set.of(), false, Duration.ofDays(2)));
  }

  private static void refused(Runnable options) {
    assertThrows(IllegalArgumentException.class, options::run);
  }

  @ParameterizedTest
  @CsvSource({
    "gzip, true",
    "'br, GZIP;q=0.5', true",
    "*, true",
    "'gzip;q=0, *', false",
    "identity, false",
    "gzip;q=0.0, false"
  })
  void largeTextIsCompressedWhereThatIsTaken(String accepted, boolean zipped) throws Exception {
    start(site -> site);
    var answer = calls.get("/", "Accept-Encoding", accepted);
    assertEquals(zipped ? "gzip" : "", header(answer, "content-encoding"));
    assertEquals("accept-encoding", header(answer, "vary"));
    byte[] page = zipped ? unzip(answer.body()) : answer.body();
    assertTrue(new String(page, StandardCharsets.UTF_8).contains("<title>Samara node"));
    assertEquals(Integer.toString(answer.body().length), header(answer, "content-length"));
  }

  private static byte[] unzip(byte[] bytes) throws Exception {
    try (var in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return in.readAllBytes();
    }
  }

  @Test
  void smallAnswersFilesAndRangesAreNot() throws Exception {
    start(site -> site);
    assertEquals("", header(calls.get("/health/live", "Accept-Encoding", "gzip"), "vary"));
    calls.put("/uploads/a.txt", ascii("x".repeat(5000)));
    var whole = calls.get("/uploads/a.txt", "Accept-Encoding", "gzip");
    assertEquals(5000, whole.body().length);
    var range = calls.get("/uploads/a.txt", "Accept-Encoding", "gzip", "Range", "bytes=0-2999");
    assertEquals(206, range.statusCode());
    assertEquals(3000, range.body().length);
  }

  @Test
  void nothingIsCompressedWhereThatIsOff() throws Exception {
    start(site -> site.withCompression(false));
    assertEquals("", header(calls.get("/", "Accept-Encoding", "gzip"), "content-encoding"));
  }

  @Test
  void filesOfAFolderAreServed() throws Exception {
    Files.writeString(site.resolve("index.html"), "<p>start</p>");
    Files.createDirectory(site.resolve("sub"));
    Files.writeString(site.resolve("sub").resolve("a b.css"), "p {}");
    start(options -> options);
    var index = calls.get("/site/");
    assertEquals("<p>start</p>", text(index));
    assertEquals("text/html; charset=utf-8", header(index, "content-type"));
    var css = calls.get("/site/sub/a%20b.css");
    assertEquals("text/css; charset=utf-8", header(css, "content-type"));
    assertEquals(
        304, calls.get("/site/sub/a%20b.css", "If-None-Match", header(css, "etag")).statusCode());
    var range = calls.get("/site/index.html", "Range", "bytes=3-7");
    assertEquals(206, range.statusCode());
    assertArrayEquals(ascii("start"), range.body());
    var folderOnly = calls.get("/site/sub?x=1");
    assertEquals(404, calls.get("/site/sub/").statusCode());
    assertEquals(404, folderOnly.statusCode());
    var redirect = calls.get("/site");
    assertEquals(301, redirect.statusCode());
    assertEquals("/site/", header(redirect, "location"));
    var post = calls.call("POST", "/site/index.html", ascii("x"));
    assertEquals(405, post.statusCode());
    assertEquals(0, calls.call("HEAD", "/site/", new byte[0]).body().length);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/site/../secret",
        "/site/%2e%2e/secret",
        "/site/..%2fsecret",
        "/site/..%5csecret",
        "/site/.hidden",
        "/site/link",
        "/site/out/secret",
        "/site/index.html/",
        "/site//index.html",
        "/site/index.html%00.txt"
      })
  void nothingElseIs(String path) throws Exception {
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Files.writeString(outside.resolve("secret"), "secret");
    Files.writeString(site.resolveSibling("secret"), "secret");
    Files.writeString(site.resolve(".hidden"), "secret");
    Files.writeString(site.resolve("index.html"), "secret");
    Files.createSymbolicLink(site.resolve("link"), outside.resolve("secret"));
    Files.createSymbolicLink(site.resolve("out"), outside);
    start(options -> options);
    try (var raw = new RawClient(gateway.port())) {
      raw.send("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
      String answer = raw.readToClose();
      assertTrue(answer.startsWith("HTTP/1.1 40"), answer);
      assertTrue(!answer.contains("secret"), answer);
    } finally {
      Files.delete(site.resolveSibling("secret"));
    }
  }

  @Test
  void eachRequestIsALineOfTheLog() throws Exception {
    List<String> lines =
        logged(
            AccessLogFormat.COMBINED,
            () -> {
              calls.get("/health/live", "User-Agent", "a\"b", "Referer", "r");
              calls.get("/none");
            });
    assertEquals(2, lines.size(), lines.toString());
    assertTrue(
        lines
            .getFirst()
            .matches(
                "127\\.0\\.0\\.1 - - \\[../.../....:..:..:.. [+-]....\\] "
                    + "\"GET /health/live HTTP/1.1\" 200 15 \"r\" \"a\\\\x22b\""),
        lines.getFirst());
    assertTrue(lines.getLast().contains("\"GET /none HTTP/1.1\" 404 "), lines.getLast());
  }

  @Test
  void orAnObject() throws Exception {
    List<String> lines = logged(AccessLogFormat.JSON, () -> calls.put("/uploads/a", ascii("x")));
    var line = new JsonObject(lines.getFirst());
    assertEquals("PUT", line.getString("method"));
    assertEquals("/uploads/a", line.getString("target"));
    assertEquals(201, line.getInteger("status"));
    assertTrue(line.getLong("bytes") > 0 && line.getLong("micros") > 0, lines.getFirst());
  }

  @Test
  void thereIsNoLogUnlessAskedFor() throws Exception {
    assertEquals(List.of(), logged(AccessLogFormat.OFF, () -> calls.get("/health/live")));
  }

  private interface Action {
    void run() throws Exception;
  }

  private List<String> logged(AccessLogFormat format, Action action) throws Exception {
    start(site -> site.withAccessLog(format));
    var logger = (Logger) LoggerFactory.getLogger("samara.access");
    var appender = new ListAppender<ILoggingEvent>();
    appender.start();
    logger.setLevel(Level.INFO);
    logger.addAppender(appender);
    try {
      action.run();
      long expected = format == AccessLogFormat.OFF ? 0 : gateway.gateway.counts().requests();
      eventually("it is logged", () -> appender.list.size() >= expected);
      return appender.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    } finally {
      logger.detachAppender(appender);
    }
  }
}
