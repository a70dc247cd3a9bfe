package dev.samara.http;

import static dev.samara.http.HttpCalls.header;
import static dev.samara.http.HttpCalls.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.samara.http.mount.Mounts;
import dev.samara.http.mount.PathHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Short files are read as a whole; and are given from memory for a while, if that is asked for. */
class FreshFilesTest {
  @TempDir Path folder;
  @TempDir Path site;

  @FunctionalInterface
  private interface Use {
    void of(HttpCalls calls) throws Exception;
  }

  private void with(Duration freshFor, Use use) throws Exception {
    var files = new PathHandler.Files(site, "index.html", freshFor);
    try (var gateway =
            new TestGateway(folder, options -> options, Mounts.none().with("/site", files));
        var calls = new HttpCalls(gateway)) {
      use.of(calls);
    }
  }

  @Test
  void aChangeShowsAtOnceUnlessToldOtherwise() throws Exception {
    with(
        Duration.ZERO,
        calls -> {
          Files.writeString(site.resolve("a.txt"), "one");
          assertEquals("one", text(calls.get("/site/a.txt")));
          Files.writeString(site.resolve("a.txt"), "another");
          assertEquals("another", text(calls.get("/site/a.txt")));
          Files.delete(site.resolve("a.txt"));
          assertEquals(404, calls.get("/site/a.txt").statusCode());
        });
  }

  @Test
  void whatIsFreshIsGivenFromMemoryAndItsTagIsItsOwn() throws Exception {
    with(
        Duration.ofHours(1),
        calls -> {
          Files.writeString(site.resolve("a.txt"), "one");
          var first = calls.get("/site/a.txt");
          Files.writeString(site.resolve("a.txt"), "another");
          var second = calls.get("/site/a.txt");
          assertEquals("one", text(second));
          assertEquals(header(first, "etag"), header(second, "etag"));
          assertEquals(header(first, "last-modified"), header(second, "last-modified"));
          var same = calls.get("/site/a.txt", "If-None-Match", header(first, "etag"));
          assertEquals(304, same.statusCode());
          assertEquals(404, calls.get("/site/b.txt").statusCode());
          Files.writeString(site.resolve("b.txt"), "here now");
          assertEquals("here now", text(calls.get("/site/b.txt")));
        });
  }

  /** On both sides of what is read as a whole, and of what leaves in one write. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4095, 4097, 65_535, 65_536, 65_537, 200_000})
  void everyLengthComesWhole(int length) throws Exception {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    Files.write(site.resolve("a.bin"), bytes);
    with(
        Duration.ofHours(1),
        calls -> {
          for (int i = 0; i < 3; i++) {
            var answer = calls.get("/site/a.bin");
            assertArrayEquals(bytes, answer.body());
            assertEquals(Integer.toString(length), header(answer, "content-length"));
            assertTrue(header(answer, "etag").startsWith("W/"), header(answer, "etag"));
          }
          var head = calls.call("HEAD", "/site/a.bin", new byte[0]);
          assertEquals(Integer.toString(length), header(head, "content-length"));
          assertEquals(0, head.body().length);
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT1H"})
  void rangesAreCutOutOfMemoryAsWell(Duration freshFor) throws Exception {
    Files.writeString(site.resolve("a.txt"), "0123456789");
    with(
        freshFor,
        calls -> {
          calls.get("/site/a.txt");
          var one = calls.get("/site/a.txt", "Range", "bytes=2-4");
          assertEquals(206, one.statusCode());
          assertEquals("234", text(one));
          assertEquals("bytes 2-4/10", header(one, "content-range"));
          var two = text(calls.get("/site/a.txt", "Range", "bytes=0-1,8-"));
          assertTrue(two.contains("\r\n\r\n01\r\n") && two.contains("\r\n\r\n89\r\n"), two);
          var none = calls.get("/site/a.txt", "Range", "bytes=10-");
          assertEquals(416, none.statusCode());
        });
  }

  @Test
  void theTimeIsChecked() {
    for (var wrong : new Duration[] {Duration.ofNanos(-1), Duration.ofHours(1).plusNanos(1)}) {
      var refused =
          assertThrows(
              IllegalArgumentException.class,
              () -> new PathHandler.Files(site, "index.html", wrong));
      assertTrue(refused.getMessage().startsWith("files.freshFor: "), refused.getMessage());
    }
  }
}
